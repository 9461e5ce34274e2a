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
    /// Whether it runs the scripts that the gateway installs; else what its script does is played by the world.
    var runsScripts = false
    /// How likely a connection breaks in the middle of commands.
    var breaking = 0.0
    /// What is broken on purpose.
    var sabotage: Sabotage?
    /// Takes note of what the gateway's commands do.
    weak var witness: (any RouterWitness)?

    private let time: VirtualTime
    private var channels: [WorldChannel] = []
    /// When its scripts are next due, as far as somebody was told to wake it.
    private var wakesAt: Duration?
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

    /// The next script may stop after some of its rows, and nobody hears of it.
    func mayStopScript(_ dice: inout Dice) {
        if dice.chance(breaking * 3) { state.scripts.rowsUntilPowerCut = dice.number(1...7) }
    }

    /// Whether the script that was carried out last stopped on the way.
    func hasStoppedScript() -> Bool {
        defer {
            state.scripts.rowsUntilPowerCut = nil
            state.scripts.lostPower = false
        }
        guard state.scripts.lostPower else { return false }
        state.scripts.processes.removeLast()
        return true
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
        letScriptsRun { state, now in state.advance(to: now) }
        // What they did is not the gateway's doing.
        if runsScripts { publish() }
        witness?.gatewayCommands(request, on: self)
        let outcome = state.execute(request, CommandContext(account: account, now: time.now))
        publish()
        if request.path == "/execute" { state.scripts.results = [:] }
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
        let value = letScriptsRun { state, now in
            state.advance(to: now)
            return body(&state, now)
        }
        publish()
        return value
    }

    // MARK: - Scripts

    /// Does something during which scripts may run, and tells of the users that they removed or switched off: nobody else but the
    /// gateway does that.
    private func letScriptsRun<Value>(_ body: (inout RouterState, Duration) -> Value) -> Value {
        guard runsScripts, let before = state.tables[Self.users]?.allRows() else { return body(&state, time.now) }
        let value = body(&state, time.now)
        for row in before {
            let after = state.tables[Self.users]?[row.id]
            let isGone = after?.serial != row.serial
            if isGone || (after?.isDisabled == true && !row.isDisabled) { witness?.scriptEnded(row, on: self) }
        }
        return value
    }

    private static let users = "/ip/hotspot/user"

    /// What comes back to a script that fetched something; nobody waits for it any more after a restart.
    func answer(_ fetch: FetchRequest, _ answer: FetchAnswer) {
        guard isOn, state.scripts.processes.contains(where: { $0.id == fetch.job }) else { return }
        change { state, now in state.finishFetch(fetch, answer, now: now) }
    }

    /// Sends what scripts want to fetch, and sees to it that they run when they are due.
    private func serveScripts() {
        let fetches = state.scripts.fetches
        state.scripts.fetches = []
        state.scripts.results = [:]
        for fetch in fetches { witness?.scriptFetches(fetch, on: self) }
        guard let due = state.nextDeadline.map({ max($0, time.now + .milliseconds(1)) }) else { return }
        if let wakesAt, wakesAt <= due, wakesAt > time.now { return }
        wakesAt = due
        time.act(after: due - time.now) { self.wake(at: due) }
    }

    private func wake(at due: Duration) {
        guard wakesAt == due else { return }
        wakesAt = nil
        if isOn { change { _, _ in } }
    }

    /// Tells who listens what changed.
    private func publish() {
        defer { if runsScripts { serveScripts() } }
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
        if runsScripts { change { _, _ in } }
    }
}

/// Whoever watches what happens on a router.
protocol RouterWitness: AnyObject, Sendable {
    /// The gateway has a command carried out now; the router is as it was before.
    func gatewayCommands(_ request: CommandRequest, on router: WorldRouter)

    /// Rows of the router changed.
    func changed(_ changes: [Change], on router: WorldRouter)

    /// A script of the router removed a user, or switched it off; this is how it was before.
    func scriptEnded(_ row: TableRow, on router: WorldRouter)

    /// A script of the router sends something.
    func scriptFetches(_ fetch: FetchRequest, on router: WorldRouter)
}
