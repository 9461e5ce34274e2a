import GatewayDomain
import GatewayStore
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// What was done and what was redeemed at a site, page by page.
@Suite(.timeLimit(.minutes(3))) struct RecordTests {
    @Test func `runs are paged, newest first, and each is found by its id`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let (_, other) = try await world.makeSite()
                try await world.syncing {
                    for _ in 0..<5 {
                        world.clock.advance(by: .seconds(1))
                        let plan = try await world.call(.get, "/captive/sites/\(site.id)/plan")
                        #expect(plan.status == 200)
                    }
                }
                let path = "/captive/sites/\(site.id)/sync-runs"
                let all = try #require(try await world.call(.get, path).json).elements
                #expect(all.count >= 5)
                let times = all.compactMap { $0["finished_at"]?.stringValue }
                #expect(times == times.sorted(by: >))
                #expect(try await world.pages(path + "?limit=2") == all)
                let id = try #require(all.last?["id"]?.stringValue)
                let one = try await world.call(.get, "\(path)/\(id)")
                #expect(one.json == all.last)
                #expect(try await world.call(.get, "/captive/sites/\(other.id)/sync-runs/\(id)").status == 404)
                #expect(try await world.call(.get, "/captive/sites/\(other.id)/sync-runs").json == .array([]))
            }
        }
    }

    @Test func `redemptions are paged, newest first`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                let device = try #require(try await world.store.devices(at: site.id).first)
                let coupons = try await world.coupons(5, of: instance)
                for coupon in coupons {
                    world.clock.advance(by: .seconds(1))
                    var report = RedemptionReport(
                        source: .listen,
                        device: device.id,
                        site: site.id,
                        user: coupon.code,
                        observedAt: world.clock.now
                    )
                    report.macAddress = "02:00:00:00:00:01"
                    _ = try await world.store.record([report], now: world.clock.now)
                }
                let path = "/captive/sites/\(site.id)/redemptions"
                let all = try #require(try await world.call(.get, path).json).elements
                #expect(all.compactMap { $0["code"]?.stringValue } == coupons.map(\.code).reversed())
                #expect(all.first?["site_id"]?.stringValue == site.id.rawValue)
                #expect(all.first?["mac_address"]?.stringValue == "02:00:00:00:00:01")
                #expect(try await world.pages(path + "?limit=2") == all)
                #expect(try await world.call(.get, path + "?limit=0").code == "parameter_invalid")
                #expect(try await world.call(.get, path + "?cursor=x").code == "parameter_invalid")
            }
        }
    }
}

extension APIWorld {
    /// The elements of every page of a list, following the links.
    func pages(_ path: String) async throws -> [JSON] {
        var next: String? = path
        var elements: [JSON] = []
        while let path = next {
            let answer = try await call(.get, path)
            #expect(answer.status == 200)
            elements += answer.json?.elements ?? []
            let link = HTTPField.Name("Link").flatMap { answer.headers[$0] }
            next = link?.split(separator: ">").first.map { String($0.dropFirst("<http://127.0.0.1:\(port)".count)) }
        }
        return elements
    }
}
