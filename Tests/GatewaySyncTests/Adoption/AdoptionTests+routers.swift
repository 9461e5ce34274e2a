import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Taking over is a wish for the rows that somebody was shown, and for no others.
extension AdoptionTests {
    private func conflicts(_ gateway: TestGateway, _ site: Site) async throws -> [String] {
        let runs = try await gateway.push(site)
        #expect(runs.allSatisfy { $0.failure == nil }, "\(runs.compactMap(\.failure))")
        return runs.flatMap { $0.plan?.lines ?? [] }.filter { $0.sign == "!" }.map(\.name)
    }

    @Test func `a voucher of the same name on a router that joins later is nobody's but its maker's`() async throws {
        try await SimulatedRouter.running(Self.configuration) { first in
            try await SimulatedRouter.running(Self.configuration) { second in
                let gateway = try await TestGateway()
                gateway.stopClock()
                let site = try await gateway.site("Lobby", first)
                try await add(first, "abcd23", ["limit-uptime": "2h"])
                _ = try await gateway.store.adopt(try await plan(gateway, site), now: gateway.now())
                #expect(try await conflicts(gateway, site).isEmpty)
                #expect(try await row("abcd23", on: first)["comment"]?.hasPrefix("gg1 ") == true)

                try await add(second, "abcd23", ["limit-uptime": "1s", "disabled": "yes", "comment": "theirs"])
                try await gateway.device(at: site, second)
                // Each router brings along an account of its own, and that of the first one was taken over.
                #expect(try await conflicts(gateway, site) == ["abcd23", "admin"])
                let spent = try await row("abcd23", on: second)
                #expect(spent["comment"] == "theirs" && spent["limit-uptime"] == "1s" && spent["disabled"] == "true")
                try gateway.close()
            }
        }
    }

    @Test func `ten hours within a day stay that on the router, and on a row that is made anew`() async throws {
        try await SimulatedRouter.running(Self.configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            try await router.setClock(epochSeconds: gateway.now().seconds)
            try await router.edit("/ip/hotspot/user/remove", [".id": "admin"])
            try await router.edit(
                "/ip/hotspot/user/profile/add",
                ["name": "1day", "on-login": ":put (\",rem,5000,1d,7000,,Disable,\")"]
            )
            try await add(router, "abcd23", ["profile": "1day", "limit-uptime": "10h"])
            let mac = "02:00:00:00:00:01"
            try await router.loginGuest(user: "abcd23", password: "abcd23", mac: mac, address: "10.5.50.21")
            try await router.advanceClock(by: .seconds(1800))
            try await router.logoutGuest(address: "10.5.50.21")
            gateway.advance(by: .seconds(1800))
            _ = try await gateway.store.adopt(try await plan(gateway, site), now: gateway.now())
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])

            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first).redemption
            #expect(redemption.endsAt == gateway.now() + .seconds(86_400))
            #expect(try await row("abcd23", on: router)["limit-uptime"] == "10h")
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])

            try await router.loginGuest(user: "abcd23", password: "abcd23", mac: mac, address: "10.5.50.21")
            _ = try await gateway.push(site)
            try await router.advanceClock(by: .seconds(3600))
            gateway.advance(by: .seconds(3600))
            _ = try await gateway.push(site)
            try await router.logoutGuest(address: "10.5.50.21")
            try await router.edit("/ip/hotspot/user/remove", ["numbers": "abcd23"])
            _ = try await gateway.push(site)
            #expect(try await row("abcd23", on: router)["limit-uptime"] == "8h30m")
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            try gateway.close()
        }
    }

    @Test func `what was taken over once is not taken again from somebody who makes it anew`() async throws {
        try await SimulatedRouter.running(Self.configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            try await add(router, "abcd23", ["limit-uptime": "2h"])
            _ = try await gateway.store.adopt(try await plan(gateway, site), now: gateway.now())
            _ = try await gateway.push(site)
            try await router.edit("/ip/hotspot/user/remove", ["numbers": "abcd23"])
            try await add(router, "abcd23", ["limit-uptime": "5h", "comment": "theirs"])
            #expect(try await conflicts(gateway, site) == ["abcd23"])
            #expect(try await row("abcd23", on: router)["comment"] == "theirs")

            // Asked once more, and shown, it is taken over after all.
            let again = try await plan(gateway, site)
            #expect(again.items.filter(\.isTakenOver).map(\.outcome) == [.unfinished])
            #expect(try await gateway.store.adopt(again, now: gateway.now()).isEmpty)
            #expect(try await conflicts(gateway, site).isEmpty)
            #expect(try await row("abcd23", on: router)["comment"]?.hasPrefix("gg1 ") == true)
            try gateway.close()
        }
    }
}
