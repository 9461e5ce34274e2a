import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A device belongs to one run at a time, and a run that ends early says why.
@Suite(.timeLimit(.minutes(15))) struct LeaseTests {
    @Test func `a clock that jumps ahead during a run does not start a second one over the same connection`()
        async throws
    {
        var slow = SimulatedRouterConfiguration.shared
        slow.latency = .milliseconds(20)
        try await SimulatedRouter.running(slow) { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(200).map(\.code).sorted()
            let id = gateway.store.gatewayID
            try await gateway.serving {
                while try await router.codes(of: id).count < 20 { try Task.checkCancellation() }
                gateway.advance(by: .seconds(200))
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
            }
            #expect(try await router.activity().commands["/ip/hotspot/user/add"] == 200)
            try gateway.close()
        }
    }

    @Test func `a push that nobody waits for any more says that it was stopped, and gives the device back`()
        async throws
    {
        var slow = SimulatedRouterConfiguration.shared
        slow.latency = .milliseconds(300)
        try await SimulatedRouter.running(slow) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(200)
            // SAFETY: awaited below.
            let push = Task { try await gateway.push.perform(.push(), at: site, within: .seconds(240)) }
            // Whoever asked leaves when the work has begun, however long that took.
            while try await router.activity().commands["/ip/hotspot/user/add", default: 0] == 0 {
                try Task.checkCancellation()
            }
            push.cancel()
            await #expect(throws: SitePush.Failure.self) { try await push.value }
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let run = try #require(try await gateway.store.runs(of: device.id).first)
            #expect(run.failure == DeviceFailure.stopped.description)
            gateway.advance(by: .seconds(10))
            let work = try await gateway.store.claimWork(holder: gateway.holder, limit: 1, now: gateway.now())
            #expect(work.map(\.device.id) == [device.id])
            try gateway.close()
        }
    }

    @Test func `a run whose lease cannot be extended ends before the lease does`() async throws {
        var silent = SimulatedRouterConfiguration.shared
        silent.faults.isSilent = true
        try await SimulatedRouter.running(silent) { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            var configuration = gateway.configuration
            // The run gives up in the middle of its lease, so that a slow machine has the other half to notice.
            configuration.connectTimeout = .seconds(100)
            configuration.commandDeadline = .seconds(15)
            configuration.leaseDuration = .seconds(20)
            let duration = configuration.leaseDuration
            let work = try #require(
                try await gateway.store.claimWork(holder: gateway.holder, limit: 1, now: gateway.now(), for: duration)
                    .first
            )
            let link = DeviceLink(
                group: gateway.group,
                configuration: configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            let run = LeasedRun(
                work: work,
                store: gateway.store,
                link: link,
                configuration: configuration,
                logger: .silent,
                now: gateway.now
            )
            let startedAt = ContinuousClock.now
            async let ended = run.perform()
            while try await router.activity().connections == 0 { try Task.checkCancellation() }
            try gateway.store.close()
            #expect(await ended == .failed)
            #expect(ContinuousClock.now - startedAt < duration)
        }
    }

    @Test func `a device that is removed is no longer listened to`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(2).map(\.code).sorted()
            let id = gateway.store.gatewayID
            try await gateway.serving {
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
                let device = try #require(try await gateway.store.devices(at: site.id).first)
                try await gateway.store.removeDevice(device.id)
                while try await !router.hasNoConnection() { try Task.checkCancellation() }
            }
            try gateway.close()
        }
    }
}

extension SimulatedRouter {
    /// Whether the log says that everybody who logged in over the API has left.
    fileprivate func hasNoConnection() async throws -> Bool {
        let lines = try await rows(of: "/log").compactMap { $0["message"] }
        return lines.contains { $0.contains("logged out") && $0.contains("api") }
    }
}
