import RouterOSAPI

@testable import GatewaySync
@testable import RouterOSSimulator

/// A connection to a router of the world: commands take time to get there, and answers to come back.
///
/// What is on its way arrives, whatever becomes of the sender meanwhile. A router whose link is down is silent, as in nature: the
/// other side finds out by its deadline.
final class WorldChannel: DeviceChannel, @unchecked Sendable {
    // SAFETY: of a history only one task runs at a time, and `VirtualTime` hands over from one to the next under a lock.

    private let router: WorldRouter
    private let time: VirtualTime
    private var dice: Dice
    private var ending: RouterOSErrorReason?
    /// What the router has sent and nobody has received yet.
    private var backlog: [(mailbox: RowMailbox, row: Row)] = []
    private(set) var streams: [(mailbox: RowMailbox, request: StreamRequest)] = []

    init(to router: WorldRouter, time: VirtualTime, dice: Dice) {
        self.router = router
        self.time = time
        self.dice = dice
    }

    var isOpen: Bool { ending == nil }

    func close() async { end(.closedLocally) }

    /// The connection is gone, for this side at least.
    func end(_ reason: RouterOSErrorReason) {
        guard ending == nil else { return }
        ending = reason
        router.forget(self)
        for stream in streams { stream.mailbox.finish(reason) }
        streams = []
    }

    // MARK: - Commands

    func call(_ command: Command, deadline: Duration?) async throws(RouterOSError) -> Response {
        try await batch([command], window: 1, deadline: deadline)[0].get()
    }

    func batch(
        _ commands: [Command],
        window: Int,
        deadline: Duration?
    ) async -> [Result<Response, RouterOSError>] {
        var answers: [Result<Response, RouterOSError>] = []
        while answers.count < commands.count {
            let chunk = commands[answers.count..<min(answers.count + window, commands.count)]
            answers += await exchange(Array(chunk), deadline: deadline ?? .seconds(30))
        }
        return answers
    }

    /// Commands that are in flight together, which the router carries out in any order.
    private func exchange(_ commands: [Command], deadline: Duration) async -> [Result<Response, RouterOSError>] {
        if let ending { return commands.map { .failure(RouterOSError(ending, command: $0.path)) } }
        let sentAt = time.now
        await time.pass(router.latency(&dice))
        // Whoever cannot be reached, or has forgotten the connection, says nothing; a router that started again resets it.
        guard router.isReachable else { return await giveUp(commands, at: sentAt + deadline) }
        guard router.knows(self) || ending == .closedLocally else {
            end(.closedByPeer)
            return unanswered(commands)
        }
        var answers = unanswered(commands)
        let breaksAfter = router.takeBreak(&dice, commands: commands.count)
        for (count, index) in commands.indices.shuffled(using: &dice).enumerated() {
            if count == breaksAfter {
                end(.closedByPeer)
                return unanswered(commands)
            }
            let isScript = commands[index].path == "/execute"
            if isScript { router.mayStopScript(&dice) }
            answers[index] = router.answer(commands[index])
            if isScript, router.hasStoppedScript() {
                end(.closedByPeer)
                return unanswered(commands)
            }
        }
        await time.pass(router.latency(&dice))
        if ending != nil { return unanswered(commands) }
        guard router.isReachable else { return await giveUp(commands, at: sentAt + deadline) }
        arrive()
        return answers
    }

    private func giveUp(_ commands: [Command], at deadline: Duration) async -> [Result<Response, RouterOSError>] {
        let sentAt = time.now
        await time.pass(deadline - sentAt)
        return commands.map { command in
            let effect: CommandEffect = command.isReadOnly ? .none : .unknown
            let reason = ending ?? .timedOut(after: .seconds(30))
            return .failure(RouterOSError(reason, effect: effect, command: command.path))
        }
    }

    /// The connection ended before an answer came: what had an effect nobody can tell.
    private func unanswered(_ commands: [Command]) -> [Result<Response, RouterOSError>] {
        commands.map { command in
            let effect: CommandEffect = command.isReadOnly ? .none : .unknown
            return .failure(RouterOSError(ending ?? .closedByPeer, effect: effect, command: command.path))
        }
    }

    // MARK: - Listening

    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable {
        let mailbox = RowMailbox(time: time, path: command.path)
        guard isOpen else {
            mailbox.finish(.closedLocally)
            return mailbox
        }
        time.act(after: router.latency(&dice)) { [self] in listen(command, mailbox) }
        return mailbox
    }

    private func listen(_ command: Command, _ mailbox: RowMailbox) {
        guard isOpen, router.isReachable, router.knows(self) else { return mailbox.finish(ending ?? .closedByPeer) }
        guard !router.refusesToListen else { return mailbox.finish(.fatal("not enough resources")) }
        switch router.begin(command) {
        case .stream(let request, _): streams.append((mailbox, request))
        case .replies, .script: mailbox.finish(.fatal("no stream"))
        }
    }

    /// Tells whoever listens on this connection what changed.
    func tell(_ changes: [Change]) {
        for index in streams.indices {
            let replies = router.replies(for: changes, to: &streams[index].request)
            let mailbox = streams[index].mailbox
            for case .row(let row) in replies {
                time.act(after: router.usualLatency) { [self] in
                    backlog.append((mailbox, Row(row.sentence("!re"))))
                    if backlog.count == 1 { deliver(since: time.now) }
                }
            }
        }
    }

    /// What is sent while the link is down is sent again until it arrives, in its order, or until the router gives the connection up.
    private func deliver(since beginning: Duration) {
        guard isOpen, router.knows(self), !backlog.isEmpty else {
            backlog = []
            return
        }
        if router.isReachable {
            arrive()
        } else if time.now - beginning < Self.patience {
            time.act(after: .seconds(5)) { [self] in deliver(since: beginning) }
        } else {
            backlog = []
            router.forget(self)
        }
    }

    /// What the router sent before arrives before: an answer never overtakes a row that was sent over the same connection.
    private func arrive() {
        for (mailbox, row) in backlog { mailbox.deliver(row) }
        backlog = []
    }

    /// For how long a router sends again what nobody acknowledges (Linux, tcp(7): `tcp_retries2` is 15, about a quarter of an hour).
    private static let patience = Duration.seconds(924)
}
