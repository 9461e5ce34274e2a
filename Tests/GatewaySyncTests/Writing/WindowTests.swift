import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

/// A site that is written to at certain times only.
@Suite(.timeLimit(.minutes(15))) struct WindowTests {
    /// Gives a site a window of every day that opens and closes so long from now, on whole minutes of UTC.
    private func window(
        _ watched: WatchedDevice,
        opensIn opening: Duration,
        lasting length: Duration = .seconds(3600)
    ) async throws -> Timestamp {
        let now = watched.gateway.now()
        let opensAt = Timestamp(seconds: (now + opening).seconds / 60 * 60)
        func time(_ moment: Timestamp) -> TimeOfDay { TimeOfDay(minutes: Int(moment.seconds / 60 % 1440)) }
        let window = try WriteWindow(days: .all, from: time(opensAt), to: time(opensAt + length), timeZone: "UTC")
        try await watched.gateway.store.updateSite(watched.site.id, now: now) { $0.windows = WriteWindows([window]) }
        return opensAt
    }

    private func codes(_ watched: WatchedDevice) async throws -> [String] {
        try await watched.router.codes(of: watched.gateway.store.gatewayID)
    }

    private func health(_ watched: WatchedDevice) async throws -> DeviceHealth {
        let statuses = try await watched.gateway.store.deviceStatuses(at: watched.site.id, now: watched.gateway.now())
        return try #require(statuses.first).health
    }

    @Test func `coupons wait for the window, a code that was redeemed elsewhere goes at once, and nobody is alarmed`()
        async throws
    {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            let old = try await gateway.coupons(3, minutes: 5000)
            try await watched.settle()
            let opensAt = try await window(watched, opensIn: .seconds(4 * 3600))
            try await watched.settle()
            let new = try await gateway.coupons(2, minutes: 5000)
            try await watched.redeem([old[0]])
            let work = try #require(try await watched.work())
            #expect(work.scope != .everything, "one run for what changed")
            #expect(try await codes(watched) == [old[1], old[2]].map(\.code).sorted())
            try await watched.settle()

            let health = try await health(watched)
            #expect(health.state.condition == .waiting)
            #expect(health.state.why.hasPrefix("2 rows are not yet pushed: the site's window opens at \(opensAt)"))
            #expect(health.state.remedy?.contains("--now") == true)
            #expect(!health.needsAttention(now: gateway.now() + .seconds(3 * 3600)))
            let states = try await gateway.store.states(of: watched.device.id)
            #expect(states.allSatisfy { $0.state != .waiting }, "it comes and goes every day")

            // Nothing comes early, whatever else is looked at meanwhile.
            gateway.advance(by: opensAt - gateway.now() - .seconds(1))
            try await watched.settle()
            #expect(try await codes(watched).count == 2)
            gateway.advance(by: .seconds(1) + gateway.configuration.windowSpread)
            try await watched.settle()
            #expect(try await codes(watched) == ([old[1], old[2]] + new).map(\.code).sorted())
            #expect(try await self.health(watched).state.condition == .synced)
        }
    }

    @Test func `a window that is given to a site, changed or taken from it counts at once`() async throws {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            try await watched.settle()
            _ = try await window(watched, opensIn: .seconds(3600))
            try await watched.settle()
            _ = try await gateway.coupons(2)
            try await watched.settle()
            #expect(try await codes(watched).isEmpty)
            try await gateway.store.updateSite(watched.site.id, now: gateway.now()) { $0.windows = WriteWindows() }
            try await watched.settle()
            #expect(try await codes(watched).count == 2)
        }
    }

    @Test func `a revoked code, an ended session and an expired coupon go while the window is shut`() async throws {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            let coupons = try await gateway.coupons(3, minutes: 60)
            let lasting = try await gateway.coupons(1, minutes: 5000)
            try await watched.settle()
            _ = try await window(watched, opensIn: .seconds(20 * 3600))
            try await watched.settle()
            try await gateway.store.revokeCoupon(coupons[0].code, now: gateway.now())
            try await watched.settle()
            #expect(try await codes(watched).count == 3)
            gateway.advance(by: .seconds(3601))
            try await watched.router.advanceClock(by: .seconds(3601))
            try await watched.settle()
            #expect(try await codes(watched) == lasting.map(\.code))
        }
    }

    @Test func `a window that closes in the middle of a plan ends it between two parts, and the next one goes on`()
        async throws
    {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            try await watched.settle()
            let used = try await gateway.coupons(1, minutes: 5000)
            try await watched.settle()
            let opensAt = try await window(watched, opensIn: .zero, lasting: .seconds(3600))
            try await watched.settle()
            let coupons = try await gateway.coupons(200, minutes: 5000)
            try await watched.redeem(used)
            let hasClosed = Mutex(false)
            let channel = try watched.channel
            channel.start { trip, _ in
                guard trip.contains("/ip/hotspot/user/add"), !hasClosed.withLock({ $0 }) else { return }
                hasClosed.withLock { $0 = true }
                gateway.advance(by: .seconds(3600))
            }
            let work = try #require(try await watched.work(ahead: 0))
            #expect(work.waitingNames.isEmpty)
            #expect(hasClosed.withLock { $0 })
            let written = try await codes(watched)
            #expect(!written.isEmpty && written.count < coupons.count)
            #expect(!written.contains(used[0].code))
            let status = try #require(
                try await gateway.store.deviceStatuses(at: watched.site.id, now: gateway.now()).first
            )
            #expect(status.failure == nil)
            #expect(status.health.state.condition == .waiting)

            channel.start { _, _ in }
            try await watched.settle()
            #expect(try await codes(watched).count == written.count)
            gateway.advance(by: opensAt + .seconds(86_400) + gateway.configuration.windowSpread - gateway.now())
            try await watched.settle()
            #expect(try await codes(watched) == coupons.map(\.code).sorted())
        }
    }

    @Test func `what a closing window leaves of a plan and never waits is done in the same run`() async throws {
        try await WatchedDevice.with { watched in
            let (gateway, router) = (watched.gateway, watched.router)
            try await gateway.store.updateInstance(gateway.instance.id, now: gateway.now()) {
                $0.devicePolicy = .firstDevice
            }
            let own = try #require(try await gateway.coupons(1, minutes: 5000).first).code
            try await watched.settle()
            _ = try await window(watched, opensIn: .zero, lasting: .seconds(3600))
            try await watched.settle()
            // More than are compared by name.
            for _ in 0..<2 { _ = try await gateway.coupons(130, minutes: 5000) }
            try await router.loginGuest(user: own, password: own, mac: "02:00:00:00:00:01", address: "10.5.50.21")
            let hasClosed = Mutex(false)
            try watched.channel.start { trip, _ in
                guard trip.contains("/ip/hotspot/user/add"), !hasClosed.withLock({ $0 }) else { return }
                hasClosed.withLock { $0 = true }
                gateway.advance(by: .seconds(3600))
            }
            #expect(try await watched.work(ahead: 0)?.scope == .everything)
            #expect(hasClosed.withLock { $0 })
            #expect(try await health(watched).state.condition == .waiting, "and not partial")
            let row = try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == own }
            #expect(row?["mac-address"] == "02:00:00:00:00:01")
            #expect(try await codes(watched).count <= Scope.namesMaximum)
        }
    }

    /// Draws the highest number each time.
    private struct Highest: RandomNumberGenerator {
        func next() -> UInt64 { .max }
    }

    @Test func `of a short window a tenth is for spreading at the most, whatever is configured`() async throws {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            gateway.configure { $0.windowSpread = .seconds(300) }
            try await watched.settle()
            let opensAt = try await window(watched, opensIn: .seconds(4 * 3600), lasting: .seconds(600))
            try await watched.settle()
            _ = try await gateway.coupons(2, minutes: 5000)
            let work = try #require(
                try await gateway.store.claimWork(
                    holder: gateway.holder,
                    limit: 10,
                    aheadLimit: 10,
                    except: [watched.elsewhere.id],
                    now: gateway.now()
                ).first
            )
            let run = LeasedRun(
                work: work,
                store: gateway.store,
                link: watched.link,
                configuration: gateway.configuration,
                logger: .silent,
                now: gateway.now
            )
            let result = await run.run()
            var generator = Highest()
            await run.finish(result, startedAt: gateway.now(), using: &generator)
            gateway.advance(by: opensAt + .seconds(61) - gateway.now())
            try await watched.settle()
            #expect(try await codes(watched).count == 2)
        }
    }

    @Test func `a router that is reset outside of its window has the guests who are in, and nobody else`() async throws
    {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            let coupons = try await gateway.coupons(3, minutes: 5000)
            try await watched.settle()
            let opensAt = try await window(watched, opensIn: .seconds(4 * 3600))
            var report = RedemptionReport(
                source: .listen,
                device: watched.device.id,
                site: watched.site.id,
                user: coupons[0].code,
                observedAt: gateway.now()
            )
            report.macAddress = "02:00:00:00:00:01"
            report.loginAt = gateway.now()
            _ = try await gateway.store.record([report], now: gateway.now())
            try await watched.settle()
            for menu in ["/ip/hotspot/user", "/ip/hotspot/user/profile"] {
                for row in try await watched.router.rows(of: menu) {
                    guard let id = row[".id"], row["name"]?.hasPrefix("default") != true else { continue }
                    try await watched.router.edit("\(menu)/remove", [".id": id])
                }
            }
            #expect(try await codes(watched).isEmpty)
            await watched.link.close()
            gateway.advance(by: .seconds(7 * 60))
            try await watched.settle()
            #expect(try await codes(watched) == [coupons[0].code])
            gateway.advance(by: opensAt + .seconds(120) - gateway.now())
            try await watched.settle()
            #expect(try await codes(watched) == coupons.map(\.code).sorted())
        }
    }

    @Test func `a push says what waits and goes through with now, as a plan shows before`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Here", router)
            _ = try await gateway.push(site)
            let now = gateway.now()
            // Shut for the hours of this test, whenever it runs.
            func time(_ hours: Int64) -> TimeOfDay {
                TimeOfDay(minutes: Int((now + .seconds(hours * 3600)).seconds / 60 % 1440))
            }
            let window = try WriteWindow(days: .all, from: time(6), to: time(9), timeZone: "UTC")
            try await gateway.store.updateSite(site.id, now: now) { $0.windows = WriteWindows([window]) }
            let coupons = try await gateway.coupons(3)

            let held = try #require(try await gateway.push(site).first)
            #expect(held.outcome == .unchanged && held.waitsForWindow)
            #expect(held.obstacle?.contains("push SITE --now") == true)
            let shown = try await gateway.request(site, .plan(now: true))
            #expect(shown.runs.first?.plan?.counts.added == 3)
            // What is confirmed is what was shown, window or not.
            let confirmed = try await gateway.push(site, .confirm(shown.id))
            #expect(confirmed.map(\.outcome) == [.converged])
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            _ = try await gateway.coupons(1)
            let pushed = try await gateway.push(site, .push(now: true))
            #expect(pushed.map(\.obstacle) == [nil])
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 4)
            try gateway.close()
        }
    }
}
