import NIOCore

/// The commands of a connection that is logged in: those that the router works on, by tag, and those that wait for their turn.
struct CommandTable<Waiter>: ~Copyable {
    typealias Machine = ConnectionStateMachine<Waiter>

    /// A command that was sent.
    ///
    /// Its row of the table is a reference, so that nothing but the answer is touched when a row of it arrives. No other reference to
    /// it leaves the table.
    private final class InFlight {
        let request: CommandRequest<Waiter>
        var isWritten = false
        var trap: Trap?
        var rows = CollectedRows()

        init(_ request: CommandRequest<Waiter>) {
            self.request = request
        }
    }

    private enum Entry {
        /// Somebody waits for the answer.
        case waiting(InFlight)
        /// Nobody does, but the tag stays known until its `!done`, which must come before this time.
        case cancelled(until: NIODeadline)
    }

    let limits: RouterOSConnectionLimits
    private var commands: [UInt64: Entry] = [:]
    /// `/cancel` commands without their own `!done`, and until when it must come.
    private var cancels: [UInt64: NIODeadline] = [:]
    private var queue = CircularBuffer<CommandRequest<Waiter>>(initialCapacity: 1)
    private var unwritten: [UInt64] = []

    init(limits: RouterOSConnectionLimits) {
        self.limits = limits
    }

    var hasWaitingCalls: Bool {
        if !self.queue.isEmpty || !self.cancels.isEmpty { return true }
        return self.commands.values.contains { entry in
            switch entry {
            case .waiting(let inFlight): inFlight.request.delivery == .collected
            case .cancelled: true
            }
        }
    }
}

// MARK: - From this side

extension CommandTable {
    mutating func submit(_ request: CommandRequest<Waiter>) -> Machine.SubmittedAction {
        if self.commands.count < self.limits.commandsInFlightMaximum, self.queue.isEmpty {
            return .send(self.register(request))
        }
        guard self.queue.count < self.limits.commandsQueuedMaximum else {
            return .refuse(request.failure(.queueFull(maximum: self.limits.commandsQueuedMaximum), effect: .none))
        }
        self.queue.append(request)
        return .wait
    }

    mutating func cancel(_ number: UInt64, now: NIODeadline) -> Machine.CancelledAction {
        if let index = self.queue.firstIndex(where: { $0.number == number }) {
            return .fail(self.queue.remove(at: index).failure(.cancelled, effect: .none))
        }
        guard case .waiting(let inFlight)? = self.commands[number] else { return .none }
        let failure = inFlight.request.failure(.cancelled, effect: inFlight.request.effect(isWritten: true))
        return .failAndCancel(failure, self.abandon(number, now: now))
    }

    mutating func markWritten() {
        for number in self.unwritten {
            guard case .waiting(let inFlight)? = self.commands[number] else { continue }
            inFlight.isWritten = true
        }
        self.unwritten.removeAll(keepingCapacity: true)
    }

    private mutating func register(_ request: CommandRequest<Waiter>) -> OutboundCommand {
        self.commands[request.number] = .waiting(InFlight(request))
        self.unwritten.append(request.number)
        return .command(request.command, number: request.number)
    }

    /// Keeps only the tag, and has the router stop.
    private mutating func abandon(_ number: UInt64, now: NIODeadline) -> OutboundCommand {
        let until = now.advanced(by: self.limits.cancelGrace)
        self.commands[number] = .cancelled(until: until)
        self.cancels[number] = until
        return .cancel(number: number)
    }
}

// MARK: - From the router

extension CommandTable {
    mutating func receive(_ sentence: Sentence, now: NIODeadline) throws(ReplyFailure) -> Machine.ReceivedAction {
        guard let reply = ReplyWord(sentence) else { throw .violation(.unknownReply) }
        if reply == .fatal { throw .fatal }
        guard let tag = sentence.tag else { throw .violation(.untaggedReply) }
        switch CommandTag(tag) {
        case .command(let number):
            return try self.receive(reply, sentence, for: number, now: now)
        case .cancel(let number):
            guard self.cancels[number] != nil else { throw .violation(.unknownTag) }
            // Whether the router found something to cancel does not matter, and says nothing about the cancelled command.
            if reply == .done { self.cancels[number] = nil }
            return .none
        case nil:
            throw .violation(.unknownTag)
        }
    }

    private mutating func receive(
        _ reply: ReplyWord,
        _ sentence: Sentence,
        for number: UInt64,
        now: NIODeadline
    ) throws(ReplyFailure) -> Machine.ReceivedAction {
        guard let entry = self.commands[number] else { throw .violation(.unknownTag) }
        switch entry {
        case .cancelled:
            guard reply == .done else { return .none }
            self.commands[number] = nil
            return self.nextInQueue().map { .sendNext($0) } ?? .none
        case .waiting(let inFlight):
            switch (reply, inFlight.request.delivery) {
            case (.empty, _), (.fatal, _):
                return .none
            case (.row, .streamed):
                return .row(inFlight.request.waiter, number: number, Row(sentence))
            case (.row, .collected):
                return self.collect(sentence, in: inFlight, now: now)
            case (.trap, _):
                let trap = Trap(sentence)
                if inFlight.trap == nil { inFlight.trap = trap } else { inFlight.trap?.add(trap) }
                return .none
            case (.done, _):
                self.commands[number] = nil
                return self.finish(inFlight, sentence)
            }
        }
    }

    private mutating func collect(
        _ sentence: Sentence,
        in inFlight: InFlight,
        now: NIODeadline
    ) -> Machine.ReceivedAction {
        guard
            inFlight.rows.count < self.limits.replyRowsMaximum,
            inFlight.rows.wireBytes + sentence.wireBytes <= self.limits.replyBytesMaximum
        else {
            let reason = RouterOSErrorReason.replyTooLarge(
                rowsMaximum: self.limits.replyRowsMaximum,
                bytesMaximum: self.limits.replyBytesMaximum
            )
            let request = inFlight.request
            let failure = request.failure(reason, effect: request.effect(isWritten: true))
            return .failAndCancel(failure, self.abandon(request.number, now: now))
        }
        inFlight.rows.append(sentence)
        return .none
    }

    private mutating func finish(_ inFlight: InFlight, _ sentence: Sentence) -> Machine.ReceivedAction {
        let request = inFlight.request
        let next = self.nextInQueue()
        if let trap = inFlight.trap {
            return .fail(request.failure(.trapped(trap), effect: request.effect(of: trap)), next: next)
        }
        return .succeed(request.waiter, Response(rows: inFlight.rows.rows, done: Row(sentence.copied())), next: next)
    }

    private mutating func nextInQueue() -> OutboundCommand? {
        guard self.commands.count < self.limits.commandsInFlightMaximum else { return nil }
        return self.queue.popFirst().map { self.register($0) }
    }
}

// MARK: - Time and end

extension CommandTable {
    mutating func expire(now: NIODeadline, isReadingPaused: Bool) -> Machine.DeadlineAction {
        var action = Machine.DeadlineAction()
        for request in self.queue where request.deadline <= now {
            action.failures.append(request.failure(.timedOut(after: request.allowed), effect: .none))
        }
        if !action.failures.isEmpty {
            self.queue.removeAll { $0.deadline <= now }
        }
        for (number, entry) in self.commands {
            switch entry {
            case .waiting(let inFlight) where inFlight.request.deadline <= now:
                let request = inFlight.request
                // Its bytes leave in any case, even when they have not yet: a timer may come before the turn's flush.
                let effect = request.effect(isWritten: true)
                action.failures.append(request.failure(.timedOut(after: request.allowed), effect: effect))
                action.cancels.append(self.abandon(number, now: now))
            case .cancelled(let until) where until <= now && isReadingPaused:
                self.commands[number] = .cancelled(until: now.advanced(by: self.limits.cancelGrace))
            case .cancelled(let until) where until <= now:
                action.closing = .unresponsive(after: self.limits.cancelGrace)
            case .waiting, .cancelled:
                break
            }
        }
        for (number, until) in self.cancels where until <= now {
            if isReadingPaused {
                self.cancels[number] = now.advanced(by: self.limits.cancelGrace)
            } else {
                action.closing = .unresponsive(after: self.limits.cancelGrace)
            }
        }
        if action.closing == nil { action.next = self.nextDeadline() }
        return action
    }

    private func nextDeadline() -> NIODeadline? {
        var next = NIODeadline.distantFuture
        for request in self.queue { next = min(next, request.deadline) }
        for until in self.cancels.values { next = min(next, until) }
        for entry in self.commands.values {
            switch entry {
            case .waiting(let inFlight): next = min(next, inFlight.request.deadline)
            case .cancelled(let until): next = min(next, until)
            }
        }
        return next == .distantFuture ? nil : next
    }

    /// Everybody who waits, each with what is known about the own command.
    func failures(because reason: RouterOSErrorReason) -> [Machine.Failure] {
        var failures: [Machine.Failure] = []
        for entry in self.commands.values {
            guard case .waiting(let inFlight) = entry else { continue }
            let effect = inFlight.request.effect(isWritten: inFlight.isWritten)
            failures.append(inFlight.request.failure(reason, effect: effect))
        }
        for request in self.queue {
            failures.append(request.failure(reason, effect: .none))
        }
        return failures
    }
}
