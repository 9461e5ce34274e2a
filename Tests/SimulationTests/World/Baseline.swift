import Crypto
import GatewayDomain
import Logging
import RouterOSAPI

@testable import GatewayStore
@testable import GatewaySync
@testable import RouterOSSimulator

/// Where every history begins: sites, routers and instances with some coupons, all as it should be.
///
/// It is made once, by a gateway that brings everything onto the routers; a history begins with a copy.
struct Baseline: Sendable {
    /// A router as it stands when a history begins.
    struct Place: Sendable {
        let site: Int
        let device: Device.ID
        let state: RouterState
    }

    let disk: Disk
    let identity: (sealing: SecretSealing, gateway: GatewayID)
    /// The moment zero of virtual time.
    let epoch: Timestamp
    /// When every history begins.
    let beginning: Duration
    let instances: [Instance]
    let sites: [Site]
    let coupons: [Coupon]
    let places: [Place]

    static let configuration: SyncConfiguration = {
        var configuration = SyncConfiguration()
        // Histories are short: a look less often than every minute leaves the logins of routers without `listen` unseen for as long.
        configuration.lookInterval = .seconds(2000)
        configuration.auditInterval = .seconds(4 * 3600)
        return configuration
    }()

    /// As ``configuration``, for routers that are known to be slow: users go by scripts, of a few rows each, wherever values allow it.
    static let scripting: SyncConfiguration = {
        var configuration = Baseline.configuration
        configuration.paceAtStart = WritePace(commandTime: .milliseconds(20))
        configuration.writing.scriptRowsMinimum = 1
        configuration.writing.advantageMinimum = 0
        configuration.writing.firstScriptRows = 3
        configuration.writing.scriptRowsMaximum = 7
        return configuration
    }()

    /// Some sites have two routers, some one.
    static let routersOfSites = [2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1]

    private static let policies: [(policy: DevicePolicy, minutes: Int64)] = [
        (.firstDevice, 40), (.newestWins, 60), (.shared(2), 30), (.firstDevice, 90), (.shared(3), 50),
    ]

    /// Makes it.
    static func make() async throws -> Baseline {
        var dice = Dice(seed: 20_260_925)
        let time = VirtualTime()
        let start = Timestamp(seconds: 1_790_370_605)
        let disk = try Disk()
        var routers: [WorldRouter] = []
        for (site, count) in routersOfSites.enumerated() {
            for _ in 0..<count {
                let state = RouterState(version: .init(7, 22, 3), clockAtZero: start.seconds)
                routers.append(
                    WorldRouter(number: routers.count, site: site, state: state, time: time, dice: &dice)
                )
            }
        }
        let all = routers
        let identity = (SecretSealing(master: SymmetricKey(size: .bits256)), GatewayID(using: &dice))
        let surroundings = GatewayProcess.Surroundings(
            time: time,
            disk: disk,
            identity: identity,
            configuration: configuration,
            now: { start + time.now },
            watchesClock: false,
            router: { host in all.first { $0.host == host } },
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
            died: { _ in },
            sabotage: nil
        )
        let gateway = GatewayProcess(surroundings, start: 0, death: nil, dice: &dice)
        let portal = Portal(store: gateway.store, now: start)
        time.begin {
            await portal.fill(all)
            await gateway.serve()
        }
        time.act(after: .seconds(300)) { gateway.kill() }
        await time.run(until: .seconds(301))
        return Baseline(
            disk: disk,
            identity: identity,
            epoch: start,
            beginning: time.now,
            instances: portal.instances,
            sites: portal.sites,
            coupons: portal.coupons,
            places: all.map { router in
                Place(site: router.site, device: portal.devices[router.number], state: router.state)
            }
        )
    }

    /// What an operator sets up.
    private final class Portal: @unchecked Sendable {
        // SAFETY: filled by one task, and read when that has ended.
        let store: Store
        let now: Timestamp
        var instances: [Instance] = []
        var sites: [Site] = []
        var devices: [Device.ID] = []
        var coupons: [Coupon] = []

        init(store: Store, now: Timestamp) {
            self.store = store
            self.now = now
        }

        func fill(_ routers: [WorldRouter]) async {
            do {
                for (number, kind) in Baseline.policies.enumerated() {
                    var instance = Instance(id: store.newID(), name: "Instance \(number)", createdAt: now)
                    instance.devicePolicy = kind.policy
                    instance.sessionSeconds = kind.minutes * 60
                    if number == 3 { instance.couponPassword = .empty }
                    try await store.createInstance(instance)
                    instances.append(instance)
                }
                for number in Baseline.routersOfSites.indices {
                    let served = [number % instances.count] + (number % 4 == 0 ? [(number + 2) % instances.count] : [])
                    var site = Site(
                        id: store.newID(),
                        name: "Site \(number)",
                        services: served.map { Site.Service(instance: instances[$0].id, subnets: []) },
                        createdAt: now
                    )
                    // The scripts of this world are its own, with all that can go wrong with them.
                    site.hasScripts = false
                    try await store.createSite(site)
                    sites.append(site)
                }
                for router in routers {
                    let device = Device(
                        id: store.newID(),
                        site: sites[router.site].id,
                        host: router.host,
                        port: 8729,
                        user: "gateway",
                        trust: .anonymous,
                        createdAt: now
                    )
                    try await store.addDevice(device, password: Secret("simulated"))
                    devices.append(device.id)
                }
                for instance in instances {
                    for (count, minutes) in [(2, 150), (1, 75)] as [(Int, Int64)] {
                        coupons += try await store.createCoupons(
                            CouponOrder(instance: instance, count: count, minutesValid: minutes),
                            now: now
                        )
                    }
                }
            } catch {
                preconditionFailure("the baseline could not be made: \(error)")
            }
        }
    }
}
