import GatewayDomain
import Logging
import RouterOSAPI
import Synchronization
import Testing

@testable import GatewayStore
@testable import GatewaySync

/// One process of the gateway, from its start to the moment when it is killed: the real store, claims, runs and watches, in
/// virtual time.
final class GatewayProcess: @unchecked Sendable {
    // SAFETY: of a history only one task runs at a time, and `VirtualTime` hands over from one to the next under a lock.

    let store: Store
    private let database: ProcessDatabase
    private let surroundings: Surroundings
    private let holder: LeaseHolder
    private var dice: Dice
    private var links: [Device.ID: DeviceLink] = [:]
    private var queue = WorkQueue()
    private var places: RunPlaces
    /// The beginning of the history on the clock that places are counted by.
    private let epoch = ContinuousClock.now
    private var channels: [WorldChannel] = []
    private var sleeper: (waiter: VirtualTime.Waiter, number: Int)?
    private var naps = 0
    private var hasNews = false
    private(set) var isDead = false
    private let clock: GatewayClock

    /// What a process finds when it starts.
    struct Surroundings: Sendable {
        let time: VirtualTime
        let disk: Disk
        let identity: (sealing: SecretSealing, gateway: GatewayID)
        let configuration: SyncConfiguration
        let now: @Sendable () -> Timestamp
        /// Whether `now` may be wrong, so that the process has to find out.
        let watchesClock: Bool
        let router: @Sendable (String) -> WorldRouter?
        let logger: Logger
        let died: @Sendable (GatewayProcess) -> Void
        let sabotage: Sabotage?
    }

    init(_ surroundings: Surroundings, start: Int, death: ProcessDatabase.Death?, dice: inout Dice) {
        self.surroundings = surroundings
        clock =
            surroundings.watchesClock
            ? GatewayClock(
                watching: surroundings.now,
                newestRecord: nil,
                elapsed: { [time = surroundings.time] in time.now },
                isSynchronized: { false }
            ) : GatewayClock(believing: surroundings.now)
        places = RunPlaces(surroundings.configuration.places)
        self.dice = dice.split()
        let owner = Owner()
        database = ProcessDatabase(
            surroundings.disk,
            time: surroundings.time,
            dice: dice.split(),
            death: death,
            sabotage: surroundings.sabotage,
            changed: { owner.process?.wakeUp() },
            died: { owner.process?.kill() }
        )
        store = Store(
            database: database,
            sealing: surroundings.identity.sealing,
            gatewayID: surroundings.identity.gateway,
            generator: AnyGenerator(base: dice.split())
        )
        // The number is that of a process that is there, as in a container; the token tells one start from another.
        holder = LeaseHolder(host: "gate", processID: LeaseHolder.currentProcess().processID, token: "\(start)")
        owner.process = self
    }

    private final class Owner: @unchecked Sendable {
        // SAFETY: written once, before anything of the process runs.
        weak var process: GatewayProcess?
    }

    /// Ends the process where it stands.
    func kill() {
        guard !isDead else { return }
        isDead = true
        database.kill()
        for channel in channels { channel.end(.closedLocally) }
        channels = []
        wakeUp()
        surroundings.died(self)
    }

    // MARK: - Serving

    /// Finds work in the store and has it done, as the dispatcher does.
    func serve() async {
        do {
            try await store.releaseAbandonedLeases(seenBy: holder, now: surroundings.now())
            while !isDead, !surroundings.time.isOver {
                hasNews = false
                if surroundings.watchesClock { try await lookAfterTheClock() }
                for work in try await claim() {
                    surroundings.time.begin { await self.perform(work) }
                }
                let now = surroundings.now()
                let next = try await store.nextWorkAt(now: now) ?? now + .seconds(3600)
                // As often as the clock is looked after, or nearly so.
                let longest: Duration = surroundings.watchesClock ? .seconds(5) : .seconds(864_000)
                if !hasNews { await nap(min(max(next - now, .milliseconds(250)), longest)) }
            }
        } catch {
            if !isDead { Issue.record("the gateway cannot read its own database: \(error)") }
        }
    }

    /// Does what the engine does on each of its turns.
    private func lookAfterTheClock() async throws {
        if clock.takeNews().contains(.believed) { try await store.compareEverything(now: surroundings.now()) }
        try await store.bringForwardDueTimes(
            beyond: surroundings.configuration.farthestDueTimes,
            now: surroundings.now()
        )
    }

    private func claim() async throws -> [DeviceWork] {
        let waiting = try await store.waitingWork(except: places.busy, now: surroundings.now())
        queue.replace(with: waiting) { places.isProven($0) }
        let choices = queue.take(&places, now: epoch + surroundings.time.now)
        let work = try await store.claimWork(
            choices,
            holder: holder,
            now: surroundings.now(),
            for: surroundings.configuration.leaseDuration
        )
        let working = Set(work.map(\.device.id))
        for choice in choices where !working.contains(choice.device) {
            places.giveBack(choice.device, isProven: nil, now: epoch + surroundings.time.now)
        }
        return surroundings.sabotage?.tampered(work) ?? work
    }

    private func perform(_ work: DeviceWork) async {
        let run = LeasedRun(
            work: work,
            store: store,
            link: link(to: work.device.id),
            configuration: surroundings.configuration,
            logger: surroundings.logger,
            now: surroundings.now,
            clock: clock
        )
        let startedAt = surroundings.now()
        let result = await run.run()
        var generator = dice.split()
        await run.finish(result, startedAt: startedAt, using: &generator)
        places.giveBack(work.device.id, isProven: result.outcome != .failed, now: epoch + surroundings.time.now)
        wakeUp()
    }

    private func nap(_ duration: Duration) async {
        naps += 1
        let number = naps
        await surroundings.time.wait { waiter in
            sleeper = (waiter, number)
            surroundings.time.act(after: duration) { self.rouse(number) }
        }
    }

    private func rouse(_ number: Int) {
        guard let sleeper, sleeper.number == number else { return }
        self.sleeper = nil
        surroundings.time.wake(sleeper.waiter)
    }

    func wakeUp() {
        hasNews = true
        guard let sleeper else { return }
        surroundings.time.act(after: .milliseconds(20)) { self.rouse(sleeper.number) }
    }

    /// Takes a report that came over HTTP.
    ///
    /// - Returns: whether the sender is answered: then the report is on record.
    func takes(_ report: RedemptionReport) async -> Bool {
        if surroundings.sabotage == .dropsReports { return !isDead }
        var reports = [report]
        if surroundings.sabotage == .doublesReports {
            var double = report
            double.reference = report.reference.map { "\($0) again" }
            double.loginAt = report.loginAt.map { $0 - .seconds(600) }
            reports.append(double)
        }
        do {
            try surroundings.sabotage?.tamper(with: surroundings.disk)
            if let code = try surroundings.sabotage?.invented(on: surroundings.disk) {
                var invention = report
                invention.user = code
                reports.append(invention)
            }
            _ = try await store.record(reports, now: clock.read().steady)
            return !isDead
        } catch {
            return false
        }
    }

    /// Takes what a router's scripts send, as the API does.
    ///
    /// - Parameters:
    ///   - events: what was sent.
    ///   - token: as whom.
    /// - Returns: the status of the answer; nil when nobody answers any more.
    func answers(_ events: [RouterEvent], bearing token: Secret) async -> Int? {
        do {
            let now = clock.read().steady
            guard let router = try await store.reportingDevice(bearing: token, now: now),
                router.token.state(at: now) != .ended
            else { return isDead ? nil : 401 }
            try await store.noteUse(of: router.token, now: now)
            let reports = events.map { $0.report(from: router.device, at: router.site, receivedAt: now) }
            _ = try await store.record(reports, now: now)
            if let error = reports.compactMap(\.clockErrorSeconds).last {
                try await store.noteClock(RouterClockNote(errorSeconds: error, notedAt: now), of: router)
            }
            if router.isWorthATry(at: now) { try await store.tryAgain(router.device, now: now) }
            return isDead ? nil : 200
        } catch {
            return isDead ? nil : 500
        }
    }

    // MARK: - Connections

    private func link(to device: Device.ID) -> DeviceLink {
        if let link = links[device] { return link }
        let link = DeviceLink(
            connecting: { device, _ throws(DeviceFailure) in try await self.connect(to: device) },
            opened: { device, channel in self.watch(device, channel) }
        )
        links[device] = link
        return link
    }

    private func connect(to device: Device) async throws(DeviceFailure) -> any DeviceChannel {
        guard let router = surroundings.router(device.host) else {
            throw .unreachable(host: device.host, port: device.port, reason: "no such host")
        }
        await surroundings.time.pass(router.latency(&dice) * 3)
        guard !isDead else { throw .stopped }
        guard router.isReachable else {
            await surroundings.time.pass(surroundings.configuration.connectTimeout)
            throw .unreachable(host: device.host, port: device.port, reason: "timed out")
        }
        let channel = router.connect(&dice)
        channels.removeAll { !$0.isOpen }
        channels.append(channel)
        return channel
    }

    private func watch(_ device: Device, _ channel: any DeviceChannel) {
        surroundings.time.begin {
            let watch = SessionWatch(
                device: device,
                connection: channel,
                link: self.link(to: device.id),
                store: self.store,
                // The only errors of this database are the end of the process.
                retryDelay: .zero,
                logger: self.surroundings.logger,
                now: { [clock = self.clock] in clock.read().steady },
                dueNow: self.surroundings.now
            )
            await watch.run()
        }
    }
}
