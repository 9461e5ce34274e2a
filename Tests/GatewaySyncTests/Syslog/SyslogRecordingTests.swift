import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Lines about a simulated router, which a gateway serves: what is recorded is what the router says, never what a line says.
@Suite(.timeLimit(.minutes(15))) struct SyslogRecordingTests {
    /// No `listen`, and no look for an hour: only lines can make the gateway look.
    private func configuration(_ gateway: TestGateway) -> SyncConfiguration {
        var configuration = gateway.configuration
        configuration.listensForLogins = false
        configuration.lookInterval = .seconds(3600)
        return configuration
    }

    @Test func `a login is recorded after its line, an hour before the next look, and so is a logout`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let code = try #require(try await gateway.coupons(1).first?.code)
            let id = gateway.store.gatewayID
            let service = try await gateway.syslog()
            try await gateway.serving(with: configuration(gateway)) {
                try await service.running {
                    try await gateway.eventually("the router holds the code") {
                        try await router.codes(of: id) == [code]
                    }
                    try await router.loginGuest(
                        user: code,
                        password: code,
                        mac: "02:00:00:00:00:01",
                        address: "10.5.50.21"
                    )
                    #expect(try await gateway.store.redemptions(at: site.id).isEmpty)
                    try await SyslogSender.datagram(
                        "hotspot,account,info,debug \(code) (10.5.50.21): logged in",
                        to: service
                    )
                    try await gateway.eventually("the login is recorded") {
                        try await gateway.store.redemptions(at: site.id).map(\.code) == [code]
                    }
                    try await gateway.eventually("nothing is left to do") {
                        try await gateway.store.nextWorkAt(now: gateway.now()).map { $0 > gateway.now() } ?? true
                    }
                    try await router.advanceClock(by: .seconds(600))
                    try await router.logoutGuest(address: "10.5.50.21")
                    try await SyslogSender.datagram(
                        "hotspot,account,info,debug \(code) (10.5.50.21): logged out: user request",
                        to: service
                    )
                    try await gateway.eventually("the guest's session has ended") {
                        let guests = try await gateway.store.siteUsers(at: site.id, now: gateway.now())
                        return guests.count == 1 && guests.first?.session?.endedAt != nil
                    }
                }
            }
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.redemption.macAddress == "02:00:00:00:00:01")
            #expect(try await gateway.store.redemptions(at: site.id).count == 1)
            try gateway.close()
        }
    }

    @Test func `a forged line records nothing and puts nobody out`() async throws {
        try await SimulatedRouter.running { lobby in
            try await SimulatedRouter.running { beach in
                let gateway = try await TestGateway()
                let first = try await gateway.site("Lobby", lobby)
                let second = try await gateway.site("Beach", beach)
                let codes = try await gateway.coupons(3).map(\.code).sorted()
                let id = gateway.store.gatewayID
                let service = try await gateway.syslog()
                try await gateway.serving(with: configuration(gateway)) {
                    try await service.running {
                        try await gateway.eventually("both routers hold all codes") {
                            let held = try await (lobby.codes(of: id), beach.codes(of: id))
                            return held == (codes, codes)
                        }
                        try await lobby.loginGuest(
                            user: codes[0],
                            password: codes[0],
                            mac: "02:00:00:00:00:01",
                            address: "10.5.50.21"
                        )
                        // Both routers are at this address, so each line is taken for both: a code that nobody used, one whose guest is
                        // said to be out, and one that is said to be in use at the other site.
                        for line in [
                            "\(codes[1]) (10.5.50.66): logged in", "\(codes[0]) (10.5.50.21): logged out: admin reset",
                            "\(codes[2]) (10.5.50.66): logged out: session timeout",
                            "\(codes[0]) (10.5.50.99): logged in",
                        ] {
                            try await SyslogSender.datagram("hotspot,account,info,debug \(line)", to: service)
                        }
                        try await gateway.eventually("the real login is recorded") {
                            try await gateway.store.redemptions(at: first.id).map(\.code) == [codes[0]]
                        }
                        try await gateway.eventually("its code is gone from the other site") {
                            try await beach.codes(of: id) == [codes[1], codes[2]]
                        }
                        try await gateway.eventually("nothing is left to do") {
                            try await gateway.store.nextWorkAt(now: gateway.now()).map { $0 > gateway.now() } ?? true
                        }
                    }
                }
                #expect(try await gateway.store.redemptions(at: second.id).isEmpty)
                #expect(try await gateway.store.reports(at: second.id).isEmpty)
                #expect(Set(try await gateway.store.reports(at: first.id).map(\.report.user)) == [codes[0]])
                #expect(try await lobby.codes(of: id) == codes)
                #expect(try await lobby.rows(of: "/ip/hotspot/active").count == 1)
                try gateway.close()
            }
        }
    }

    @Test func `a flood of forged lines costs a router a bounded number of looks, and writes nothing to it`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(50).map(\.code).sorted()
            let id = gateway.store.gatewayID
            let service = try await gateway.syslog { $0.looksPerDevicePerMinute = 5 }
            try await gateway.serving(with: configuration(gateway)) {
                try await service.running {
                    try await gateway.eventually("the router holds all codes") {
                        try await router.codes(of: id) == codes
                    }
                    let commands = try await router.activity().commandCount
                    for round in 0..<40 {
                        let lines = codes.map { "hotspot,info \($0) (10.5.50.\(round)): logged in" }
                        try await SyslogSender.datagrams(lines.map { Array($0.utf8) }, to: service)
                    }
                    try await gateway.eventually("the looks are over") {
                        try await gateway.store.nextWorkAt(now: gateway.now()).map { $0 > gateway.now() } ?? true
                    }
                    // Each look by names is two commands.
                    let cost = try await router.activity().commandCount - commands
                    #expect(cost <= 2 * 6 * 2, "\(cost) commands")
                }
            }
            #expect(try await gateway.store.reports(at: site.id).isEmpty)
            #expect(try await router.codes(of: id) == codes)
            try gateway.close()
        }
    }
}
