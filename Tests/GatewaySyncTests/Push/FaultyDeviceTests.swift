import Foundation
import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A connection that breaks anywhere, on a router that answers in any order and in any pieces: the next run goes on, and in the
/// end the router holds what it should, once.
@Suite struct FaultyDeviceTests {
    @Test func `a push that is cut at any command converges with the next ones`() async throws {
        let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap(UInt64.init) ?? .random(in: 0...9999)
        print("GATEWAY_SEED=\(seed)")
        for round in 0..<8 {
            var configuration = SimulatedRouterConfiguration.shared
            configuration.seed = seed &+ UInt64(round)
            configuration.faults.pieceBytesMaximum = 1 + Int((seed &+ UInt64(round)) % 900)
            try await SimulatedRouter.running(configuration) { router in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router)
                let coupons = try await gateway.coupons(40)
                try await gateway.store.garden(at: site, ["a.example", "b.example", "*.c.example"], now: gateway.now())
                try await router.edit(
                    "/ip/hotspot/user/add",
                    ["name": "resident", "password": "y", "comment": "room 12"]
                )
                let foreign = try await router.rows(of: "/ip/hotspot/user")
                for cut in [3, 14, 20 + round * 4] {
                    try await router.setFaults { $0.cutInReplyToCommand = cut }
                    _ = try await gateway.push(site)
                }
                try await router.setFaults { $0.cutInReplyToCommand = nil }

                let run = try #require(try await gateway.push(site).first)

                #expect([.converged, .unchanged].contains(run.outcome), "seed \(seed), round \(round)")
                let rows = try await router.rows(of: "/ip/hotspot/user")
                #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
                #expect(foreign.allSatisfy { rows.contains($0) })
                let garden = try await router.rows(of: "/ip/hotspot/walled-garden/ip")
                #expect(garden.compactMap { $0["dst-host"] } == ["a.example", "b.example"])
                try gateway.close()
            }
        }
    }

    @Test func `a router that is slow, and whose table is full, says so and keeps what fits`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.faults.rowsMaximum = 12
        configuration.faults.commandsBeforeSlowness = 5
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(20)

            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .partial)
            #expect(run.failure?.contains("/system/package") == true)
            #expect(run.failure?.hasSuffix("10 rows are not yet pushed") == true)
            #expect(try await router.rows(of: "/ip/hotspot/user").count == 12)

            // Somebody made room.
            try await router.setFaults { $0.rowsMaximum = nil }
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 20)
            try gateway.close()
        }
    }

    @Test func `users are added in the window that the configuration names, all of them, in any order`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.latency = .milliseconds(2)
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(200)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            #expect(try await router.activity().commands["/ip/hotspot/user/add"] == 200)
            try gateway.close()
        }
    }
}
