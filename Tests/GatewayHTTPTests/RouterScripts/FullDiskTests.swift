import GatewayDomain
import RouterOSSimulator
import Testing

/// Scripts on a router that has no room for a single write.
@Suite(.timeLimit(.minutes(15))) struct FullDiskTests {
    private func fill(_ router: SimulatedRouter, _ isFull: Bool = true) async throws {
        try await router.setFaults { $0.isDiskFull = isFull }
    }

    @Test(arguments: ["7.12.2", "7.24"])
    func `a login that cannot be noted is told all the same`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            try await bench.add("8B7W3D")
            try await fill(bench.router)
            try await bench.login("8B7W3D")
            try await bench.router.scriptsAnswered()
            #expect(try await bench.active() == ["8B7W3D"])
            #expect(try await bench.comment("8B7W3D") == ScriptBench.mark())
            #expect(bench.events().map { $0["user"] } == ["8B7W3D"])
            #expect(try await bench.log("script,warning") == ["gg-ab12: the login of 8B7W3D could not be noted"])
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: ["7.12.2", "7.24"])
    func `a session that is over ends, and its code dies once there is room`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            bench.sink.answer(.end)
            try await bench.add("GUEST", ScriptBench.mark(t: 1800))
            try await bench.add("OVER", ScriptBench.mark(x: ScriptBench.start + 1800))
            try await bench.login("GUEST")
            try await fill(bench.router)
            try await bench.pass(2400)
            #expect(try await bench.active() == [])
            // What is over goes, which needs no room.
            #expect(try await bench.users() == ["GUEST"])
            #expect(try await bench.user("GUEST")?["disabled"] == "false")
            // Back in by the code, and out again at the next run.
            try await bench.login("GUEST", phone: 2)
            try await bench.pass(300)
            #expect(try await bench.active() == [])
            try await fill(bench.router, false)
            try await bench.pass(300)
            #expect(try await bench.user("GUEST")?["disabled"] == "true")
            bench.sink.answer(.status(200))
            try await bench.pass(600)
            #expect(try await bench.users() == [])
            try await bench.expectNoErrors()
        }
    }

    @Test func `a login that only the hook told of is one redemption, with room again and without`() async throws {
        try await ReportedWorld.with { world in
            let coupons = try await world.coupons(2)
            try await world.work()
            try await fill(world.router)
            try await world.login(coupons[0])
            #expect(try await world.redemptions().count == 1)
            // This one nobody tells of but the router itself, when it is looked at.
            world.setThere(false)
            try await world.login(coupons[1], phone: 2)
            try await world.pass(.seconds(600))
            world.setThere(true)
            try await world.pass(.seconds(180))
            try await world.look()
            #expect(try await world.redemptions().count == 2)
            try await fill(world.router, false)
            try await world.pass(.seconds(600))
            try await world.look()
            for coupon in coupons {
                #expect(try await world.redeemings(coupon.code) == 1)
                #expect(try await world.sessions(coupon).count == 1)
            }
            #expect(try await world.active() == coupons.map(\.code).sorted())
            try await world.expectNoErrors()
        }
    }
}
