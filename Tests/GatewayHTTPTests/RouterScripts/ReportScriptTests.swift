import RouterOSSimulator
import Testing

/// `report` as a router's scheduler runs it.
@Suite(.timeLimit(.minutes(15))) struct ReportScriptTests {
    private static func note(_ r: Int64 = ScriptBench.start - 500, u: Int64 = 7, c: Bool = true) -> String {
        " r=\(r) u=\(u) m=02:00:00:00:00:07" + (c ? " c=1" : "")
    }

    @Test(arguments: ScriptBench.versions)
    func `what was noted is sent until somebody takes it, then never again`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            bench.sink.answer(.end)
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            try await bench.router.scriptsAnswered()
            let hook = try #require(bench.events().first)
            let before = try await bench.writes()
            try await bench.pass(300)
            bench.sink.clear()
            bench.sink.answer(.status(200))
            try await bench.pass(60)
            let event = try #require(bench.events().first)
            // The same event as the hook's: the gateway knows it by these.
            for field in ["event", "user", "mac", "id", "time"] { #expect(event[field] == hook[field], "\(field)") }
            #expect(event["now"] == "\(ScriptBench.start + 303)")
            try await bench.pass(3600)
            #expect(bench.events().count == 1)
            // After a reboot nobody remembers, and it is sent once more.
            try await bench.router.reboot()
            try await bench.pass(120)
            #expect(bench.events().map { $0["id"] } == [event["id"], event["id"]])
            #expect(bench.events().map { $0["time"] } == [event["time"], event["time"]])
            #expect(try await bench.writes() == before)
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `a note survives a power cut before anything was sent`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            bench.sink.answer(.end)
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            try await bench.router.scriptsAnswered()
            try await bench.router.powerCut()
            bench.sink.clear()
            bench.sink.answer(.status(204))
            try await bench.pass(120)
            #expect(bench.events().map { $0["user"] } == ["8B7W3D"])
            #expect(bench.events().map { $0["time"] } == ["\(ScriptBench.start)"])
        }
    }

    @Test(arguments: [EventSink.Answer.status(401), .status(403), .status(429), .status(500), .status(301), .end])
    func `a gateway that takes nothing is told of once, and so is its return`(answer: EventSink.Answer) async throws {
        try await ScriptBench.with { bench in
            for number in 1...3 { try await bench.add("A\(number)", ScriptBench.mark(Self.note())) }
            bench.sink.answer(answer)
            try await bench.pass(1800)
            let warnings = try await bench.log("script,warning")
            #expect(warnings.count == 1)
            #expect(warnings.first?.hasPrefix("gg-ab12-report: the gateway took no logins, 3 wait here") == true)
            #expect(warnings.first?.contains("/tool/fetch url=http://127.0.0.1:") == true)
            #expect(warnings.first?.contains(ScriptBench.token) == false)
            bench.sink.clear()
            bench.sink.answer(.status(200))
            try await bench.pass(1800)
            #expect(bench.events().compactMap { $0["user"] } == ["A1", "A2", "A3"])
            #expect(try await bench.log("script,info") == ["gg-ab12-report: the gateway takes logins again"])
            #expect(try await bench.log("script,warning").count == 1)
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:1/routeros/events", "https://127.0.0.1:1/routeros/events", "http://nobody.invalid/",
    ])
    func `so is one that nobody reaches, or whose certificate nobody vouches for`(url: String) async throws {
        try await ScriptBench.with("7.12.2", url: url) { bench in
            try await bench.add("A1", ScriptBench.mark(Self.note()))
            try await bench.login("A1")
            try await bench.pass(600)
            #expect(try await bench.log("script,warning").count == 1)
            #expect(try await bench.active() == ["A1"])
            try await bench.expectNoErrors()
        }
    }

    @Test func `a run that waits for a slow gateway is not overtaken`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("A1", ScriptBench.mark(Self.note()))
            let (moment, answering) = AsyncStream.makeStream(of: Void.self)
            bench.sink.answer(
                .ask { _, _ in
                    for await _ in moment {}
                    return 500
                }
            )
            for _ in 1...2 { try await bench.router.edit("/execute", ["script": "/system/script/run gg-ab12-report"]) }
            answering.finish()
            try await bench.router.scriptsAnswered()
            #expect(bench.events().count == 1)
            // The next one is free to try again.
            try await bench.pass(65)
            #expect(bench.events().count == 2)
        }
    }

    @Test func `many are sent in batches that the gateway takes, some hundred a minute`() async throws {
        try await ScriptBench.with { bench in
            for number in 0..<450 { try await bench.add("N\(number)", ScriptBench.mark(Self.note())) }
            try await bench.pass(65)
            #expect(bench.sink.bodies.map { $0.split(separator: "\n").count } == [100, 100, 100, 100])
            try await bench.pass(60)
            #expect(bench.sink.bodies.count == 5)
            #expect(Set(bench.events().compactMap { $0["user"] }).count == 450)
            try await bench.pass(600)
            #expect(bench.sink.bodies.count == 5)
            try await bench.expectNoErrors()
        }
    }

    @Test func `batches of long names stay below what fetch can send`() async throws {
        try await ScriptBench.with { bench in
            for number in 0..<60 {
                try await bench.add(
                    "\(number)" + String(repeating: "\u{FC}", count: 250),
                    ScriptBench.mark(Self.note())
                )
            }
            try await bench.pass(65)
            #expect(bench.sink.bodies.count > 2)
            #expect(bench.sink.bodies.allSatisfy { $0.utf8.count < 65_536 })
            #expect(bench.events().count == 60)
        }
    }

    @Test(arguments: ["7.12.2", "7.24"])
    func `a note that cannot be read keeps no other one back`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            let bad = [
                " r=", " r=soon", " r=12x u=5", " r=99999999999999999999999", " r=-5 u=", " r=5 u=x m=y", " r=7",
                " note=\"r=5 u=6\" r=8 u=9 m=02:00:00:00:00:01 c=2", " \\ $x [/system/reboot] r=10 u=11",
            ]
            for (number, more) in bad.enumerated() { try await bench.add("B\(number)", ScriptBench.mark(more)) }
            try await bench.add("GOOD", ScriptBench.mark(Self.note()))
            try await bench.add("FOREIGN", ScriptBench.mark(Self.note(), gateway: "ffff"))
            try await bench.add("ACCOUNT", ScriptBench.mark(Self.note(), kind: "user"))
            try await bench.pass(180)
            let users = bench.events().compactMap { $0["user"] }
            #expect(users.contains("GOOD"))
            #expect(!users.contains("FOREIGN") && !users.contains("ACCOUNT"))
            // Whatever could be read went out once.
            #expect(Set(users).count == users.count)
            #expect(Set(["B6", "B7", "B8"]).isSubset(of: users))
            try await bench.expectNoErrors()
        }
    }

    @Test func `a time that was vouched for is sent as it stands, whatever the clock shows by now`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("KNOWN", ScriptBench.mark(Self.note()))
            try await bench.add("OTHER", ScriptBench.mark(Self.note(c: false)))
            // 1970, and no time server in sight.
            try await bench.router.setClock(epochSeconds: 90_000)
            try await bench.pass(65)
            let known = try #require(bench.events().first { $0["user"] == "KNOWN" })
            let other = try #require(bench.events().first { $0["user"] == "OTHER" })
            #expect(known["time"] == "\(ScriptBench.start - 500)")
            #expect(known["now"] == nil && known["up"] == nil)
            #expect(other["up"] == "7" && other["up_now"] == "63" && other["now"] == "90063")
        }
    }

    @Test func `what is remembered of users that are gone is forgotten`() async throws {
        try await ScriptBench.with { bench in
            for number in 0..<80 { try await bench.add("G\(number)", ScriptBench.mark(Self.note())) }
            try await bench.pass(65)
            try await bench.router.run("/ip/hotspot/user/remove [find where name~\"^G[1-9]\"]")
            try await bench.pass(60)
            #expect(try await bench.router.run(":global ggab12Told; :put [:len $ggab12Told]", as: "tool") == "1")
            // The one that is left is not sent again.
            #expect(bench.events().count == 80)
        }
    }

    @Test func `a new user in the place of an old one is told`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("OLD", ScriptBench.mark(Self.note()))
            try await bench.pass(65)
            try await bench.router.run("/ip/hotspot/user/remove OLD")
            // The id of the row is used again.
            try await bench.add("NEW", ScriptBench.mark(Self.note(ScriptBench.start - 60)))
            try await bench.pass(60)
            #expect(bench.events().compactMap { $0["user"] } == ["OLD", "NEW"])
        }
    }
}
