import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

/// A device whose round trips are seen, at a site of its own, beside another site where guests redeem.
struct WatchedDevice: Sendable {
    let gateway: TestGateway
    let router: SimulatedRouter
    let site: Site
    let device: Device
    let link: DeviceLink
    let elsewhere: Device
    private let channels: ChannelList

    /// The connections that were made, in order.
    private final class ChannelList: Sendable {
        let all = Mutex<[WatchedChannel]>([])
    }

    /// The present connection.
    var channel: WatchedChannel {
        get throws { try #require(channels.all.withLock { $0.last }) }
    }

    init(_ gateway: TestGateway, _ router: SimulatedRouter) async throws {
        self.gateway = gateway
        self.router = router
        site = try await gateway.site("Here", router)
        device = try #require(try await gateway.store.devices(at: site.id).first)
        let other = try await gateway.site("Elsewhere")
        elsewhere = Device(
            id: gateway.store.newID(),
            site: other.id,
            host: "192.0.2.1",
            port: 8729,
            user: "admin",
            trust: .anonymous,
            createdAt: gateway.now()
        )
        try await gateway.store.addDevice(elsewhere, password: Secret("simulated"))
        let channels = ChannelList()
        self.channels = channels
        let (configuration, group) = (gateway.configuration, gateway.group)
        link = DeviceLink(
            connecting: { device, password throws(DeviceFailure) in
                let channel = WatchedChannel(
                    try await DeviceConnector.connect(
                        to: device,
                        password: password,
                        configuration: configuration,
                        group: group,
                        logger: .silent
                    )
                )
                channels.all.withLock { $0.append(channel) }
                return channel
            },
            opened: { _, _ in }
        )
    }

    /// Runs a body with a gateway and a router of its own.
    static func with(
        _ configuration: SimulatedRouterConfiguration = .shared,
        _ body: @Sendable (WatchedDevice) async throws -> Void
    ) async throws {
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let watched = try await WatchedDevice(gateway, router)
            try await body(watched)
            await watched.link.close()
            try gateway.close()
        }
    }

    /// Guests log in elsewhere, as far as the record is concerned.
    func redeem(_ coupons: [Coupon]) async throws {
        let reports = coupons.map { coupon in
            var report = RedemptionReport(
                source: .listen,
                device: elsewhere.id,
                site: elsewhere.site,
                user: coupon.code,
                observedAt: gateway.now()
            )
            report.macAddress = "02:00:00:00:00:01"
            report.loginAt = gateway.now()
            return report
        }
        let recorded = try await gateway.store.record(reports, now: gateway.now())
        #expect(recorded.allSatisfy { $0.meaning == .redeemed })
    }

    /// Claims the device as a dispatcher does, works on it, and writes down how that ended.
    ///
    /// - Returns: the work, or nil when there was none.
    @discardableResult
    func work(limit: Int = 10, ahead: Int = 10) async throws -> DeviceWork? {
        let claimed = try await gateway.store.claimWork(
            holder: gateway.holder,
            limit: limit,
            aheadLimit: ahead,
            except: [elsewhere.id],
            now: gateway.now()
        )
        guard let work = claimed.first else { return nil }
        let run = LeasedRun(
            work: work,
            store: gateway.store,
            link: link,
            configuration: gateway.configuration,
            logger: .silent,
            now: gateway.now
        )
        await run.perform()
        return work
    }

    /// Works once.
    ///
    /// - Returns: what is on record of it.
    func run() async throws -> SyncRun {
        // Runs are told apart by their times, and the clock stands still.
        let known = Set(try await gateway.store.runs(of: device.id).map(\.id))
        try #require(try await work() != nil)
        return try #require(try await gateway.store.runs(of: device.id).first { !known.contains($0.id) })
    }

    /// Works until nothing is left to do.
    func settle() async throws {
        while try await work() != nil {}
    }
}
