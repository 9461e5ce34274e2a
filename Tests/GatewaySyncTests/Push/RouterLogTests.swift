import GatewayDomain
import GatewayStore
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What a router noted of guests while nobody looked, in its own log.
@Suite(.timeLimit(.minutes(15))) struct RouterLogTests {
    private static func configuration(
        _ version: RouterOSVersion = RouterOSVersion(7, 22, 3),
        changing: (inout SimulatedRouterConfiguration) -> Void = { _ in }
    ) -> SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.version = version
        changing(&configuration)
        return configuration
    }

    /// A guest comes after a minute and stays for ten, while nobody looks.
    private static func stay(_ coupon: Coupon, on router: SimulatedRouter, of gateway: TestGateway) async throws
        -> Timestamp
    {
        gateway.advance(by: .seconds(60))
        try await router.advanceClock(by: .seconds(60))
        let login = gateway.now()
        try await router.loginGuest(
            user: coupon.code,
            password: coupon.code,
            mac: "02:00:00:00:00:01",
            address: "10.5.50.21"
        )
        gateway.advance(by: .seconds(600))
        try await router.advanceClock(by: .seconds(600))
        try await router.logoutGuest(address: "10.5.50.21")
        gateway.advance(by: .seconds(300))
        try await router.advanceClock(by: .seconds(300))
        return login
    }

    private static func isNear(_ left: Timestamp?, _ right: Timestamp) -> Bool {
        guard let left else { return false }
        return left - right <= .seconds(5) && right - left <= .seconds(5)
    }

    @Test(
        arguments: [
            (RouterOSVersion(7, 22, 3), 0, 0), (RouterOSVersion(7, 22, 3), 259_200, 7200),
            (RouterOSVersion(7, 22, 3), -1_700_000_000, -12_600), (RouterOSVersion(7, 9, 2), 0, 0),
            (RouterOSVersion(7, 9, 2), -86_400 * 3, 3600),
        ] as [(RouterOSVersion, Int64, Int64)]
    )
    func `a guest who came and went is known with both times, whatever the router's clock shows`(
        version: RouterOSVersion,
        ahead: Int64,
        zone: Int64
    ) async throws {
        let configuration = Self.configuration(version) { $0.timeZone = ("manual", zone) }
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            try await router.setClock(epochSeconds: gateway.now().seconds + ahead)
            let site = try await gateway.site("Lobby")
            let device = try await gateway.device(at: site, router)
            _ = try await gateway.store.updateDevice(device.id, at: site.id, password: nil, now: gateway.now()) {
                $0.allowsUnsupported = true
            }
            let coupon = try #require(try await gateway.coupons(1).first)
            // Of a router that has just started nobody knows whether its clock is still to be set.
            gateway.advance(by: .seconds(60))
            try await router.advanceClock(by: .seconds(60))
            _ = try await gateway.push(site)
            let login = try await Self.stay(coupon, on: router, of: gateway)

            _ = try await gateway.push(site)
            _ = try await gateway.push(site)

            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.source == .routerLog)
            #expect(redemption.address == "10.5.50.21")
            #expect(Self.isNear(redemption.redemption.at, login))
            let reports = try await gateway.store.reports(at: site.id)
            #expect(reports.count == 2)
            let logout = try #require(reports.first { $0.report.event == .logout })
            #expect(logout.meaning == .ended)
            #expect(logout.report.endCause == "user request")
            #expect(Self.isNear(logout.report.endedAt, login + .seconds(600)))
            #expect(abs((logout.report.clockErrorSeconds ?? 0) - ahead) <= 5)
            try gateway.close()
        }
    }

    @Test func `a login from before the clock was set counts, at no known time`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.setClock(epochSeconds: 86_400)
            _ = try await Self.stay(coupon, on: router, of: gateway)
            try await router.setClock(epochSeconds: gateway.now().seconds)

            _ = try await gateway.push(site)

            let reports = try await gateway.store.reports(at: site.id).filter { $0.report.event == .login }
            #expect(reports.map(\.meaning) == [.redeemed])
            #expect(reports.map(\.report.loginAt) == [nil])
            // From when it is known of: nobody's access is shortened by a clock.
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(Self.isNear(redemption.redemption.at, gateway.now()))
            try gateway.close()
        }
    }

    @Test func `a line of a guest who came a minute later is not taken for the one whom the mark names`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            try await router.setClock(epochSeconds: gateway.now().seconds)
            let site = try await gateway.site("Lobby", router)
            let code = try #require(try await gateway.coupons(1).first).code
            _ = try await gateway.push(site)
            for last in 1...2 {
                let address = "10.5.50.2\(last)"
                try await router.loginGuest(
                    user: code,
                    password: code,
                    mac: "02:00:00:00:00:0\(last)",
                    address: address
                )
                if last == 1 {
                    let rows = try await router.rows(of: "/ip/hotspot/user")
                    let mark = try #require(rows.first { $0["name"] == code }?["comment"])
                    let noted = "\(mark) r=\(gateway.now().seconds) m=02:00:00:00:00:01"
                    try await router.edit("/ip/hotspot/user/set", [".id": code, "comment": noted])
                }
                try await router.logoutGuest(address: address)
                gateway.advance(by: .seconds(60))
                try await router.advanceClock(by: .seconds(60))
            }

            _ = try await gateway.push(site)

            let logins = try await gateway.store.reports(at: site.id).map(\.report).filter {
                $0.source == .routerLog && $0.event == .login
            }
            let devices = Dictionary(logins.map { ($0.address, $0.macAddress) }) { first, _ in first }
            #expect(devices == ["10.5.50.21": "02:00:00:00:00:01", "10.5.50.22": nil])
            try gateway.close()
        }
    }

    @Test func `lines are read once a connection, and recorded once for ever`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            let device = try await gateway.device(at: site, router)
            let coupon = try #require(try await gateway.coupons(1).first)
            let link = DeviceLink(group: gateway.group, configuration: gateway.configuration, logger: .silent) { _, _ in
            }
            _ = try await gateway.run(device, scope: .everything, over: link)
            _ = try await Self.stay(coupon, on: router, of: gateway)
            _ = try await gateway.run(device, scope: .everything, over: link)
            let read = try #require(await link.lastLogNumber)
            #expect(read > 0)
            _ = try await gateway.run(device, scope: .everything, over: link)
            #expect(await link.lastLogNumber == read)
            await link.close()
            #expect(await link.lastLogNumber == nil)
            _ = try await gateway.run(device, scope: .everything, over: link)
            #expect(try await gateway.store.reports(at: site.id).count == 2)

            // After a start the numbers begin again, and what they tell is new.
            try await router.reboot()
            _ = try await Self.stay(coupon, on: router, of: gateway)
            // The link hears of the lost connection now, or has already.
            let first = try? await gateway.run(device, scope: .everything, over: link)
            if first == nil { _ = try await gateway.run(device, scope: .everything, over: link) }
            #expect(try await gateway.store.reports(at: site.id).count == 4)
            await link.close()
            try gateway.close()
        }
    }

    @Test func `names that a router is asked about are looked up in its log, in the same round trip`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            let device = try await gateway.device(at: site, router)
            let coupons = try await gateway.coupons(2)
            let link = DeviceLink(group: gateway.group, configuration: gateway.configuration, logger: .silent) { _, _ in
            }
            _ = try await gateway.push(site)
            _ = try await gateway.run(device, scope: .everything, over: link)
            _ = try await Self.stay(coupons[0], on: router, of: gateway)
            _ = try await Self.stay(coupons[1], on: router, of: gateway)
            try await gateway.store.askToLook(at: device.id, names: [coupons[0].code], now: gateway.now())
            let work = try #require(
                try await gateway.store.claimWork(holder: gateway.holder, limit: 1, now: gateway.now()).first
            )
            #expect(work.isAsked)
            #expect(work.scope == .names([coupons[0].code]))

            _ = try await DeviceRun(
                work: work,
                store: gateway.store,
                link: link,
                configuration: gateway.configuration,
                logger: .silent,
                now: gateway.now
            ).perform()

            let reports = try await gateway.store.reports(at: site.id)
            #expect(Set(reports.map(\.report.user)) == [coupons[0].code])
            #expect(reports.map(\.report.source) == [.routerLog, .routerLog])
            // What was not asked for is still to be read.
            _ = try await gateway.run(device, scope: .everything, over: link)
            #expect(try await gateway.store.redemptions(at: site.id).count == 2)
            await link.close()
            try gateway.close()
        }
    }

    @Test func `lines of others, failures and what guests make up are nobody's redemption`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.edit("/ip/hotspot/user/add", ["name": "somebody", "password": "x"])
            try await router.loginGuest(
                user: "somebody",
                password: "x",
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            let made = "\(coupon.code) (10.5.50.22): logged in"
            for name in [made, "->: \(made)", "x: \(coupon.code)"] {
                do {
                    try await router.loginGuest(
                        user: name,
                        password: "x",
                        mac: "02:00:00:00:00:02",
                        address: "10.5.50.22"
                    )
                    Issue.record("\(name) got in")
                } catch {}
            }
            _ = try await gateway.push(site)
            #expect(try await gateway.store.reports(at: site.id).isEmpty)
            #expect(try await gateway.store.redemptions(at: site.id).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a session that is open and its line in the log are one, with the guest's device`() async throws {
        try await SimulatedRouter.running(Self.configuration()) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            for _ in 0..<3 {
                gateway.advance(by: .seconds(600))
                try await router.advanceClock(by: .seconds(600))
                _ = try await gateway.push(site)
            }
            #expect(try await gateway.store.reports(at: site.id).count == 1)
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.redemption.macAddress == "02:00:00:00:00:01")
            #expect(redemption.redemption.holder == "02:00:00:00:00:01")
            try gateway.close()
        }
    }
}
