import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

@Suite struct SyncServiceTests {
    @Test func `a coupon that is used at one site is recorded there and vanishes from the other`() async throws {
        try await SimulatedRouter.running { lobby in
            try await SimulatedRouter.running { beach in
                let gateway = try await TestGateway()
                let first = try await gateway.site("Lobby", lobby)
                _ = try await gateway.site("Beach", beach)
                let coupons = try await gateway.coupons(6)
                let codes = coupons.map(\.code).sorted()
                let id = gateway.store.gatewayID
                try await gateway.serving {
                    try await gateway.eventually("both routers hold all codes") {
                        let held = try await (lobby.codes(of: id), beach.codes(of: id))
                        return held == (codes, codes)
                    }
                    try await lobby.loginGuest(
                        user: codes[2],
                        password: codes[2],
                        mac: "02:00:00:00:00:01",
                        address: "10.5.50.21"
                    )
                    try await gateway.eventually("the code is gone from the other site") {
                        try await beach.codes(of: id) == codes.filter { $0 != codes[2] }
                    }
                }
                let redemptions = try await gateway.store.redemptions(at: first.id)
                #expect(redemptions.map(\.code) == [codes[2]])
                #expect(try await lobby.codes(of: id) == codes)
                #expect(try await lobby.rows(of: "/ip/hotspot/active").count == 1)
                // One connection each: every login is a line in the router's log.
                #expect(try await lobby.activity().logins == 1)
                #expect(try await beach.activity().logins == 1)
                try gateway.close()
            }
        }
    }

    @Test func `what another tool removed or changed comes back at the next look`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()
            var configuration = gateway.configuration
            configuration.lookInterval = .milliseconds(200)
            let id = gateway.store.gatewayID
            try await gateway.serving(with: configuration) {
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
                try await router.edit(
                    "/ip/hotspot/user/set",
                    [".id": codes[1], "profile": "default", "limit-uptime": "0s"]
                )
                try await router.edit("/ip/hotspot/user/remove", [".id": codes[0]])
                try await gateway.eventually("everything is back") {
                    let rows = try await router.rows(of: "/ip/hotspot/user")
                    return try await router.codes(of: id) == codes
                        && rows.first { $0["name"] == codes[1] }?["limit-uptime"] == "12h"
                }
            }
            try gateway.close()
        }
    }

    @Test func `a router that reboots is brought into line again, over one more login`() async throws {
        try await SimulatedRouter.running(.alone(at: "127.0.1.4")) { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let first = try await gateway.coupons(3).map(\.code)
            var configuration = gateway.configuration
            configuration.lookInterval = .milliseconds(200)
            let id = gateway.store.gatewayID
            try await gateway.serving(with: configuration) {
                try await gateway.eventually("the router holds all codes") {
                    try await router.codes(of: id) == first.sorted()
                }
                try await router.reboot()
                let second = try await gateway.coupons(2).map(\.code)
                try await gateway.eventually("the router holds old and new codes") {
                    try await router.codes(of: id) == (first + second).sorted()
                }
            }
            #expect(try await router.activity().logins == 2)
            try gateway.close()
        }
    }

    @Test func `a router whose connection is lost is connected to at once, and not at its next look`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            var configuration = gateway.configuration
            configuration.lookInterval = .seconds(86_400)
            let id = gateway.store.gatewayID
            try await gateway.serving(with: configuration) {
                try await gateway.eventually("the router holds the code") {
                    try await router.codes(of: id) == [coupon.code]
                }
                try await gateway.eventually("somebody listens") {
                    try await router.activity().commands["/ip/hotspot/active/listen"] == 1
                }
                gateway.advance(by: .seconds(60))
                try await router.dropConnections()
                try await router.loginGuest(
                    user: coupon.code,
                    password: coupon.code,
                    mac: "02:00:00:00:00:02",
                    address: "10.5.50.21"
                )
                try await gateway.eventually("the login is on record") {
                    try await !gateway.store.redemptions(at: site.id).isEmpty
                }
            }
            try gateway.close()
        }
    }

    @Test func `a device that says nothing never delays another`() async throws {
        var silent = SimulatedRouterConfiguration.shared
        silent.faults.isSilent = true
        try await SimulatedRouter.running(silent) { dead in
            try await SimulatedRouter.running { router in
                let gateway = try await TestGateway()
                _ = try await gateway.site("Dead", dead)
                _ = try await gateway.site("Lobby", router)
                let id = gateway.store.gatewayID
                var configuration = gateway.configuration
                configuration.connectTimeout = .seconds(600)
                configuration.devicesAtOnceMaximum = 2
                try await gateway.serving(with: configuration) {
                    for _ in 1...3 {
                        let codes = try await gateway.coupons(2).map(\.code)
                        try await gateway.eventually("the living router gets its codes") {
                            try await Set(codes).isSubset(of: router.codes(of: id))
                        }
                    }
                }
                try gateway.close()
            }
        }
    }

    @Test func `a paused site is looked at and not written to, and gets everything when it is resumed`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let id = gateway.store.gatewayID
            try await gateway.store.pauseSite(site.id, now: gateway.now())
            let codes = try await gateway.coupons(2).map(\.code).sorted()
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .refused)
            #expect(try await router.codes(of: id).isEmpty)
            try await gateway.store.resumeSite(site.id, now: gateway.now())
            try await gateway.serving {
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
            }
            try gateway.close()
        }
    }

    @Test func `a look at a device that is as it should be is five sentences and no write`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(5)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            _ = try await gateway.run(device, scope: .everything, over: link)
            let before = try await router.activity()

            let result = try await gateway.run(device, scope: nil, over: link)

            let after = try await router.activity()
            #expect(result.outcome == .unchanged)
            #expect(after.commandCount - before.commandCount == 5)
            #expect(after.configurationWrites == before.configurationWrites)
            await link.close()
            try gateway.close()
        }
    }

    @Test func `a scope of names reads and writes these names and nothing else, whatever the number of users`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(200)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            _ = try await gateway.run(device, scope: .everything, over: link)
            let coupon = try #require(try await gateway.coupons(1).first)
            let before = try await router.activity()

            let result = try await gateway.run(device, scope: .names([coupon.code]), over: link)

            let after = try await router.activity()
            #expect(result.outcome == .converged)
            #expect(after.configurationWrites - before.configurationWrites == 1)
            // Users and sessions by name, the add, and both again to see that it took effect.
            #expect(after.commandCount - before.commandCount == 5)
            await link.close()
            try gateway.close()
        }
    }
}
