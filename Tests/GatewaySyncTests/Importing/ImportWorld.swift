import Foundation
import GatewayDomain
import GatewayStore
import GatewaySync
import NIOCore

/// A site with a router and coupons, into which files are imported.
struct ImportWorld: Sendable {
    static let now = Timestamp(seconds: 1_795_248_000)

    let store: Store
    let site: Site
    let device: Device
    let instance: Instance
    let codes: [String]

    /// Makes a site, lets `body` work with it, and takes it away.
    static func running(coupons count: Int = 20, _ body: @Sendable (ImportWorld) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gardengate-import-\(UUID().uuidString)"
        )
        let store = try await Store.open(StoreConfiguration(path: folder.appendingPathComponent("gate.db").path))
        let instance = Instance(id: store.newID(), name: "Guests", createdAt: now - .seconds(86_400 * 90))
        try await store.createInstance(instance)
        let site = try await newSite("Linde", of: instance, in: store)
        let device = try await newDevice("192.0.2.1", at: site, in: store)
        var coupons: [Coupon] = []
        while coupons.count < count {
            let order = CouponOrder(instance: instance, count: min(200, count - coupons.count), minutesValid: 5_000_000)
            coupons += try await store.createCoupons(order, now: now - .seconds(86_400 * 60))
        }
        let world = ImportWorld(
            store: store,
            site: site,
            device: device,
            instance: instance,
            codes: coupons.map(\.code)
        )
        try await body(world)
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    static func newSite(_ name: String, of instance: Instance, in store: Store) async throws -> Site {
        let service = Site.Service(instance: instance.id, subnets: [])
        let site = Site(id: store.newID(), name: name, services: [service], createdAt: now)
        try await store.createSite(site)
        return site
    }

    static func newDevice(_ host: String, at site: Site, in store: Store) async throws -> Device {
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: host,
            port: 8729,
            user: "admin",
            trust: .anonymous,
            createdAt: now
        )
        try await store.addDevice(device, password: Secret("simulated"))
        return device
    }

    /// Imports a text.
    func run(
        _ text: String,
        into store: Store? = nil,
        at site: Site? = nil,
        device: Device? = nil,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportSummary {
        try await run(bytes: Array(text.utf8), into: store, at: site, device: device, change)
    }

    /// Imports bytes.
    func run(
        bytes: [UInt8],
        into store: Store? = nil,
        at site: Site? = nil,
        device: Device? = nil,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportSummary {
        var options = ImportOptions()
        change(&options)
        let work = try await RedemptionImport(
            into: store ?? self.store,
            at: site ?? self.site,
            device: device,
            options: options
        ) { Self.now }
        return try await work.run(Pieces(bytes: bytes[...]))
    }

    /// A line of a log.
    func line(_ time: String, _ user: String, _ what: String = "logged in", address: String = "10.10.10.2") -> String {
        "\(time) hotspot,account,info,debug \(user) (\(address)): \(what)\n"
    }

    /// Bytes in pieces of 4 KiB.
    struct Pieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
        var bytes: ArraySlice<UInt8>

        func makeAsyncIterator() -> Pieces { self }

        mutating func next() async throws -> ByteBuffer? {
            guard !bytes.isEmpty else { return nil }
            defer { bytes = bytes.dropFirst(4096) }
            return ByteBuffer(bytes: bytes.prefix(4096))
        }
    }
}
