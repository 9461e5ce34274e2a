import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What looking costs, in sentences to the router and in bytes both ways: pinned, so that nobody makes it dearer unawares.
@Suite struct ReadingCostTests {
    /// What a run asked of a router.
    private struct Cost: Equatable {
        var sentences: Int
        var received: Int
        var sent: Int
        var writes: Int
    }

    private struct Bench {
        let gateway: TestGateway
        let router: SimulatedRouter
        let device: Device
        let link: DeviceLink

        func cost(of scope: Scope?, mode: SyncRun.Mode = .push, _ outcome: SyncRun.Outcome) async throws -> Cost {
            let before = try await router.activity()
            let result = try await gateway.run(device, scope: scope, mode: mode, over: link)
            #expect(result.outcome == outcome)
            let after = try await router.activity()
            return Cost(
                sentences: after.commandCount - before.commandCount,
                received: after.bytesReceived - before.bytesReceived,
                sent: after.bytesSent - before.bytesSent,
                writes: after.configurationWrites - before.configurationWrites
            )
        }
    }

    /// Runs a body with a router that holds 500 coupons, or is about to.
    private func withBench(isPushed: Bool = true, _ body: @Sendable (Bench) async throws -> Void) async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockStart = 1_795_000_000
        configuration.clockSpeed = 0
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            for _ in 0..<5 { _ = try await gateway.coupons(100) }
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            if isPushed { _ = try await gateway.run(device, scope: .everything, over: link) }
            try await body(Bench(gateway: gateway, router: router, device: device, link: link))
            await link.close()
            try gateway.close()
        }
    }

    @Test func `a look is five sentences, four while somebody listens, over one login`() async throws {
        try await withBench { bench in
            let first = try await bench.cost(of: nil, .unchanged)
            #expect(first.sentences == 5)
            #expect(first.writes == 0)
            for _ in 0..<50 {
                let look = try await bench.cost(of: nil, .unchanged)
                #expect(look == Cost(sentences: 5, received: 321, sent: 127, writes: 0))
            }
            let channel = try await bench.link.connect(
                to: bench.device,
                password: Secret("simulated"),
                now: bench.gateway.now()
            )
            await bench.link.setListening(since: bench.gateway.now() - .seconds(1), over: channel)
            await bench.link.sessionsRead(at: bench.gateway.now())
            let look = try await bench.cost(of: nil, .unchanged)
            #expect(look == Cost(sentences: 4, received: 213, sent: 94, writes: 0))
            #expect(try await bench.router.activity().logins == 1)
        }
    }

    @Test func `a full comparison that finds nothing to do has so many sentences, whatever the number of users`()
        async throws
    {
        try await withBench { bench in
            let audit = try await bench.cost(of: .everything, .unchanged)
            #expect(audit == Cost(sentences: 25, received: 2351, sent: 131_968, writes: 0))
            let plan = try await bench.cost(of: .everything, mode: .plan, .planned)
            #expect(plan == audit)
        }
    }

    @Test func `names cost two sentences to read, and one for each that is written`() async throws {
        try await withBench { bench in
            let codes = try await bench.gateway.coupons(10).map(\.code)
            let written = try await bench.cost(of: .names(Set(codes)), .converged)
            #expect(written == Cost(sentences: 2 + 10 + 2, received: 3382, sent: 2965, writes: 10))
            let read = try await bench.cost(of: .names(Set(codes)), .unchanged)
            #expect(read == Cost(sentences: 2, received: 611, sent: 2639, writes: 0))
        }
    }

    @Test func `a first push is one login, a full reading, a command for each row and the reading back`() async throws {
        try await withBench(isPushed: false) { bench in
            let push = try await bench.cost(of: .everything, .converged)
            // The profile comes before the users; what is read before and after is fifty sentences, login included.
            #expect(push == Cost(sentences: 551, received: 112_709, sent: 147_118, writes: 1 + 500))
            #expect(try await bench.router.activity().commands["/ip/hotspot/user/add"] == 500)
            #expect(try await bench.router.activity().logins == 1)
        }
    }
}
