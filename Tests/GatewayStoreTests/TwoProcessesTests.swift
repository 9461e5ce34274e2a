import GatewayDomain
import Testing

@testable import GatewayStore

/// A gateway that serves and a command beside it, on one database.
@Suite struct TwoProcessesTests {
    @Test func `of one login that both record at the same instant one is new, and the coupon is redeemed once`()
        async throws
    {
        let world = try await World()
        let beside = try await world.scratch.open()
        let coupons = try await world.coupons(40)
        for coupon in coupons {
            var script = world.report(coupon.code, at: world.harbourDevice, source: .script)
            script.reference = "login 7 40"
            let line = world.report(coupon.code, at: world.harbourDevice, source: .log, mac: nil)
            let elsewhere = world.report(coupon.code, at: world.museumDevice, source: .script, mac: "AA:BB:CC:00:00:02")
            let reports = [script, line, script, elsewhere]
            let results = try await withThrowingTaskGroup(of: RecordedReport.self) { group in
                for (index, report) in reports.enumerated() {
                    let store = index % 2 == 0 ? world.store : beside
                    group.addTask {
                        let recorded = try await store.record([report], now: World.start + .seconds(60))
                        return try #require(recorded.first)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0.isNew && $0.meaning == .redeemed } == 1)
            let harbour = results.filter { $0.report.site == world.harbour.id }
            #expect(harbour.count(where: \.isNew) == 1, "three reports of one login")
        }
        let redeemed =
            try await world.store.redemptions(at: world.harbour.id).count
            + world.store.redemptions(at: world.museum.id).count
        #expect(redeemed == coupons.count)
        try beside.close()
    }
}
