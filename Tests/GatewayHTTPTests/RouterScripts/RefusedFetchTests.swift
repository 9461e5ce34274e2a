import Foundation
import GatewayDomain
import RouterOSAPI
import RouterOSSimulator
import Testing

/// Routers whose reports do not get through: it is noticed, shown with the remedy, and heals.
@Suite(.timeLimit(.minutes(15))) struct RefusedFetchTests {
    @Test(arguments: [401, 500])
    func `an answer that takes nothing is told after some minutes, and is over once it takes`(status: Int) async throws
    {
        try await ReportedWorld.with { world in
            let coupons = try await world.coupons(2)
            try await world.work()
            // One that gets through shows nothing wrong.
            try await world.login(coupons[0], phone: 1)
            try await world.pass(.seconds(1200))
            #expect(try await world.findings()["no_reports"] == nil)

            // Something in between answers instead of the gateway.
            world.sink.answer(.status(status))
            try await world.login(coupons[1], phone: 2)
            try await world.pass(.seconds(300))
            // The gateway looks, and so nothing is lost; the router may still need its minute.
            #expect(try await world.redemptions().count == 2)
            #expect(try await world.findings()["no_reports"] == nil)
            try await world.pass(.seconds(480))
            let finding = try #require(try await world.findings()["no_reports"])
            #expect(
                finding.remedy.contains(
                    "/tool/fetch url=http://127.0.0.1:\(world.sink.port)/routeros/events output=none"
                )
            )
            #expect(!finding.message.contains(DeviceToken.prefix) && !finding.remedy.contains(DeviceToken.prefix))

            world.setThere(true)
            try await world.pass(.seconds(120))
            #expect(try await world.findings()["no_reports"] == nil)
            for coupon in coupons {
                #expect(try await world.redeemings(coupon.code) == 1)
                #expect(try await world.sessions(coupon).count == 1)
            }
            try await world.expectNoErrors()
        }
    }

    @Test func `an authority that is another one, and one that is missing, are told until the right one is there`()
        async throws
    {
        let own = try TLSServerIdentity.selfSigned(commonName: "gateway", subjectAltNames: ["127.0.0.1"])
        let other = try TLSServerIdentity.selfSigned(commonName: "other", subjectAltNames: ["127.0.0.1"])
        // The certificates begin now.
        let now = Timestamp(seconds: Int64(Date.now.timeIntervalSince1970) + 60)
        try await ReportedWorld.with(now: now, identity: own) { world in
            // Somebody named another authority than that of the gateway, and the router has it.
            try await world.setAuthority(other)
            try await bring(other, to: world.router)
            let coupon = try #require(try await world.coupons(1).first)
            try await world.work()
            #expect(try await world.findings()["authority"] == nil)
            try await world.login(coupon)
            try await world.pass(.seconds(900))
            #expect(world.sink.bodies.isEmpty)
            #expect(try await world.redeemings(coupon.code) == 1)
            #expect(try await world.findings()["no_reports"]?.remedy.contains("check-certificate=yes") == true)

            // It is put right, but for the router.
            try await world.setAuthority(own)
            try await world.work()
            let finding = try #require(try await world.findings()["authority"])
            #expect(finding.remedy.contains("/certificate/import file-name=ca.crt passphrase=\"\""))
            try await world.pass(.seconds(120))
            #expect(world.sink.bodies.isEmpty)

            // As the remedy says.
            try await bring(own, to: world.router)
            try await world.pass(.seconds(120))
            let findings = try await world.findings()
            #expect(findings["authority"] == nil && findings["no_reports"] == nil)
            #expect(!world.sink.bodies.isEmpty)
            #expect(try await world.redeemings(coupon.code) == 1)
            #expect(try await world.sessions(coupon).count == 1)
        }
    }

    private func bring(_ authority: TLSServerIdentity, to router: SimulatedRouter) async throws {
        try await router.edit("/file/add", ["name": "ca.crt", "contents": authority.certificatePEM ?? ""])
        _ = try await router.run("/certificate/import file-name=ca.crt passphrase=\"\"")
        try await router.edit("/file/remove", ["numbers": "ca.crt"])
    }

    @Test func `a gateway that takes the call and says nothing delays nobody, and is tried again`() async throws {
        try await ScriptBench.with { bench in
            bench.sink.answer(.silence)
            try await bench.router.setFaults { $0.fetchIdleTimeout = .seconds(5) }
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            #expect(try await bench.active() == ["8B7W3D"])
            // The hook's call and the report's end by their own patience.
            try await bench.pass(63)
            #expect(bench.events().count == 2)
            #expect(try await bench.log("script,warning").count == 1)
            try await bench.router.setFaults { $0.fetchIdleTimeout = .seconds(60) }
            bench.sink.clear()
            bench.sink.answer(.status(200))
            try await bench.pass(60)
            #expect(bench.events().map { $0["user"] } == ["8B7W3D"])
            #expect(try await bench.log("script,info") == ["gg-ab12-report: the gateway takes logins again"])
            try await bench.pass(600)
            #expect(bench.events().count == 1)
            try await bench.expectNoErrors()
        }
    }
}
