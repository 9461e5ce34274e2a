import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A code that was used elsewhere does not wait for a long push to the same router.
@Suite(.timeLimit(.minutes(15))) struct YieldingTests {
    @Test func `a redemption elsewhere overtakes a push of two thousand coupons`() async throws {
        var slow = SimulatedRouterConfiguration.shared
        slow.latency = .milliseconds(5)
        try await SimulatedRouter.running(slow) { busy in
            try await SimulatedRouter.running { other in
                let gateway = try await TestGateway()
                let busySite = try await gateway.site("Busy", busy)
                let otherSite = try await gateway.site("Other", other)
                let coupon = try #require(try await gateway.coupons(1).first)
                _ = try await gateway.push(busySite)
                _ = try await gateway.push(otherSite)
                for _ in 1...10 { _ = try await gateway.coupons(200) }
                let id = gateway.store.gatewayID
                let site = try await gateway.store.site(busySite.id.rawValue)

                async let long = gateway.push(site)
                try await busy.eventuallyHolds(300, of: id)
                _ = try await gateway.store.record(
                    [try await gateway.login(coupon, at: otherSite, other)],
                    now: gateway.now()
                )
                var held = try await busy.codes(of: id)
                while held.contains(coupon.code), held.count < 2001 { held = try await busy.codes(of: id) }

                #expect(!held.contains(coupon.code))
                #expect(held.count < 2000, "the push had not ended when the code went")
                let run = try #require(try await long.first)
                #expect(run.outcome == .converged)
                #expect(try await busy.codes(of: id).count == 2000)
                try gateway.close()
            }
        }
    }
}

extension SimulatedRouter {
    /// Waits until the router holds this many users of a gateway; the time limit of the test bounds it.
    fileprivate func eventuallyHolds(_ count: Int, of gateway: GatewayID) async throws {
        while try await codes(of: gateway).count < count { try Task.checkCancellation() }
    }
}

extension TestGateway {
    /// The report of a login that just happened.
    fileprivate func login(_ coupon: Coupon, at site: Site, _ router: SimulatedRouter) async throws -> RedemptionReport
    {
        let device = try #require(try await store.devices(at: site.id).first)
        var report = RedemptionReport(
            source: .listen,
            device: device.id,
            site: site.id,
            user: coupon.code,
            observedAt: now()
        )
        report.macAddress = "02:00:00:00:00:01"
        report.loginAt = now()
        return report
    }
}
