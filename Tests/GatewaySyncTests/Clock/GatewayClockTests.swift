import GatewayDomain
import GatewayStore
import Logging
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

/// The gateway's clock is set: no guest is cut off for it, and everything goes on when it is right again.
@Suite struct GatewayClockTests {
    /// A gateway whose clock is set by letting time pass for it, and a clock beside it that only ``passes(_:)`` moves.
    private final class Place: Sendable {
        let gateway: TestGateway
        let log = RecordedLog()
        let clock: GatewayClock
        private let elapsed: Elapsed

        private final class Elapsed: Sendable {
            let value = Mutex(Duration.zero)
        }

        init(newestRecord: Timestamp? = nil) async throws {
            let gateway = try await TestGateway()
            gateway.stopClock()
            let elapsed = Elapsed()
            self.gateway = gateway
            self.elapsed = elapsed
            clock = GatewayClock(
                watching: gateway.now,
                newestRecord: newestRecord,
                elapsed: { elapsed.value.withLock { $0 } },
                isSynchronized: { false }
            )
        }

        /// Time passes, by every clock.
        func passes(_ duration: Duration) {
            gateway.advance(by: duration)
            elapsed.value.withLock { $0 += duration }
        }

        var context: SyncContext {
            var context = gateway.context()
            context.clock = clock
            context.logger = log.logger
            return context
        }

        func push(_ site: Site) async throws -> SyncRun {
            let request = try await SitePush(context).perform(.push(), at: site, within: .seconds(180))
            return try #require(request.runs.first)
        }
    }

    private static func found(_ run: SyncRun) -> PlanDocument.Note? {
        run.plan?.findings.first { $0.code == Finding.Code.gatewayClock.rawValue }
    }

    private static func login(_ code: String, on router: SimulatedRouter) async throws {
        try await router.loginGuest(user: code, password: code, mac: "02:00:00:00:00:01", address: "10.5.50.21")
    }

    @Test func `a clock that is set ahead by days ends no guest's stay and burns no code`() async throws {
        try await SimulatedRouter.running { router in
            // What the router's clock says is another test's matter.
            try await router.edit("/system/ntp/client/set", ["enabled": "no"])
            let place = try await Place()
            let gateway = place.gateway
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(12)
            let codes = coupons.map(\.code).sorted()
            _ = try await place.push(site)
            try await Self.login(codes[0], on: router)
            #expect(Self.found(try await place.push(site)) == nil)

            gateway.advance(by: .seconds(60 * 86_400))
            for _ in 0..<2 {
                let run = try await place.push(site)
                #expect(run.outcome == .unchanged)
                let told = try #require(Self.found(run))
                #expect(told.message.contains("60 days ahead"), "\(told.message)")
                #expect(told.remedy.contains("timedatectl set-ntp true"))
                #expect(try await router.codes(of: gateway.store.gatewayID) == codes)
                #expect(try await router.rows(of: "/ip/hotspot/active").count == 1)
            }

            gateway.advance(by: .seconds(-60 * 86_400))
            let run = try await place.push(site)
            #expect(run.outcome == .unchanged)
            #expect(Self.found(run) == nil)
            #expect(try await router.codes(of: gateway.store.gatewayID) == codes)

            // Time that really passes ends everything.
            place.passes(.seconds(86_400))
            _ = try await place.push(site)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            try gateway.close()
        }
    }

    @Test func `a stay that begins while the clock is set back is not shorter for it`() async throws {
        try await SimulatedRouter.running { router in
            try await router.edit("/system/ntp/client/set", ["enabled": "no"])
            let place = try await Place()
            let gateway = place.gateway
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await place.push(site)
            let truth = gateway.now()

            gateway.advance(by: .seconds(-3 * 3600))
            try await Self.login(coupon.code, on: router)
            #expect(try #require(Self.found(try await place.push(site))).message.contains("3 hours back"))
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first).redemption
            #expect(redemption.endsAt >= truth + .seconds(redemption.sessionSeconds))

            gateway.advance(by: .seconds(3 * 3600))
            place.passes(.seconds(redemption.sessionSeconds - 60))
            _ = try await place.push(site)
            #expect(try await router.codes(of: gateway.store.gatewayID) == [coupon.code])
            place.passes(.seconds(120))
            _ = try await place.push(site)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a gateway that starts with a wrong clock is told by a router whose clock a time server looks after`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let place = try await Place()
            let gateway = place.gateway
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()
            _ = try await place.push(site)

            // Both clocks move: a start in between, which the clock beside does not tell of.
            place.passes(.seconds(20 * 86_400))
            let run = try await place.push(site)
            let told = try #require(Self.found(run))
            #expect(told.message.contains("ahead of the router's"), "\(told.message)")
            #expect(told.remedy.contains("/system/ntp/client"))
            #expect(try await router.codes(of: gateway.store.gatewayID) == codes)

            try await router.edit("/system/ntp/client/set", ["enabled": "no"])
            #expect(Self.found(try await place.push(site)) == nil)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a router that shows the same time as a clock that was set takes the doubt away`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Place()
            let gateway = place.gateway
            // The clock was wrong before, and is put right.
            gateway.advance(by: .seconds(-5 * 86_400))
            _ = place.clock.takeNews()
            let wrong = GatewayClock(
                watching: gateway.now,
                newestRecord: nil,
                elapsed: { .zero },
                isSynchronized: { false }
            )
            var context = place.context
            context.clock = wrong
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(1)
            gateway.advance(by: .seconds(5 * 86_400))
            #expect(wrong.read().doubt == .set(.seconds(5 * 86_400)))
            let request = try await SitePush(context).perform(.push(), at: site, within: .seconds(180))
            #expect(Self.found(try #require(request.runs.first)) == nil)
            #expect(wrong.read().doubt == nil)
            try gateway.close()
        }
    }

    @Test func `when the clock is believed again everything is compared`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Place()
            let gateway = place.gateway
            let site = try await gateway.site("Lobby", router)
            _ = try await place.push(site)
            let engine = SyncEngine(place.context, request: nil)
            await engine.tellOfTheClock()
            #expect(place.log.all.filter { $0.contains("this machine's clock") } == [])

            gateway.advance(by: .seconds(86_400))
            await engine.tellOfTheClock()
            await engine.tellOfTheClock()
            let warnings = place.log.all.filter { $0.hasPrefix("warning") && $0.contains("this machine's clock") }
            #expect(warnings.count == 1, "\(warnings)")
            #expect(warnings.first?.contains("timedatectl") == true)

            gateway.advance(by: .seconds(-86_400))
            #expect(try #require(try await gateway.store.nextWorkAt(now: gateway.now())) > gateway.now())
            await engine.tellOfTheClock()
            #expect(place.log.all.filter { $0.contains("believed again") }.count == 1)
            #expect(try #require(try await gateway.store.nextWorkAt(now: gateway.now())) <= gateway.now())
            try gateway.close()
        }
    }

    @Test func `a router is looked at soon after the clock was set back by hours, also one that failed`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Place()
            let gateway = place.gateway
            let site = try await gateway.site("Lobby", router)
            gateway.advance(by: .seconds(10 * 86_400))
            _ = try await place.push(site)
            gateway.advance(by: .seconds(-10 * 86_400))
            let late = try #require(try await gateway.store.nextWorkAt(now: gateway.now()))
            #expect(late > gateway.now() + .seconds(86_400))
            let engine = SyncEngine(place.context, request: nil)
            await engine.bringForwardDueTimes()
            #expect(try #require(try await gateway.store.nextWorkAt(now: gateway.now())) <= gateway.now())
            #expect(place.log.all.count { $0.contains("due times") } == 1)
            await engine.bringForwardDueTimes()
            #expect(place.log.all.count { $0.contains("due times") } == 1)
            try gateway.close()
        }
    }
}
