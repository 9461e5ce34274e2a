import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A router dies and another one takes its place, with empty tables and a certificate of its own.
@Suite struct ReplacedRouterTests {
    private func row(_ code: String, on router: SimulatedRouter) async throws -> [String: String]? {
        try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == code }
    }

    /// What is left of a guest's time is on the router, to the second, with what its scripts need to end it.
    private func expectRest(of redemption: Coupon.Redemption, in row: [String: String], now: Timestamp) throws {
        let left = (redemption.endsAt - now).components.seconds
        #expect(abs((RouterOSText.seconds(row["limit-uptime"] ?? "") ?? 0) - left) <= 1)
        #expect(row["mac-address"] == redemption.macAddress)
        let mark = try #require(OwnershipMark(comment: row["comment"] ?? ""))
        #expect(mark.loginAt?.seconds == redemption.at.seconds)
        #expect(mark.sessionSeconds == redemption.sessionSeconds)
        #expect(mark.macAddress == redemption.macAddress)
    }

    @Test
    func `everything comes back with what is left of each guest's time, and every redemption once`() async throws {
        let gateway = try await TestGateway()
        gateway.stopClock()
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        let first = try await SimulatedRouter.start(configuration)
        let site = try await gateway.site("Lobby", first)
        let device = try #require(try await gateway.store.devices(at: site.id).first)
        let coupons = try await gateway.coupons(4, minutes: 1440)
        let (unused, online, away, over) = (coupons[0].code, coupons[1].code, coupons[2].code, coupons[3].code)
        _ = try await gateway.push(site)
        func pass(_ seconds: Int64) async throws {
            gateway.advance(by: .seconds(seconds))
            try await first.advanceClock(by: .seconds(seconds))
        }
        func login(_ code: String, _ number: Int) async throws {
            let mac = "02:00:00:00:00:0\(number)"
            try await first.loginGuest(user: code, password: code, mac: mac, address: "10.5.50.2\(number)")
        }
        try await login(over, 1)
        _ = try await gateway.push(site)
        try await pass(7200)
        try await login(away, 2)
        _ = try await gateway.push(site)
        try await pass(3600)
        try await first.logoutGuest(address: "10.5.50.22")
        try await login(online, 3)
        _ = try await gateway.push(site)
        let redeemed = try await gateway.store.redemptions(at: site.id)
        #expect(redeemed.count == 3)
        // Off for long enough that one guest's time is over.
        await first.stop()
        gateway.advance(by: .seconds(33_000))

        // A certificate of its own; another port, as the system may not give the old one again at once.
        let identity = try TLSServerIdentity.selfSigned(commonName: "blank", subjectAltNames: ["127.0.0.1"])
        configuration.tls = .certificate(identity)
        let second = try await SimulatedRouter.start(configuration)
        var moved = device
        moved.port = second.port
        try await gateway.store.updateDevice(moved, password: nil, now: gateway.now())
        let stranger = try #require(try await gateway.push(site).first)
        #expect(stranger.outcome == .failed)
        #expect(stranger.failure?.contains("device trust") == true)
        let fingerprint = try #require(second.fingerprint)
        try await gateway.store.setTrust(of: device.id, to: .pinned(fingerprint.description), now: gateway.now())
        let run = try #require(try await gateway.push(site).first)

        #expect(run.outcome == .converged)
        #expect(try await second.codes(of: gateway.store.gatewayID) == [unused, online, away].sorted())
        for item in redeemed where item.code != over {
            let row = try #require(try await row(item.code, on: second))
            try expectRest(of: item.redemption, in: row, now: gateway.now())
        }
        #expect(try await row(unused, on: second)?["limit-uptime"] == "12h")

        // The guest comes back with the code, since no cookie could be kept, and uses no more than was left.
        let again = try await gateway.push(site)
        #expect(again.map(\.outcome) == [.unchanged])
        try await second.loginGuest(user: online, password: online, mac: "02:00:00:00:00:03", address: "10.5.50.33")
        _ = try await gateway.push(site)
        #expect(try await gateway.store.redemptions(at: site.id).map(\.redemption) == redeemed.map(\.redemption))
        #expect(try await gateway.store.reports(at: site.id).filter { $0.meaning == .redeemed }.count == 3)
        await second.stop()
        try gateway.close()
    }

    @Test func `an account with a limited time gets what it has not used`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            var account = HotspotUser(
                id: gateway.store.newID(),
                site: site.id,
                instance: gateway.instance.id,
                name: "till",
                password: Secret("till"),
                createdAt: gateway.now()
            )
            account.uptimeSecondsMaximum = 7200
            try await gateway.store.addHotspotUser(account)
            _ = try await gateway.push(site)
            try await router.loginGuest(user: "till", password: "till", mac: "02:00:00:00:00:01", address: "10.5.50.21")
            gateway.advance(by: .seconds(1800))
            try await router.advanceClock(by: .seconds(1800))
            _ = try await gateway.push(site)
            try await router.edit("/ip/hotspot/user/remove", [".id": "till"])

            _ = try await gateway.push(site)
            #expect(try await row("till", on: router)?["limit-uptime"] == "1h30m")
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            try gateway.close()
        }
    }

    @Test func `a row that somebody removed comes back with what is left, and nothing is written again`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            let code = try #require(try await gateway.coupons(1).first).code
            _ = try await gateway.push(site)
            try await router.loginGuest(user: code, password: code, mac: "02:00:00:00:00:01", address: "10.5.50.21")
            _ = try await gateway.push(site)
            gateway.advance(by: .seconds(43_200 - 90))
            try await router.advanceClock(by: .seconds(600))
            try await router.edit("/ip/hotspot/user/remove", [".id": code])

            _ = try await gateway.push(site)
            #expect(try await row(code, on: router)?["limit-uptime"] == "1m30s")
            let runs = try await gateway.push(site)
            #expect(runs.map(\.outcome) == [.unchanged])

            try await router.edit("/ip/hotspot/user/set", [".id": code, "limit-uptime": "1d"])
            _ = try await gateway.push(site)
            #expect(try await row(code, on: router)?["limit-uptime"] == "1m30s")
            try gateway.close()
        }
    }
}
