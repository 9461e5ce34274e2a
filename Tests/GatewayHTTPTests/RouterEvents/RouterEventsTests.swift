import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable public import GatewayHTTP

/// What routers send, and what comes of it.
@Suite(.timeLimit(.minutes(15))) struct RouterEventsTests {
    @Test func `a login that a router reports redeems its coupon, once, however often it is sent`() async throws {
        try await RouterWorld.serving { world in
            let code = try await world.codes(1)[0]
            world.world.clock.advance(by: .seconds(600))
            let now = world.world.clock.now.seconds
            let body =
                "event=login&user=\(code)&mac=AA%3ABB%3ACC%3A00%3A00%3A01&ip=10.5.50.9&time=\(now - 60)&now=\(now)&id=7"
            let first = try await world.fetch(world.harbour, body)
            #expect((first.status, first.outcomes) == (200, ["redeemed+"]))
            #expect((first.json?["recorded"], first.json?["rejected"]) == (1, 0))
            // An hour later, since the answer was lost on its way, and the router's clock was set meanwhile.
            world.world.clock.advance(by: .seconds(3600))
            let again = try await world.fetch(world.harbour, body.replacing("now=\(now)", with: "now=99"))
            #expect((again.status, again.outcomes) == (200, ["redeemed"]))
            let records = try await world.store.redemptions(at: world.harbour.site.id)
            #expect(records.map(\.code) == [code])
            #expect(records.first?.redemption.at == TestClock.start + .seconds(540))
            #expect(records.first?.redemption.macAddress == "AA:BB:CC:00:00:01")
            #expect(try await world.reports(world.harbour).count == 1)
        }
    }

    @Test func `a form holds one event a line, in whatever code page, and JSON may say that it is a form`() async throws
    {
        try await RouterWorld.serving { world in
            let lines = "user=one\r\n\r\nuser=G%E4ste+Haus&cause=100%\r\nuser=G%C3%A4ste&x=y&&=z\n"
            let forms = try await world.fetch(world.harbour, lines)
            #expect(forms.outcomes == ["unmatched+", "unmatched+", "unmatched+"])
            let json = try await world.fetch(
                world.harbour,
                #" [{"user": "two"}, {"username": "three", "mac-address": null}]"#
            )
            #expect(json.outcomes == ["unmatched+", "unmatched+"])
            let bytes = Array(#"{"events": [{"user": "M"#.utf8) + [0xFC] + Array(#"ller"}], "now": 5}"#.utf8)
            let latin = try await world.send(world.harbour, bytes: bytes, type: "application/json")
            #expect(latin.outcomes == ["unmatched+"])
            let users = try await world.reports(world.harbour).map(\.report.user)
            #expect(Set(users) == ["one", "Gäste Haus", "Gäste", "two", "three", "Müller"])
            #expect(try await world.reports(world.museum).isEmpty)
        }
    }

    @Test func `while the clock is set ahead a login has the time before, and a token that is revoked ends at once`()
        async throws
    {
        let days = Duration.seconds(3 * 86_400)
        try await RouterWorld.serving(clockAhead: days) { world in
            let code = try #require(try await world.codes(1).first)
            #expect(try await world.fetch(world.harbour, "user=\(code)").outcomes == ["redeemed+"])
            let report = try #require(try await world.reports(world.harbour).first)
            let time = world.world.clock.now - days
            #expect(report.report.observedAt == time && report.recordedAt == time)
            _ = try await world.store.revokeDeviceTokens(of: world.harbour.device.id, now: world.world.clock.now)
            #expect(try await world.fetch(world.harbour, "user=\(code)").status == 401)
        }
    }

    @Test func `a bad event is told by its index, and the rest is recorded`() async throws {
        try await RouterWorld.serving { world in
            let answer = try await world.send(
                world.harbour,
                [
                    ["user": "one"], 5, ["user": 12.5], ["event": "seen", "user": "x"], ["user": "two", "mac": "zz"],
                    [],
                ]
            )
            #expect(answer.status == 200)
            #expect(answer.outcomes == ["unmatched+", "error", "error", "error", "unmatched+", "error"])
            #expect((answer.json?["recorded"], answer.json?["rejected"]) == (2, 4))
            let events = try #require(answer.json?["events"]?.elements)
            #expect(events.map { $0["index"] } == (0..<6).map { JSON.integer($0) })
            #expect(events[2]["error"]?.stringValue?.contains("no-string-conversion") == true)
            #expect(events[4]["notes"] == ["mac: no MAC address; left out"])
            #expect(try await world.reports(world.harbour).count == 2)
        }
    }

    @Test func `numbers that a router made of text are read as the text`() async throws {
        try await RouterWorld.serving { world in
            let now = world.world.clock.now.seconds
            let body = """
                {"user": 1234.000000, "time": \(now - 30).000000, "now": "2968w2d08:00:00.25", "bytes-in": 17.000000}
                """
            let answer = try await world.send(world.harbour, bytes: Array(body.utf8), type: "application/json")
            #expect(answer.outcomes == ["unmatched+"])
            #expect(answer.json?["events"]?[0]?["notes"]?[0]?.stringValue?.hasPrefix("user: a number") == true)
            let report = try #require(try await world.reports(world.harbour).first?.report)
            #expect((report.user, report.loginAt, report.bytesIn) == ("1234", TestClock.start - .seconds(30), 17))
        }
    }

    @Test(arguments: [
        ("", 400, "body_missing"), (" \r\n ", 400, "body_missing"), (#"{"user": "a"b"}"#, 400, "body_invalid"),
        ("[1, 2", 400, "body_invalid"), (#"{"events": 5}"#, 400, "parameter_invalid"),
    ]) func `a body that cannot be read as a whole is refused, and nothing is recorded`(
        body: String,
        status: Int,
        code: String
    ) async throws {
        try await RouterWorld.serving { world in
            let answer = try await world.fetch(world.harbour, body)
            #expect((answer.status, answer.code) == (status, code))
            #expect(try await world.reports(world.harbour).isEmpty)
        }
    }

    @Test(arguments: [(500, 200), (501, 413), (9363, 413)])
    func `more events or bytes than a request may have are refused`(count: Int, status: Int) async throws {
        try await RouterWorld.serving { world in
            let answer = try await world.fetch(world.harbour, String(repeating: "user=a\n", count: count))
            #expect(answer.status == status)
            if status == 413 { #expect(answer.code == "body_too_large") }
            let reports = try await world.reports(world.harbour)
            #expect(reports.count == (status == 200 ? 1 : 0))
        }
    }

    @Test func `bytes of anything are answered, and at most taken for names`() async throws {
        let bodies = (1..<40).map { step in (0..<1000).map { UInt8(truncatingIfNeeded: $0 * step * 7 + step) } }
        try await RouterWorld.serving { world in
            for body in bodies {
                let answer = try await world.send(world.harbour, bytes: body, type: "application/octet-stream")
                #expect([200, 400].contains(answer.status), "\(body)")
            }
        }
    }

    @Test func `a wrong clock is noted with the report and the device, and loses nothing`() async throws {
        try await RouterWorld.serving { world in
            let codes = try await world.codes(2)
            let year2100 = Int64(4_102_444_800)
            let answer = try await world.send(
                world.harbour,
                [
                    ["user": .string(codes[0]), "time": 40, "now": 100, "id": 1],
                    ["user": .string(codes[1]), "time": .integer(year2100 - 10), "now": .integer(year2100), "id": 2],
                ]
            )
            #expect(answer.outcomes == ["redeemed+", "redeemed+"])
            let error = year2100 - TestClock.start.seconds
            let path = "/captive/sites/\(world.harbour.site.id)/devices/\(world.harbour.device.id)"
            let shown = try await world.world.call(.get, path, authorization: try await world.world.newToken().header)
            #expect(shown.json?["status"]?["clock_error_seconds"] == .integer(error), "\(shown.text)")
            let reports = try await world.reports(world.harbour).map(\.report)
            #expect(Set(reports.map(\.clockErrorSeconds)) == [100 - TestClock.start.seconds, error])
            #expect(Set(reports.map(\.loginAt)) == [TestClock.start - .seconds(60), TestClock.start - .seconds(10)])
        }
    }

    @Test func `a router reports for its own site, whatever it says`() async throws {
        try await RouterWorld.serving { world in
            let code = try await world.codes(1)[0]
            let other = "user=\(code)&mac=AA:BB:CC:00:00:01&device=\(world.museum.device.id)"
            let answer = try await world.fetch(world.harbour, other)
            #expect(answer.outcomes == ["error"])
            #expect(answer.json?["events"]?[0]?["error"]?.stringValue?.contains("its own token") == true)
            let body = "user=\(code)&mac=AA:BB:CC:00:00:01&site=\(world.museum.site.id)&site_id=\(world.museum.site.id)"
            #expect(try await world.fetch(world.harbour, body).outcomes == ["redeemed+"])
            #expect(try await world.store.redemptions(at: world.harbour.site.id).map(\.code) == [code])
            // The same from elsewhere is a second use of the code.
            let elsewhere = try await world.fetch(world.museum, "user=\(code)&mac=AA:BB:CC:00:00:02")
            #expect(elsewhere.outcomes == ["conflict+"])
        }
    }
}

extension JSON: ExpressibleByFloatLiteral {
    /// A number that is not whole.
    public init(floatLiteral value: Double) { self = .number(value) }
}
