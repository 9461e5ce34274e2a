import RouterOSSimulator
import Testing

/// `sweep` as a router's scheduler runs it: what it ends, and what it leaves to the gateway.
@Suite(.timeLimit(.minutes(15))) struct SweepScriptTests {
    /// Two runs from the start: the first one only learns whether the clock is steady.
    private static let twoRuns: Int64 = 610

    private static func note(_ r: Int64, c: Bool = true) -> String {
        " r=\(r) u=7 m=02:00:00:00:00:07" + (c ? " c=1" : "")
    }

    private static let start = ScriptBench.start

    @Test(arguments: ScriptBench.versions)
    func `a coupon that nobody used in time goes, by one write, and no other one`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            let over = ScriptBench.mark(x: Self.start - 1)
            try await bench.add("OVER", over)
            try await bench.add("VALID", ScriptBench.mark(x: Self.start + 86_400))
            try await bench.add("FOREIGN", ScriptBench.mark(x: Self.start - 1, gateway: "ffff"))
            try await bench.add("ACCOUNT", ScriptBench.mark(x: Self.start - 1, kind: "user"))
            try await bench.add("PLAIN", "vc-1 x=1")
            try await bench.add("NEVER", "gg1 ab12 coupon 7f0c t=60")
            try await bench.add("ODD", "gg1 ab12 coupon 7f0c x=soon")
            try await bench.add("ISIN", over)
            try await bench.add("WASIN", over)
            // The hooks did not work: only a session, and the counters of one, tell of the guests.
            try await bench.router.edit("/ip/hotspot/user/profile/set", [".id": "gg-ab12-x", "on-login": ""])
            try await bench.login("ISIN", phone: 1)
            try await bench.login("WASIN", phone: 2)
            try await bench.router.advanceClock(by: .seconds(10))
            try await bench.router.logoutGuest(address: ScriptBench.address(2))
            let before = try await bench.writes()
            try await bench.pass(Self.twoRuns)
            #expect(
                try await bench.users()
                    == ["VALID", "FOREIGN", "ACCOUNT", "PLAIN", "NEVER", "ODD", "ISIN", "WASIN"]
            )
            #expect(try await bench.writes() == before + 1)
            #expect(try await bench.active() == ["ISIN"])
            try await bench.expectNoErrors()
        }
    }

    @Test func `it goes within five minutes of its time, and not before`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("OVER", ScriptBench.mark(x: Self.start + 3600))
            try await bench.pass(3600)
            #expect(try await bench.users() == ["OVER"])
            try await bench.pass(300)
            #expect(try await bench.users() == [])
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `a session that is over ends, and its user goes once the login is told`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            try await bench.add("GUEST", ScriptBench.mark(t: 1800))
            try await bench.login("GUEST")
            try await bench.pass(1790)
            #expect(try await bench.active() == ["GUEST"])
            let before = try await bench.writes()
            try await bench.pass(310)
            #expect(try await bench.active() == [])
            #expect(try await bench.router.rows(of: "/ip/hotspot/cookie").isEmpty)
            #expect(try await bench.users() == [])
            #expect(try await bench.writes() == before + 1)
            #expect(bench.events("logout").map { $0["cause"] } == ["admin reset"])
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `a login that nobody has heard of is kept, with a code that is dead`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            bench.sink.answer(.end)
            try await bench.add("GUEST", ScriptBench.mark(t: 1800))
            try await bench.login("GUEST")
            let noted = try #require(try await bench.comment("GUEST"))
            let before = try await bench.writes()
            try await bench.pass(7200)
            #expect(try await bench.active() == [])
            #expect(try await bench.user("GUEST")?["disabled"] == "true")
            #expect(try await bench.comment("GUEST") == noted)
            #expect(try await bench.writes() == before + 1)
            await #expect(throws: SimulatedRouterError.self) { try await bench.login("GUEST", phone: 2) }
            // Once it is told, it goes.
            bench.sink.answer(.status(200))
            try await bench.pass(600)
            #expect(bench.events().last?["user"] == "GUEST")
            #expect(try await bench.users() == [])
            #expect(try await bench.writes() == before + 2)
            try await bench.expectNoErrors()
        }
    }

    @Test func `when in doubt the guest stays`() async throws {
        try await ScriptBench.with { bench in
            let unclear = [
                ScriptBench.mark(Self.note(Self.start - 90_000, c: false)),
                ScriptBench.mark(" r=soon u=7 c=1"),
                ScriptBench.mark(Self.note(Self.start + 90_000)),
                ScriptBench.mark(Self.note(Self.start - 90_000), t: 0),
                "gg1 ab12 coupon 7f0c x=1" + Self.note(Self.start - 90_000),
                "gg1 ab12 coupon 7f0c x=1 t=long" + Self.note(Self.start - 90_000),
                ScriptBench.mark(Self.note(Self.start - 90_000), gateway: "ffff"),
                ScriptBench.mark(Self.note(Self.start - 90_000), kind: "user"),
            ]
            for (number, comment) in unclear.enumerated() { try await bench.add("D\(number)", comment) }
            let before = try await bench.writes()
            try await bench.pass(3600)
            #expect(try await bench.users() == unclear.indices.map { "D\($0)" })
            #expect(try await bench.writes() == before)
            try await bench.expectNoErrors()
        }
    }

    @Test func `nothing ends by a clock that no time server set`() async throws {
        try await ScriptBench.with(isTimed: false) { bench in
            try await bench.add("OVER", ScriptBench.mark(x: 1))
            try await bench.add("ENDED", ScriptBench.mark(Self.note(Self.start - 90_000)))
            try await bench.pass(7200)
            #expect(try await bench.users() == ["OVER", "ENDED"])
        }
    }

    @Test func `nothing ends right after the clock has jumped, whoever set it`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("OVER", ScriptBench.mark(x: Self.start + 86_400))
            try await bench.add("VALID", ScriptBench.mark(x: Self.start + 400_000))
            try await bench.pass(Self.twoRuns)
            // A time server that goes mad, and is cured before the next run but one.
            try await bench.router.setTimeServer(epochSeconds: Self.start + 500_000)
            try await bench.pass(300)
            #expect(try await bench.users() == ["OVER", "VALID"])
            try await bench.router.setTimeServer(epochSeconds: Self.start + 900)
            try await bench.pass(300)
            #expect(try await bench.users() == ["OVER", "VALID"])
            // Back to a time long past, and forward again: then what is over goes.
            try await bench.router.setTimeServer(epochSeconds: 90_000)
            try await bench.pass(900)
            try await bench.router.setTimeServer(epochSeconds: Self.start + 90_000)
            try await bench.pass(300)
            #expect(try await bench.users() == ["OVER", "VALID"])
            try await bench.pass(300)
            #expect(try await bench.users() == ["VALID"])
            try await bench.expectNoErrors()
        }
    }

    @Test func `nothing ends by a clock of 1970, and what is over does once a time server answers`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("OVER", ScriptBench.mark(x: Self.start - 1))
            try await bench.router.setClock(epochSeconds: 86_400)
            try await bench.add("GUEST", ScriptBench.mark(t: 600))
            try await bench.login("GUEST")
            try await bench.pass(3600)
            #expect(try await bench.users() == ["OVER", "GUEST"])
            try await bench.router.setTimeServer(epochSeconds: Self.start + 3600)
            try await bench.pass(900)
            // The guest's time was noted by a clock that nobody vouched for.
            #expect(try await bench.users() == ["GUEST"])
            #expect(try await bench.active() == ["GUEST"])
        }
    }

    @Test func `other people's users of the same name stay, and so do their guests`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("SAME", "vc-2", ["server": "hotspot1", "profile": "default"])
            try await bench.login("SAME", phone: 3)
            let ended = ScriptBench.mark(Self.note(Self.start - 90_000))
            try await bench.add("SAME", ended, ["server": "staff"])
            for number in 1...3 { try await bench.add("N\(number)", ScriptBench.mark(x: Self.start - 1)) }
            let cookies = try await bench.router.rows(of: "/ip/hotspot/cookie").count
            #expect(cookies == 1)
            try await bench.pass(Self.twoRuns)
            #expect(try await bench.active() == ["SAME"])
            #expect(try await bench.router.rows(of: "/ip/hotspot/cookie").count == cookies)
            #expect(try await bench.users() == ["SAME"])
            #expect(try await bench.comment("SAME") == "vc-2")
            try await bench.expectNoErrors()
        }
    }

    @Test func `a session that the gateway itself wrote down ends by what it wrote`() async throws {
        try await ScriptBench.with { bench in
            bench.sink.answer(.end)
            let written = " r=\(Self.start - 7000) m=02:00:00:00:00:07 l=200"
            try await bench.add("GUEST", ScriptBench.mark(written))
            try await bench.pass(Self.twoRuns)
            // It knows of the login: nothing is to be told, and nothing to be kept.
            #expect(bench.sink.bodies == [])
            #expect(try await bench.users() == [])
        }
    }

    @Test func `whatever a person wrote into a comment, what is over goes`() async throws {
        try await ScriptBench.with { bench in
            // A comment that no pattern of ours foresees, with every sign of the language in it.
            let odd = ["$", "[:error x]", "\"", "\\", "{", ";", "\u{FC}", "=", " = ", "r =1"]
            for (number, text) in odd.enumerated() {
                try await bench.add("O\(number)", ScriptBench.mark(" \(text)", x: Self.start - 1))
            }
            try await bench.pass(Self.twoRuns)
            #expect(try await bench.users() == [])
            try await bench.expectNoErrors()
        }
    }
}
