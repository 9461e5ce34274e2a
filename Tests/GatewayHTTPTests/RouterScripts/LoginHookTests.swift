import GatewayDomain
import RouterOSSimulator
import Testing

/// `on-login` and `on-logout` as a router runs them.
@Suite(.timeLimit(.minutes(15))) struct LoginHookTests {
    private let at = ScriptBench.start + 100

    @Test(arguments: ScriptBench.versions)
    func `a first login is noted by one write and told, a second one is only told`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            try await bench.add("8B7W3D")
            try await bench.pass(100)
            let before = try await bench.writes()
            try await bench.login("8B7W3D")
            try await bench.router.scriptsAnswered()
            let noted = ScriptBench.mark(" r=\(at) u=100 m=02:00:00:00:00:01 c=1")
            #expect(try await bench.comment("8B7W3D") == noted)
            #expect(try await bench.writes() == before + 1)
            let event = try #require(bench.events().first)
            #expect(
                event == [
                    "event": "login", "user": "8B7W3D", "mac": "02:00:00:00:00:01", "ip": "10.5.50.21",
                    "id": "100-02:00:00:00:00:01", "time": "\(at)", "now": "\(at)", "up": "100", "up_now": "100",
                ]
            )
            #expect(
                bench.sink.heads.allSatisfy { $0.lowercased().contains("authorization: bearer ggd_0123456789abcdef") }
            )
            #expect(bench.sink.heads.allSatisfy { $0.hasPrefix("POST /routeros/events ") })

            try await bench.router.logoutGuest(address: "10.5.50.21")
            try await bench.pass(10)
            try await bench.login("8B7W3D", phone: 2)
            try await bench.router.scriptsAnswered()
            #expect(try await bench.comment("8B7W3D") == noted)
            #expect(try await bench.writes() == before + 1)
            #expect(bench.events().map { $0["mac"] } == [ScriptBench.mac(1), ScriptBench.mac(2)])
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `the end of a session is told with what it moved, and writes nothing`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            try await bench.add("8B7W3D", ScriptBench.mark(" r=1 u=1"))
            try await bench.login("8B7W3D")
            let before = try await bench.writes()
            try await bench.pass(50)
            try await bench.router.logoutGuest(address: "10.5.50.21")
            try await bench.router.scriptsAnswered()
            #expect(try await bench.writes() == before)
            let event = try #require(bench.events("logout").first)
            #expect(event["user"] == "8B7W3D")
            #expect(event["cause"] == "user request")
            #expect(event["uptime"] == "50")
            #expect(event["bytes_in"] == "100000")
            #expect(event["bytes_out"] == "1000000")
            #expect(event["time"] == "\(ScriptBench.start + 50)")
            try await bench.expectNoErrors()
        }
    }

    @Test func `what a person wrote into a comment stays, and a note is not made twice`() async throws {
        try await ScriptBench.with { bench in
            let edited = [
                "A1": ScriptBench.mark(" Room 7, \"VIP\" $5"), "A2": ScriptBench.mark(" r=soon"),
                "A3": "gg1 ab12 coupon7",
            ]
            for (name, comment) in edited { try await bench.add(name, comment) }
            for (phone, name) in edited.keys.sorted().enumerated() { try await bench.login(name, phone: phone + 1) }
            let note = " r=\(ScriptBench.start) u=0 m=02:00:00:00:00:01 c=1"
            #expect(try await bench.comment("A1") == edited["A1"].map { $0 + note })
            #expect(try await bench.comment("A2") == edited["A2"])
            // No kind of ours.
            #expect(try await bench.comment("A3") == edited["A3"])
            try await bench.expectNoErrors()
        }
    }

    @Test func `other people's users are neither noted nor told, and accounts are told only`() async throws {
        try await ScriptBench.with { bench in
            let comments = [
                "B1": "gg1 ffff coupon 7f0c", "B2": "sold by gg1 ab12 coupon 7f0c", "B3": "vc-1", "B5": "",
                "B4": ScriptBench.mark(kind: "user"),
            ]
            for (name, comment) in comments { try await bench.add(name, comment.isEmpty ? nil : comment) }
            let before = try await bench.writes()
            for (phone, name) in comments.keys.sorted().enumerated() {
                try await bench.login(name, phone: phone + 1)
                try await bench.router.logoutGuest(address: ScriptBench.address(phone + 1))
            }
            try await bench.router.scriptsAnswered()
            #expect(try await bench.writes() == before)
            #expect(bench.events().map { $0["user"] } == ["B4"])
            #expect(bench.events("logout").map { $0["user"] } == ["B4"])
        }
    }

    @Test func `of two users of one name only ours is noted`() async throws {
        try await ScriptBench.with { bench in
            try await bench.add("SAME", "vc-7", ["server": "staff"])
            try await bench.add("SAME", ScriptBench.mark(), ["server": "hotspot1"])
            try await bench.login("SAME")
            let comments = try await bench.router.rows(of: "/ip/hotspot/user").filter { $0["name"] == "SAME" }
                .map { $0["comment"] ?? "" }
            #expect(comments.first == "vc-7")
            #expect(comments.last == ScriptBench.mark(" r=\(ScriptBench.start) u=0 m=02:00:00:00:00:01 c=1"))
            try await bench.expectNoErrors()
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `a guest is in at once while the gateway says nothing`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            bench.sink.answer(.silence)
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            #expect(try await bench.active() == ["8B7W3D"])
            #expect(try await bench.comment("8B7W3D")?.contains(" r=") == true)
            // The hook itself is through; only the job that sends is left.
            #expect(try await bench.router.rows(of: "/system/script/job").count == 1)
            try await bench.router.logoutGuest(address: "10.5.50.21")
            #expect(try await bench.active() == [])
        }
    }

    @Test(arguments: ScriptBench.versions)
    func `without anybody to report to a login is noted all the same`(version: String) async throws {
        try await ScriptBench.with(version, isReporting: false) { bench in
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            try await bench.pass(600)
            #expect(try await bench.comment("8B7W3D")?.contains(" r=\(ScriptBench.start) ") == true)
            #expect(bench.sink.bodies == [])
            try await bench.expectNoErrors()
        }
    }

    @Test func `a clock that no time server set is not vouched for`() async throws {
        try await ScriptBench.with(isTimed: false) { bench in
            try await bench.add("8B7W3D")
            try await bench.login("8B7W3D")
            #expect(
                try await bench.comment("8B7W3D")
                    == ScriptBench.mark(" r=\(ScriptBench.start) u=0 m=02:00:00:00:00:01")
            )
        }
    }
}
