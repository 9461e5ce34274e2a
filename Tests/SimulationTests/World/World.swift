import GatewayDomain
import Logging
import Synchronization

@testable import GatewayStore
@testable import GatewaySync
@testable import RouterOSSimulator

/// Everything that takes part in one history: routers, guests, operators, troubles, the gateway, and whoever watches them.
final class World: @unchecked Sendable {
    // SAFETY: of a history only one task runs at a time, and `VirtualTime` hands over from one to the next under a lock.

    let seed: UInt64
    let baseline: Baseline
    let time: VirtualTime
    let disk: Disk
    let weather: Weather
    let routers: [WorldRouter]
    /// What people do who do not wait for the gateway: their commands are processes of their own on the same disk.
    let desk: Store
    /// What is broken on purpose, to see it found out.
    let sabotage: Sabotage?
    var dice: Dice
    var ledger = Ledger()
    var chronicle = Chronicle()
    var judge = Judge()
    var gateway: GatewayProcess?
    var starts = 0
    /// The logins that shipped scripts tell of, by what they call them.
    var scriptLogins: [String: Int] = [:]
    /// Whether troubles still come.
    var isStormy = true
    /// The windows of sites, by their number, and since when they hold.
    var windows: [Int: (windows: WriteWindows, since: Duration)] = [:]
    /// How far the clock of the gateway's machine is off.
    let gatewayOff = Mutex(Duration.zero)

    /// For how long there are troubles.
    static let storm = Duration.seconds(4200)
    /// How long everything is given time when they have ended: two looks at each router, and then some.
    static let calm = Duration.seconds(4500)

    /// Whether the gateway takes all routers for slow ones, and adds users by scripts: so in every third history.
    var writesScripts: Bool { sabotage == nil && seed.isMultiple(of: 3) }

    var beginning: Duration { baseline.beginning }
    var stormEnd: Duration { beginning + Self.storm }
    var end: Duration { stormEnd + Self.calm }
    var now: Timestamp { baseline.epoch + time.now }

    init(seed: UInt64, baseline: Baseline, sabotage: Sabotage? = nil) throws {
        self.seed = seed
        self.baseline = baseline
        self.sabotage = sabotage
        dice = Dice(seed: seed)
        weather = Weather(&dice)
        let time = VirtualTime(now: baseline.beginning)
        self.time = time
        disk = try Disk(copyOf: baseline.disk)
        var routerDice = dice.split()
        routers = baseline.places.enumerated().map { number, place in
            WorldRouter(number: number, site: place.site, state: place.state, time: time, dice: &routerDice)
        }
        let bell = Bell()
        desk = Store(
            database: ProcessDatabase(disk, time: time, dice: dice.split(), death: nil, changed: { bell.ring() }) {},
            sealing: baseline.identity.sealing,
            gatewayID: baseline.identity.gateway,
            generator: AnyGenerator(base: dice.split())
        )
        for coupon in baseline.coupons {
            guard let instance = baseline.instances.first(where: { $0.id == coupon.instance }) else { continue }
            ledger.sell(coupon, of: instance)
        }
        bell.world = self
        for router in routers {
            router.witness = self
            router.sabotage = sabotage
        }
    }

    /// Tells the gateway that another process changed something.
    private final class Bell: @unchecked Sendable {
        // SAFETY: written once, before anything of the world happens.
        weak var world: World?

        func ring() { world?.gateway?.wakeUp() }
    }

    /// Lets everything happen, and judges it.
    func run() async throws {
        startGateway()
        plan()
        // What time is left when everything is over closes what is still open.
        time.act(after: end - time.now) { self.gateway?.kill() }
        await time.run(until: end + .seconds(60))
    }

    private func plan() {
        planTroubles()
        if Self.jumpsGatewayClock(seed), sabotage == nil { planGatewayClock() }
        if Self.runsScripts(seed), sabotage == nil { planScripts() }
        planOperators()
        if hasWindows { planWindows() }
        planGuests()
        time.act(after: Self.storm) { self.calmDown() }
        time.begin(after: Self.storm + .seconds(2300)) { await self.bringBackTheForgotten() }
        time.begin(after: Self.storm + Self.calm - .seconds(900)) { await self.pushWhereNobodyListens() }
        time.begin(after: Self.storm + Self.calm - .seconds(10)) { await self.pronounce() }
    }

    /// Does something at a random moment of the storm.
    func sometime(_ action: @escaping @Sendable () -> Void) {
        time.act(after: dice.duration(.zero...(Self.storm - .seconds(60))), action)
    }

    func note(_ text: @escaping () -> String) { chronicle.note(time.now - beginning, text) }

    // MARK: - The gateway

    func startGateway() {
        guard gateway == nil else { return }
        // Who starts it anew has seen to its clock: nothing tells a process that the clock was wrong before it began.
        setGatewayClock(off: .zero)
        starts += 1
        let start = starts
        var death: ProcessDatabase.Death?
        if isStormy, weather.diesWriting, start <= weather.restarts {
            let transaction = dice.number(3...160)
            death = dice.chance(0.5) ? .before(transaction) : .after(transaction)
        }
        let surroundings = GatewayProcess.Surroundings(
            time: time,
            disk: disk,
            identity: baseline.identity,
            configuration: writesScripts ? Baseline.scripting : Baseline.configuration,
            now: { [baseline, time, weak self] in
                baseline.epoch + time.now + (self?.gatewayOff.withLock { $0 } ?? .zero)
            },
            watchesClock: Self.jumpsGatewayClock(seed) && sabotage == nil,
            router: { [routers] host in routers.first { $0.host == host } },
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
            died: { [weak self] process in self?.gatewayDied(process) },
            sabotage: sabotage
        )
        let process = GatewayProcess(surroundings, start: start, death: death, dice: &dice)
        note { "gateway: process \(start) starts" }
        gateway = process
        time.begin { await process.serve() }
    }

    private func gatewayDied(_ process: GatewayProcess) {
        guard process === gateway else { return }
        gateway = nil
        note { "gateway: killed" }
        guard time.now < end else { return }
        // Sometimes at once, sometimes when somebody notices.
        let pause =
            dice.chance(0.7)
            ? dice.duration(.seconds(1)...(.seconds(30))) : dice.duration(.seconds(60)...(.seconds(1800)))
        time.act(after: isStormy ? min(pause, max(.zero, stormEnd - time.now)) : .zero) { self.startGateway() }
    }

    // MARK: - Calm

    /// The troubles are over.
    private func calmDown() {
        note { "— calm —" }
        isStormy = false
        setGatewayClock(off: .zero)
        startGateway()
        for router in routers { router.recover() }
        time.begin { await self.resumeSites() }
    }
}
