import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A plan that waits for somebody's decision holds nothing back that is certain.
@Suite(.timeLimit(.minutes(15))) struct RefusedPlanTests {
    @Test(arguments: [false, true])
    func `a code that was used elsewhere goes, also where everything else is refused`(missesMore: Bool) async throws {
        try await SimulatedRouter.running { router in
            try await SimulatedRouter.running { other in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router)
                let beach = try await gateway.site("Beach", other)
                let coupon = try #require(try await gateway.coupons(20).first)
                _ = try await gateway.push(site)
                let id = gateway.store.gatewayID
                // As after an old backup of the database: rows of ours that it knows nothing of.
                try await router.addUnknownRows(15, of: id)
                #expect(try await gateway.push(site).map(\.outcome) == [.refused])
                if missesMore {
                    // What concerns every row waits with the rest; from then on the device has missed more than names.
                    try await gateway.store.updateInstance(gateway.instance.id, now: gateway.now()) {
                        $0.rateLimit = "5M/5M"
                    }
                    #expect(try await gateway.push(site).map(\.outcome) == [.refused])
                }
                let device = try #require(try await gateway.store.devices(at: beach.id).first)
                var report = RedemptionReport(
                    source: .listen,
                    device: device.id,
                    site: beach.id,
                    user: coupon.code,
                    observedAt: gateway.now()
                )
                report.macAddress = "02:00:00:00:00:01"
                _ = try await gateway.store.record([report], now: gateway.now())
                try await gateway.serving {
                    try await gateway.eventually("the code is gone") {
                        try await !router.codes(of: id).contains(coupon.code)
                    }
                }
                #expect(try await router.codes(of: id).count == 34)
                try gateway.close()
            }
        }
    }
}
