import Foundation
import GatewayDomain
import GatewayStore
import GatewaySync
import NIOCore
import Testing

@testable import GatewayHTTP

/// What one gateway exports, another one imports.
@Suite(.timeLimit(.minutes(15))) struct ImportRoundTripTests {
    private static let start = Timestamp(seconds: 1_795_000_000)
    private static let now = start + .seconds(86_400)

    /// Numbers that come again with the same beginning (Knuth's MMIX generator), so that two gateways have the same coupons.
    private struct Draws: RandomNumberGenerator, Sendable {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// A gateway with two sites, whose coupons are those of every other one with the same seed.
    private struct Gateway: Sendable {
        let store: Store
        let scratch: Scratch
        let sites: [Site]
        let devices: [Device]
        let codes: [String]

        init(seed: UInt64, orderedAt: Timestamp = start) async throws {
            scratch = try Scratch()
            var configuration = StoreConfiguration(path: scratch.database)
            configuration.generator = Draws(state: seed)
            let store = try await Store.open(configuration)
            self.store = store
            let instance = Instance(id: store.newID(), name: "Guests", createdAt: orderedAt)
            try await store.createInstance(instance)
            let order = CouponOrder(instance: instance, count: 40, minutesValid: 50_000)
            codes = try await store.createCoupons(order, now: orderedAt).map(\.code)
            (sites, devices) = try await Self.places(of: instance, in: store)
        }

        /// Their ids are not those of another gateway.
        private static func places(of instance: Instance, in store: Store) async throws -> ([Site], [Device]) {
            var (sites, devices) = ([Site](), [Device]())
            for name in ["Linde", "Eiche"] {
                let services = [Site.Service(instance: instance.id, subnets: [])]
                let site = Site(id: Site.ID("\(UUID())".lowercased()), name: name, services: services, createdAt: start)
                try await store.createSite(site)
                let device = Device(
                    id: Device.ID("\(UUID())".lowercased()),
                    site: site.id,
                    host: "\(name.lowercased()).example",
                    port: 8729,
                    user: "admin",
                    trust: .anonymous,
                    createdAt: start
                )
                try await store.addDevice(device, password: Secret("simulated"))
                sites.append(site)
                devices.append(device)
            }
            return (sites, devices)
        }

        /// Redeems coupons in every way in which they are.
        func redeem() async throws {
            for (index, code) in codes.prefix(30).enumerated() {
                let device = devices[index % 2]
                let sources: [RedemptionReport.Source] = [.script, .activeList, .listen, .log, .comment, .counters]
                var report = RedemptionReport(
                    source: sources[index % sources.count],
                    device: device.id,
                    site: device.site,
                    user: code,
                    observedAt: start + .seconds(Int64(index) * 100)
                )
                if report.source != .counters { report.loginAt = report.observedAt - .milliseconds(1234) }
                if index % 3 > 0 { report.macAddress = "02:00:00:00:00:\(10 + index)" }
                if index % 4 > 0 { report.address = "10.5.50.\(index + 2)" }
                _ = try await store.record([report], now: report.observedAt)
            }
        }

        func exported(_ site: Site, _ format: RedemptionExport.Format) async throws -> String {
            var text = ""
            let export = RedemptionExport(of: store, RedemptionSelection(site: site.id), as: format)
            _ = try await export.write { text += $0 }
            return text
        }

        func importing(_ text: String, at site: Site) async throws -> ImportSummary {
            let work = try await RedemptionImport(into: store, at: site, device: nil, options: ImportOptions()) { now }
            return try await work.run(
                AsyncStream { pieces in
                    pieces.yield(ByteBuffer(string: text))
                    pieces.finish()
                }
            )
        }

        /// What is to be the same: whose code, where, when, until when, and whose device.
        func redemptions() async throws -> Set<[String]> {
            var all: Set<[String]> = []
            for site in sites {
                for record in try await store.redemptions(at: site.id) {
                    let redemption = record.redemption
                    all.insert([
                        record.code, site.name, "\(redemption.at)", "\(redemption.endsAt)", redemption.macAddress ?? "",
                    ])
                }
            }
            return all
        }
    }

    @Test(arguments: RedemptionExport.Format.allCases)
    func `an export gives another gateway the same redemptions, and its own nothing new`(
        format: RedemptionExport.Format
    ) async throws {
        let first = try await Gateway(seed: 7)
        let second = try await Gateway(seed: 7)
        #expect(first.codes == second.codes)
        try await first.redeem()
        let redemptions = try await first.redemptions()
        #expect(redemptions.count == 30)
        for (site, other) in zip(first.sites, second.sites) {
            let text = try await first.exported(site, format)
            let summary = try await second.importing(text, at: other)
            #expect(summary.redeemed == 15)
            #expect(summary.problems.isEmpty)
            let own = try await first.importing(text, at: site)
            #expect(own.count(.alreadyKnown) == 15)
            #expect(own.count(.new) == 0, "\(own)")
        }
        #expect(try await second.redemptions() == redemptions)
        #expect(try await first.redemptions() == redemptions)
        try first.store.close()
        try second.store.close()
    }

    @Test func `of an export of several sites, those of another site are left out`() async throws {
        let first = try await Gateway(seed: 8)
        let second = try await Gateway(seed: 8)
        try await first.redeem()
        var text = ""
        let all = RedemptionExport(of: first.store, RedemptionSelection(), as: .csv)
        _ = try await all.write { text += $0 }
        let foreign = try await second.importing(text, at: second.sites[0])
        #expect(foreign.redeemed == 15)
        #expect(foreign.count(.noMatch) == 15)
        let own = try await first.importing(text, at: first.sites[0])
        #expect(own.count(.alreadyKnown) == 15)
        #expect(own.count(.noMatch) == 15)
        try first.store.close()
        try second.store.close()
    }
}
