import NIOCore
import RouterOSAPI

/// A router that is switched on: the state, its clock, its connections and its faults.
///
/// Confined to one event loop.
final class RouterDevice {
    /// Commands that may wait, of all connections together.
    static let queueMaximum = 20_000

    let loop: any EventLoop
    var state: RouterState
    var clock: SimulatedClock
    var activity = SimulatedRouterActivity()
    var generator: SeededGenerator
    var connections: [APIConnection] = []
    var queue = CommandQueue()
    /// Those who wait for rows to go.
    var watches: [RowWatch] = []
    /// Commands that scripts will answer, by their jobs.
    var waitingCommands: [RowID: PendingCommand] = [:]
    /// Requests of scripts that are under way.
    var runningFetches: Set<RowID> = []
    /// Those who wait for the end of a script.
    var scriptWaiters: [RowID: ScriptWaiter] = [:]
    /// Those who wait until scripts have their answers.
    var fetchWaiters: [EventLoopPromise<Void>] = []
    /// Until when the router is busy with commands that take time.
    var busyUntil: NIODeadline
    /// Whether a timer is set that goes on with the queue.
    var willPump = false
    /// How often the queue was looked at.
    var pumpCount = 0
    /// What TLS connections share; nil when there is none.
    var tls: (context: TLSContext, fingerprint: CertificateFingerprint?)?
    private(set) var faults: SimulatedRouterFaults
    private var commandsSinceFaults = 0
    private var inboxDue: NIODeadline
    /// How many commands were in the router when that was last looked at, and when that was.
    private var commandsInside = (count: 0, since: NIODeadline.uptimeNanoseconds(0))
    private var nextConnectionID: UInt32 = 0x8000_0000
    private var timer: Scheduled<Void>?
    private(set) var isOn = true

    init(
        loop: any EventLoop,
        state: RouterState,
        clock: SimulatedClock,
        faults: SimulatedRouterFaults,
        seed: UInt64,
        tls: (context: TLSContext, fingerprint: CertificateFingerprint?)? = nil
    ) {
        self.loop = loop
        self.tls = tls
        self.state = state
        self.clock = clock
        self.faults = faults
        self.generator = SeededGenerator(seed: seed)
        self.busyUntil = loop.now
        self.inboxDue = loop.now
        self.state.take(faults)
        self.state.askTimeServer(now: self.now)
    }

    /// The present moment of the simulation.
    var now: Duration {
        self.clock.now(real: self.loop.now)
    }

    // MARK: Connections

    /// A client connected.
    ///
    /// - Returns: nil when the connection is to be closed at once. ASSUMED: that is what happens beyond `max-sessions`.
    func connected(_ channel: any Channel, isTLS: Bool) -> APIConnection? {
        guard self.isOn else { return nil }
        let service: WordBytes = isTLS ? "api-ssl" : "api"
        guard let row = self.state.tables["/ip/service"]?.rows(named: service).first, !row.isDisabled,
            Self.mayConnect(channel.remoteAddress?.ipAddress, to: row)
        else { return nil }
        let maximum = Int(row.bytes("max-sessions")?.text ?? "20") ?? 20
        let present = self.connections.count { $0.isTLS == isTLS }
        if self.state.features.limitsSessions, present >= maximum { return nil }
        let connection = APIConnection(
            id: RowID(self.nextConnectionID),
            channel: channel,
            isTLS: isTLS,
            features: self.state.features
        )
        self.nextConnectionID = self.nextConnectionID == .max ? 0x8000_0000 : self.nextConnectionID + 1
        self.connections.append(connection)
        self.activity.connections += 1
        self.state.apiSessions[connection.id] = APISessionInfo(
            service: service.text,
            local: Self.text(channel.localAddress),
            remote: Self.text(channel.remoteAddress)
        )
        return connection
    }

    /// Whether `address` of the service lets somebody in: from elsewhere a connection is accepted and closed (manual,
    /// services page).
    private static func mayConnect(_ address: String?, to service: TableRow) -> Bool {
        let ranges = (service.bytes("address") ?? service.bytes("available-from") ?? "").commaSeparated()
        guard !ranges.isEmpty, let address = address.flatMap(IPv4.init) else { return true }
        return ranges.contains { AddressRange($0.text)?.contains(address) ?? false }
    }

    private static func text(_ address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress, let port = address.port else { return "" }
        return "\(ip):\(port)"
    }

    func disconnected(_ connection: APIConnection) {
        guard let index = self.connections.firstIndex(where: { $0 === connection }) else { return }
        self.connections.remove(at: index)
        self.state.apiSessions[connection.id] = nil
        // Commands that were received are carried out all the same.
        if let account = connection.login.account {
            self.state.writeLog(
                "system,info,account",
                "user \(account.name) logged out from \(connection.remoteAddress) via api",
                now: self.now
            )
        }
        connection.abandon()
        self.publish()
    }

    // MARK: Commands

    /// Sentences are in the connection's inbox.
    func received(from connection: APIConnection) {
        guard connection.isOpen, !connection.inbox.isEmpty, !self.faults.isSilent else { return }
        let now = self.loop.now
        self.countCommandsInside()
        // Never before what came earlier, also when the latency was just made shorter.
        self.inboxDue = max(self.inboxDue, now + self.faults.latency.timeAmount)
        if self.inboxDue <= now {
            self.readInbox(of: connection)
            return
        }
        let count = connection.inbox.count
        let bound = NIOLoopBound((device: self, connection: connection), eventLoop: self.loop)
        self.loop.scheduleTask(deadline: self.inboxDue) {
            bound.value.device.readInbox(of: bound.value.connection, atMost: count)
        }
    }

    /// Adds up how long commands are in the router, whenever their number may have changed.
    func countCommandsInside() {
        let now = self.loop.now
        self.activity.commandTime +=
            .nanoseconds((now - self.commandsInside.since).nanoseconds) * self.commandsInside.count
        self.commandsInside = (self.connections.reduce(self.queue.count) { $0 + $1.inbox.count }, now)
    }

    private func readInbox(of connection: APIConnection, atMost count: Int = .max) {
        let sentences = connection.inbox.prefix(count)
        connection.inbox.removeFirst(sentences.count)
        for sentence in sentences where connection.isOpen {
            self.receive(sentence, from: connection)
        }
        self.pump()
        self.flushAll()
    }

    /// Carries a sentence out, or puts it into the queue.
    private func receive(_ sentence: Sentence, from connection: APIConnection) {
        if self.enqueue(sentence, from: connection) { return }
        connection.finished(sentenceBytes: sentence.wireBytes)
    }

    /// - Returns: whether it waits in the queue now, instead of being done with.
    private func enqueue(_ sentence: Sentence, from connection: APIConnection) -> Bool {
        let request = CommandRequest(sentence)
        let tag = sentence.tag.map { WordBytes($0) }
        self.activity.count(request.path)
        self.commandsSinceFaults += 1
        switch request.path {
        case "/login":
            self.logIn(connection, request, tag: tag, sentenceBytes: sentence.wireBytes)
        case _ where connection.login.account == nil:
            let action = connection.login.commandReceivedEarly(sentenceBytes: sentence.wireBytes)
            self.run(action, on: connection, request, tag: tag)
        case "/cancel":
            self.cancel(request["tag"], by: tag, on: connection)
        case "/quit":
            // Over api-ssl no reply comes before the close (danikf/tik4net wiki).
            if !connection.isTLS { connection.append(.fatal("session terminated on request"), tag: tag) }
            connection.close()
        default:
            // ASSUMED: how much a router lets a client pile up was not found; here a flood ends its connection.
            guard self.queue.count < Self.queueMaximum else {
                connection.close()
                return false
            }
            self.queue.append(
                PendingCommand(
                    connection: connection,
                    tag: tag,
                    request: request,
                    sentenceBytes: sentence.wireBytes,
                    number: self.commandsSinceFaults
                )
            )
            return true
        }
        return false
    }

    // MARK: Faults and power

    func setFaults(_ faults: SimulatedRouterFaults) {
        let wasSilent = self.faults.isSilent
        self.faults = faults
        self.state.take(faults)
        self.commandsSinceFaults = 0
        guard wasSilent, !faults.isSilent else { return }
        // What was sent meanwhile is answered now.
        for connection in self.connections {
            self.received(from: connection)
            connection.channel.read()
        }
    }

    func cutWasUsed() {
        self.faults.cutInReplyToCommand = nil
    }

    func powerCutWasUsed() {
        self.faults.powerCutAfterScriptRows = nil
    }

    /// The time that a command takes before it is carried out.
    func cost(of command: PendingCommand) -> Duration {
        guard let free = self.faults.commandsBeforeSlowness, command.number > free else {
            return self.faults.commandCost
        }
        return max(self.faults.commandCost, self.faults.slowCommandCost)
    }

    /// Connections just die, without a word (no `!fatal` at a reboot was ever seen).
    func powerOff(isClean: Bool) {
        self.state.restart(isClean: isClean, now: self.now)
        self.queue = CommandQueue()
        self.forgetScripts()
        self.isOn = false
        let connections = self.connections
        self.connections = []
        for connection in connections {
            connection.abandon()
            connection.channel.close(promise: nil)
        }
    }

    func powerOn() {
        self.state.boot(now: self.now)
        self.isOn = true
        self.reschedule()
    }

    /// Ends all that is scheduled.
    func shutDown() {
        self.powerOff(isClean: false)
        self.endWatches()
        self.timer?.cancel()
        self.timer = nil
    }

    // MARK: Time

    /// Lets time pass up to now, tells listeners, and sets the timer for what comes next.
    func timePassed() {
        self.state.advance(to: self.now)
        self.repeatPrints()
        self.publish()
        self.flushAll()
    }

    func reschedule() {
        self.timer?.cancel()
        self.timer = nil
        guard self.isOn else { return }
        let rounds = self.connections.flatMap { $0.streams.compactMap(\.nextRound) }
        guard let next = (rounds + [self.state.nextDeadline].compactMap { $0 }).min(),
            let delay = self.clock.realDelay(until: next, real: self.loop.now)
        else { return }
        let bound = NIOLoopBound(self, eventLoop: self.loop)
        self.timer = self.loop.scheduleTask(in: delay) {
            bound.value.timePassed()
        }
    }
}

extension Duration {
    var timeAmount: TimeAmount {
        TimeAmount(self)
    }
}
