import NIOCore

@testable import RouterOSAPI

/// A state machine whose waiters are strings and whose actions are told as lines.
struct MachineTranscript: ~Copyable {
    typealias Machine = ConnectionStateMachine<String>

    private var machine: Machine
    private var now = NIODeadline.uptimeNanoseconds(0)

    init(_ configure: (inout RouterOSConnectionLimits) -> Void = { _ in }) {
        var limits = RouterOSConnectionLimits()
        configure(&limits)
        self.machine = Machine(login: "login", allowed: .seconds(10), limits: limits)
        self.machine.connected(now: self.now)
    }

    /// A machine whose login is done.
    static func ready(_ configure: (inout RouterOSConnectionLimits) -> Void = { _ in }) -> MachineTranscript {
        var transcript = MachineTranscript(configure)
        _ = transcript.open()
        _ = transcript.receive("!done")
        return transcript
    }

    mutating func open(mayLogin: Bool = true) -> String {
        switch self.machine.linkOpened(mayLogin: mayLogin) {
        case .sendLogin: "send login"
        case .close(let failures): self.text("close", failures)
        case .none: "nothing"
        }
    }

    mutating func receive(_ words: String...) -> String {
        switch self.machine.sentenceReceived(Sentence(words), now: self.now) {
        case .none: "nothing"
        case .answerChallenge(let challenge): "answer \(challenge)"
        case .loggedIn(let waiter): "\(waiter) done"
        case .row(let waiter, let number, let row): "row \(number) to \(waiter): \(row.text("n") ?? "-")"
        case .succeed(let waiter, let response, let next):
            "\(waiter) got \(response.rows.map { $0.text("n") ?? "-" }) ret \(response.ret ?? "-")" + self.text(next)
        case .fail(let failure, let next): self.text(failure) + self.text(next)
        case .sendNext(let next): self.text(next)
        case .failAndCancel(let failure, let cancel): self.text(failure) + self.text(cancel)
        case .close(let reason, let failures): self.text("close \(reason.label)", failures)
        }
    }

    mutating func submit(
        _ number: UInt64,
        _ command: Command = Command("/x/print"),
        for waiter: String = "a",
        streamed: Bool = false,
        within seconds: Int64? = nil
    ) -> String {
        let request = CommandRequest(
            number: number,
            command: command,
            delivery: streamed ? .streamed : .collected,
            waiter: waiter,
            deadline: seconds.map { self.now + .seconds($0) } ?? .distantFuture,
            allowed: .seconds(seconds ?? 0)
        )
        return switch self.machine.commandSubmitted(request) {
        case .send(let command): self.text(command)
        case .wait: "wait"
        case .refuse(let failure): self.text(failure)
        }
    }

    mutating func cancel(_ number: UInt64) -> String {
        switch self.machine.commandCancelled(number, now: self.now) {
        case .none: "nothing"
        case .fail(let failure): self.text(failure)
        case .failAndCancel(let failure, let cancel): self.text(failure) + self.text(cancel)
        }
    }

    mutating func written() {
        self.machine.commandsWritten()
    }

    mutating func advance(_ seconds: Int64, isReadingPaused: Bool = false) -> String {
        self.now = self.now + .seconds(seconds)
        let action = self.machine.deadlinesPassed(now: self.now, isReadingPaused: isReadingPaused)
        var parts = action.failures.map { self.text($0) }.sorted()
        parts += action.cancels.map { self.text($0) }.sorted()
        if let reason = action.closing { parts.append("close \(reason.label)") }
        if let next = action.next { parts.append("next in \((next - self.now).nanoseconds / 1_000_000_000)") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }

    mutating func end(_ reason: RouterOSErrorReason = .closedByPeer) -> String {
        self.text("ended", self.machine.closed(because: reason))
    }

    private func text(_ title: String, _ failures: [Machine.Failure]) -> String {
        ([title] + failures.map { self.text($0) }.sorted()).joined(separator: ", ")
    }

    private func text(_ failure: Machine.Failure) -> String {
        "\(failure.waiter) failed: \(failure.error.label) \(failure.error.effect)"
    }

    private func text(_ command: OutboundCommand?) -> String {
        switch command {
        case .command(let command, let number): " send \(number) \(command.path)"
        case .cancel(let number): " cancel \(number)"
        case nil: ""
        }
    }
}
