import GatewayDomain
import Testing

@testable import GatewayStore

/// Two sites with one device each, both served by one instance, in a store of their own.
struct World {
    static let start = Timestamp(seconds: 1_795_000_000)

    let scratch: Scratch
    let store: Store
    let instance: Instance
    let harbour: Site
    let museum: Site
    let harbourDevice: Device
    let museumDevice: Device
    let holder = LeaseHolder(host: "alpha", processID: 4711, token: "one")

    init(seed: UInt64? = nil) async throws {
        scratch = try Scratch()
        store = try await scratch.open(seed: seed)
        instance = Instance(id: store.newID(), name: "Guests", sessionSeconds: 3600, createdAt: Self.start)
        try await store.createInstance(instance)
        harbour = try await Self.site("Harbour", store, instance)
        museum = try await Self.site("Museum", store, instance)
        harbourDevice = try await Self.device("10.0.0.1", at: harbour, store)
        museumDevice = try await Self.device("10.0.0.2", at: museum, store)
    }

    static func site(_ name: String, _ store: Store, _ instance: Instance) async throws -> Site {
        let services = [Site.Service(instance: instance.id, subnets: [try #require(Subnet("10.5.50.0/24"))])]
        let site = Site(id: store.newID(), name: name, services: services, createdAt: start)
        try await store.createSite(site)
        return site
    }

    static func device(_ host: String, at site: Site, _ store: Store) async throws -> Device {
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: host,
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: start
        )
        try await store.addDevice(device, password: Secret("open-sesame-\(host)"))
        return device
    }

    func claim(at now: Timestamp = start, limit: Int = 10) async throws -> [DeviceWork] {
        try await store.claimWork(holder: holder, limit: limit, now: now)
    }

    /// The record of a run of some work.
    func run(_ work: DeviceWork, _ outcome: SyncRun.Outcome = .converged, at now: Timestamp = start) -> SyncRun {
        SyncRun(
            id: store.newID(),
            device: work.device.id,
            trigger: work.trigger,
            mode: work.mode,
            startedAt: now,
            finishedAt: now,
            outcome: outcome,
            plan: nil,
            failure: outcome == .failed ? "no route to host" : nil
        )
    }

    func finish(
        _ work: DeviceWork,
        _ outcome: SyncRun.Outcome = .converged,
        at now: Timestamp = start,
        followUp: FollowUp = FollowUp()
    ) async throws {
        try await store.finish(work, run: run(work, outcome, at: now), followUp: followUp, now: now)
    }

    /// Brings every device up to date, with the next look and audit a day later.
    func settle(at now: Timestamp = start) async throws {
        let followUp = FollowUp(lookAt: now + .seconds(86_400), auditAt: now + .seconds(86_400))
        for work in try await claim(at: now) { try await finish(work, at: now, followUp: followUp) }
        try #require(try await claim(at: now).isEmpty)
    }

    func coupons(_ count: Int, minutes: Int64 = 600, at now: Timestamp = start) async throws -> [Coupon] {
        try await store.createCoupons(CouponOrder(instance: instance, count: count, minutesValid: minutes), now: now)
    }

    func report(
        _ user: String,
        at device: Device,
        source: RedemptionReport.Source = .activeList,
        mac: String? = "AA:BB:CC:00:00:01",
        login: Timestamp? = start
    ) -> RedemptionReport {
        var report = RedemptionReport(
            source: source,
            device: device.id,
            site: device.site,
            user: user,
            observedAt: Self.start + .seconds(60)
        )
        report.macAddress = mac
        report.loginAt = login
        return report
    }

    func account(_ name: String, password: String = "tide", at site: Site) -> HotspotUser {
        HotspotUser(
            id: store.newID(),
            site: site.id,
            instance: instance.id,
            name: name,
            password: Secret(password),
            createdAt: Self.start
        )
    }
}

extension Store {
    /// Gives a claimed device back without a run, as if its lease had ended.
    func releaseLease(_ work: DeviceWork) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2",
                [work.device.id, work.holder.text]
            )
        }
    }
}
