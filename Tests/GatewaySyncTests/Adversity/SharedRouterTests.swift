import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A router is rarely ours alone: another gateway, another tool, another hotspot server.
@Suite(.timeLimit(.minutes(15))) struct SharedRouterTests {
    @Test func `two gateways on one router never touch each other's rows`() async throws {
        try await SimulatedRouter.running { router in
            let first = try await TestGateway()
            let second = try await TestGateway()
            let id = (first.store.gatewayID, second.store.gatewayID)
            try #require(id.0 != id.1)
            let site = (try await first.site("Lobby", router), try await second.site("Lobby", router))
            let codes = (try await first.coupons(15), try await second.coupons(15))
            try await first.store.garden(at: site.0, ["a.example", "*.b.example"], now: first.now())
            try await second.store.garden(at: site.1, ["a.example", "*.b.example"], now: second.now())
            _ = try await first.push(site.0)
            _ = try await second.push(site.1)
            // Both are as they should be, and stay so, however often they take turns.
            for _ in 1...2 {
                #expect(try await first.push(site.0).map(\.outcome) == [.unchanged])
                #expect(try await second.push(site.1).map(\.outcome) == [.unchanged])
            }
            for coupon in codes.0 { _ = try await first.store.revokeCoupon(coupon.code, now: first.now()) }
            #expect(try await first.push(site.0).map(\.outcome) == [.converged])
            #expect(try await router.codes(of: id.0).isEmpty)
            #expect(try await router.codes(of: id.1) == codes.1.map(\.code).sorted())
            #expect(try await second.push(site.1).map(\.outcome) == [.unchanged])
            try first.close()
            try second.close()
        }
    }

    @Test func `what another tool renames, disables, moves or removes comes back, and its own rows stay`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(8).map(\.code).sorted()
            let hosts = ["a.example", "b.example", "c.example", "d.example"]
            try await gateway.store.garden(at: site, hosts, now: gateway.now())
            _ = try await gateway.push(site)
            let users = "/ip/hotspot/user"
            let garden = "/ip/hotspot/walled-garden/ip"
            try await router.edit("\(users)/set", [".id": codes[0], "name": "renamed"])
            try await router.edit("\(users)/set", [".id": codes[1], "disabled": "yes"])
            try await router.edit("\(users)/set", [".id": codes[2], "profile": "default"])
            try await router.edit("\(users)/remove", [".id": codes[3]])
            try await router.edit("\(users)/add", ["name": "resident", "password": "y", "comment": "room 12"])
            var ids = try await router.rows(of: garden).compactMap { $0[".id"] }
            for host in ["x.example", "y.example", "z.example"] {
                let row = ["dst-host": host, "action": "accept", "comment": "theirs"]
                let id = try #require(try await router.edit("\(garden)/add", row))
                try await router.edit("\(garden)/move", ["numbers": id, "destination": ids[ids.count / 2]])
            }
            try await router.edit("\(garden)/move", ["numbers": ids[3], "destination": ids[0]])
            try await router.edit("\(garden)/move", ["numbers": ids[1], "destination": ids[0]])
            ids = try await router.rows(of: garden).compactMap { $0[".id"] }
            let foreign = try await router.foreignRows(besides: gateway.store.gatewayID)

            #expect(try await gateway.push(site).map(\.outcome) == [.converged])

            #expect(try await router.codes(of: gateway.store.gatewayID) == codes)
            #expect(try await router.foreignRows(besides: gateway.store.gatewayID) == foreign)
            let rows = try await router.rows(of: garden)
            #expect(rows.compactMap { $0["dst-host"] }.filter { hosts.contains($0) } == hosts)
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            try gateway.close()
        }
    }

    @Test func `a guest's code does not open another hotspot server of the router`() async throws {
        try await SimulatedRouter.running { router in
            try await router.edit("/ip/address/add", ["address": "10.9.0.1/24", "interface": "ether5"])
            try await router.edit(
                "/ip/hotspot/add",
                ["name": "staff", "interface": "ether5", "profile": "hsprof1", "disabled": "no"]
            )
            let gateway = try await TestGateway()
            let guests = try #require(Subnet("10.5.50.0/24"))
            let site = try await gateway.site("Lobby", subnets: [guests], router)
            let code = try #require(try await gateway.coupons(1).first?.code)

            #expect(try await gateway.push(site).map(\.outcome) == [.converged])

            let row = try #require(try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == code })
            #expect(row["server"] == "hotspot1")
            // The same name for the other server is somebody else's: no obstacle, and never touched.
            try await router.edit(
                "/ip/hotspot/user/add",
                ["name": code, "password": "staff", "server": "staff", "comment": "desk"]
            )
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            _ = try await gateway.store.revokeCoupon(code, now: gateway.now())
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])
            let left = try await router.rows(of: "/ip/hotspot/user").filter { $0["name"] == code }
            #expect(left.map { $0["comment"] } == ["desk"])
            try gateway.close()
        }
    }
}

extension SimulatedRouter {
    /// The rows of the managed menus that do not carry the mark of a gateway, in their order, without counters.
    func foreignRows(besides gateway: GatewayID) async throws -> [[String: String]] {
        var foreign: [[String: String]] = []
        for menu in ["user", "walled-garden", "walled-garden/ip"] {
            foreign += try await rows(of: "/ip/hotspot/\(menu)").filter {
                OwnershipMark(comment: $0["comment"] ?? "")?.gateway != gateway && $0["dynamic"] != "true"
            }
        }
        return foreign
    }
}
