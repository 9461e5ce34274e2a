import GatewayDomain
import GatewayStore
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import GatewaySync
@testable import RouterOSSimulator

/// Routers without sockets, and the engine that keeps them right: the real store, queue, places, runs and connections.
///
/// Three clocks stand still until a test lets them go on: the gateway's, that of sound routers' connections (for good), and that of the others'.
struct VirtualRouterFleet {
    let gateway: TestGateway
    let configuration: SyncConfiguration
    /// In which the deadlines of connections to bad routers pass, and they trickle.
    let badTime = NIOAsyncTestingEventLoop()
    private let members: [Device.ID: VirtualRouter]

    /// How long connecting and commands may take, and how long failures wait, is what holds unless somebody changes it.
    private static var configuration: SyncConfiguration {
        var configuration = SyncConfiguration()
        configuration.listensForLogins = false
        // How fast this machine is decides nothing.
        configuration.writing.scriptRowsMinimum = .max
        configuration.stopGrace = .zero
        return configuration
    }

    /// Makes it: ten routers a site, and at each site some of each kind.
    init(_ kinds: [VirtualRouter.Kind]) async throws {
        gateway = try await TestGateway()
        gateway.stopClock()
        configuration = Self.configuration
        let siteCount = (kinds.count + 9) / 10
        var sites: [Site] = []
        for number in 0..<siteCount { sites.append(try await gateway.site("Site \(number)")) }
        let loops = (0..<4).map { _ in NIOAsyncTestingEventLoop() }
        var members: [Device.ID: VirtualRouter] = [:]
        for (number, kind) in kinds.enumerated() {
            let device = Device(
                id: gateway.store.newID(),
                site: sites[number % siteCount].id,
                host: "192.0.2.1",
                port: 1 + number,
                user: "admin",
                trust: .anonymous,
                createdAt: gateway.now()
            )
            try await gateway.store.addDevice(device, password: Secret("simulated"))
            let loop = kind == .sound ? loops[number % loops.count] : badTime
            members[device.id] = VirtualRouter(kind, on: loop, since: gateway.now())
        }
        self.members = members
    }

    /// The devices of these kinds.
    func devices(_ kinds: VirtualRouter.Kind...) -> Set<Device.ID> {
        Set(members.filter { kinds.contains($0.value.kind) }.keys)
    }

    /// The routers of these kinds.
    func routers(_ kinds: VirtualRouter.Kind...) -> [VirtualRouter] {
        members.values.filter { kinds.contains($0.kind) }
    }

    /// Serves while `body` runs.
    func serving(_ body: () async throws -> Void) async throws {
        let (members, configuration) = (members, configuration)
        let engine = SyncEngine(
            gateway.context(configuration),
            request: nil,
            connecting: { device, password throws(DeviceFailure) in
                guard let router = members[device.id] else { throw .stopped }
                return try await router.connect(device, password, configuration)
            }
        )
        try await gateway.store.acquireServeLease(gateway.holder, now: gateway.now(), for: .seconds(600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await engine.run() }
            defer { engine.stop() }
            try await body()
        }
        try await gateway.store.releaseServeLease(gateway.holder)
    }

    /// Makes coupons, and waits until all sound routers hold them and that is on record.
    ///
    /// A coupon that comes before a run has read back what it wrote would have the run end as one that did not get all done.
    func serveCoupons(_ count: Int, _ what: Comment) async throws {
        let names = Set(try await gateway.coupons(count).map { WordBytes($0.code) })
        let sound = routers(.sound)
        let badCount = members.count - sound.count
        try await eventually(what) {
            guard sound.allSatisfy({ $0.holds(names) }) else { return false }
            let conditions = try await gateway.store.fleet(now: gateway.now()).conditions
            return conditions[.applying, default: 0] + conditions[.drifted, default: 0] == badCount
        }
    }

    /// Waits until something is true, and gives the test up when it does not become so.
    ///
    /// Not every run that ends is a change of the store that is told, and routers tell nobody anything: so it is looked at again and again.
    func eventually(_ what: Comment, _ condition: () async throws -> Bool) async throws {
        let (looks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let loop = gateway.group.next()
        let timer = loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(50)) { _ in
            continuation.yield()
        }
        let end = loop.scheduleTask(in: .minutes(15)) { continuation.finish() }
        defer {
            timer.cancel()
            end.cancel()
        }
        var happened = false
        for await _ in looks {
            happened = try await condition()
            if happened { break }
        }
        try #require(happened, what)
    }

    /// Lets time pass for the connections to bad routers, a second at a time.
    func passSeconds(_ count: Int) async {
        for _ in 0..<count { await badTime.advanceTime(by: .seconds(1)) }
    }

    /// The devices that would be worked on at a moment, if they were not already.
    func waiting(at time: Timestamp) async throws -> Set<Device.ID> {
        Set(try await gateway.store.waitingWork(now: time).map(\.device))
    }

    /// The last runs of devices, of those that have one.
    func lastRuns(of devices: Set<Device.ID>, _ limit: Int = 1) async throws -> [SyncRun] {
        var runs: [SyncRun] = []
        for device in devices { runs += try await gateway.store.runs(of: device, limit: limit) }
        return runs
    }
}
