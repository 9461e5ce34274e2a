import RouterOSAPI

@testable import RouterOSSimulator

/// A router of the world: the simulator's own state, without sockets and threads, behind a link that may be down.
final class WorldRouter: @unchecked Sendable {
    // SAFETY: of a history only one task runs at a time, and `VirtualTime` hands over from one to the next under a lock.

    let number: Int
    let site: Int
    let host: String
    private(set) var state: RouterState
    /// Half of a round trip without any trouble.
    let usualLatency: Duration
    /// Whether gateway and router reach each other.
    var isLinkUp = true
    private(set) var isOn = true
    /// A router may refuse `listen`: an operator switched it off, or it lacks the memory.
    var refusesToListen = false
    /// What its on-login script noted and sends.
    var script = RouterScript()
    /// How likely a connection breaks in the middle of commands.
    var breaking = 0.0
    /// What is broken on purpose.
    var sabotage: Sabotage?
    /// Takes note of what the gateway's commands do.
    var witness: (any RouterWitness)?

    private let time: VirtualTime
    private var channels: [WorldChannel] = []
    private let account = SimulatedAccount(name: "gateway", password: "")

    init(number: Int, site: Int, state: RouterState, time: VirtualTime, dice: inout Dice) {
        self.number = number
        self.site = site
        self.state = state
        self.time = time
        host = "router-\(number)"
        usualLatency = dice.duration(.milliseconds(2)...(.milliseconds(60)))
    }

    var isReachable: Bool { isOn && isLinkUp }

    /// Its own clock, in seconds since 1970.
    var clock: Int64 { state.epochSeconds(at: time.now) }

    /// How long it has been on, in seconds.
    var uptimeSeconds: Int64 { (time.now - state.bootedAt).components.seconds }

    func latency(_ dice: inout Dice) -> Duration { usualLatency * Double.random(in: 0.7...1.6, using: &dice) }

    // MARK: - Connections

    func connect(_ dice: inout Dice) -> WorldChannel {
        let channel = WorldChannel(to: self, time: time, dice: dice.split())
        channels.append(channel)
        return channel
    }

    func knows(_ channel: WorldChannel) -> Bool { channels.contains { $0 === channel } }

    func forget(_ channel: WorldChannel) { channels.removeAll { $0 === channel } }

    /// Connections end without a word; whoever has one finds out.
    func dropConnections() {
        for channel in channels { channel.end(.closedByPeer) }
        channels = []
    }

    /// Before which of so many commands the connection breaks; nil when it holds.
    func takeBreak(_ dice: inout Dice, commands: Int) -> Int? {
        dice.chance(breaking) ? dice.number(0...commands - 1) : nil
    }

    // MARK: - Commands

    /// Carries out a command of the gateway's.
    func answer(_ command: Command) -> Result<Response, RouterOSError> {
        var request = CommandRequest(command.sentence)
        if let sabotage {
            guard let other = sabotage.tampered(request, on: self) else {
                return [.done(ret: nil)].response(to: command)
            }
            request = other
        }
        state.advance(to: time.now)
        witness?.gatewayCommands(request, on: self)
        let outcome = state.execute(request, CommandContext(account: account, now: time.now))
        publish()
        guard case .replies(let replies) = outcome else {
            return .failure(RouterOSError(.fatal("a stream was called"), command: command.path))
        }
        return replies.response(to: command)
    }

    func begin(_ command: Command) -> CommandOutcome {
        // What happened before it began is not for it.
        publish()
        return state.execute(CommandRequest(command.sentence), CommandContext(account: account, now: time.now))
    }

    func replies(for changes: [Change], to stream: inout StreamRequest) -> [CommandReply] {
        state.replies(for: changes, to: &stream, CommandContext(account: account, now: time.now))
    }

    /// Does something to the router, lets everything happen that was due, and tells who listens.
    @discardableResult
    func change<Value>(_ body: (inout RouterState, Duration) -> Value) -> Value {
        state.advance(to: time.now)
        let value = body(&state, time.now)
        publish()
        return value
    }

    /// Tells who listens what changed.
    private func publish() {
        let changes = state.takeChanges()
        guard !changes.isEmpty else { return }
        witness?.changed(changes, on: self)
        for channel in channels { channel.tell(changes) }
    }

    // MARK: - Power

    /// Switches off; what a client had sent is lost, and connections die without a word.
    func powerOff(isClean: Bool) {
        state.advance(to: time.now)
        publish()
        state.restart(isClean: isClean, now: time.now)
        isOn = false
        channels = []
    }

    func powerOn() {
        state.boot(now: time.now)
        isOn = true
    }
}

/// Whoever watches what happens on a router.
protocol RouterWitness: Sendable {
    /// The gateway has a command carried out now; the router is as it was before.
    func gatewayCommands(_ request: CommandRequest, on router: WorldRouter)

    /// Rows of the router changed.
    func changed(_ changes: [Change], on router: WorldRouter)
}
