import TestSeeds
import GatewayDomain
import Testing

@Suite struct RouterEventTests {
    private static let received = Timestamp(seconds: 1_795_248_000)
    private static let device = Device.ID("4d5e6f70-8192-4dbe-af30-4b5c6d7e8f90")
    private static let site = Site.ID("3c4d5e6f-7081-4cad-9e2f-3a4b5c6d7e8f")

    private static func event(_ fields: [String: String]) throws -> RouterEvent {
        try RouterEvent(fields.mapValues { RouterEventField($0) })
    }

    private static func report(_ fields: [String: String]) throws -> RedemptionReport {
        try event(fields).report(from: device, at: site, receivedAt: received)
    }

    @Test func `a whole login is taken as it is`() throws {
        let report = try Self.report([
            "event": "login", "user": "8B7W3D", "mac": "aa-bb-cc-00-00-01", "ip": "10.5.50.17", "time": "1795247900",
            "now": "1795247990", "id": "17",
        ])
        #expect(report.source == .script)
        #expect(report.event == .login)
        #expect(report.user == "8B7W3D")
        #expect(report.macAddress == "AA:BB:CC:00:00:01")
        #expect(report.address == "10.5.50.17")
        // 90 s ago, by a clock that is 10 s behind.
        #expect(report.loginAt == Self.received - .seconds(90))
        #expect(report.clockErrorSeconds == -10)
        #expect(report.observedAt == Self.received)
        #expect((report.device, report.site) == (Self.device, Self.site))
    }

    @Test(
        arguments: [
            // 1970, as a board without a clock chip boots: how long ago it was is known all the same.
            ("40", "100", Int64(-60)), ("2968w2d07:59:00", "2968w2d08:00:00", -60), ("7e15", "100", nil),
            // In 2100, and sent at once.
            ("4102444800", "4102444800", 0), ("4102444800", nil, nil),
            // The clock was set in between: from 1970 to now, and from now to 1970.
            ("40", "1795248000", nil), ("1795240000", "100", -8000), ("1795248003", "1795248001", 0),
            // Only one reading.
            ("1795247000", nil, -1000), ("1795248100", nil, 0), ("1795249000", nil, nil), ("40", nil, nil),
            (nil, "40", nil),
            ("1795247000.000000", "1795248000.5", -1000),
        ] as [(String?, String?, Int64?)]
    ) func `when a login was is told by two readings of one clock, else as it stands where that can be`(
        time: String?,
        now: String?,
        expected: Int64?
    ) throws {
        var fields = ["user": "A"]
        fields["time"] = time
        fields["now"] = now
        #expect(try Self.report(fields).loginAt == expected.map { Self.received + .seconds($0) })
    }

    @Test(
        arguments: [
            // Both tell the same time between: neither the clock nor the router began anew.
            ("1795247000", "1795247060", "100", "160", Int64(-60)), ("40", "100", "1m40s", "2m40s", -60),
            // The clock was two hours behind, and a time server answered in between.
            ("1795240000", "1795247260", "100", "160", nil),
            // The router was started again in between.
            ("1795247000", "1795247060", "5000", "20", nil), ("1795247000", "1795247060", "10", "45", nil),
            ("1795247000", nil, "100", "160", nil),
        ] as [(String, String?, String, String, Int64?)]
    ) func `how long the router was on tells whether its clock can be believed`(
        time: String,
        now: String?,
        up: String,
        upNow: String,
        expected: Int64?
    ) throws {
        var fields = ["user": "A", "time": time, "up": up, "up_now": upNow]
        fields["now"] = now
        #expect(try Self.report(fields).loginAt == expected.map { Self.received + .seconds($0) })
    }

    @Test func `a logout tells the end, and the beginning where it knows for how long`() throws {
        let report = try Self.report([
            "event": "logout", "user": "A", "time": "500", "now": "560", "uptime": "1h2m3s", "bytes_in": "12",
            "bytes_out": "34.000000", "cause": "keepalive timeout",
        ])
        #expect(report.event == .logout)
        #expect(report.endedAt == Self.received - .seconds(60))
        #expect(report.loginAt == Self.received - .seconds(60 + 3723))
        #expect((report.uptimeSeconds, report.bytesIn, report.bytesOut) == (3723, 12, 34))
        #expect(report.endCause == "keepalive timeout")
        let bare = try Self.report(["event": "logout", "user": "A", "uptime": "60"])
        #expect((bare.endedAt, bare.loginAt) == (nil, nil))
    }

    @Test func `what cannot be read is left out with a note, and what stands for nothing without one`() throws {
        let event = try Self.event([
            "user": "A", "mac": "AA:BB", "ip": "300.1.1.1", "time": "yesterday", "now": "-5", "uptime": "long",
            "bytes_in": "12.5", "bytes_out": "-1",
        ])
        #expect(event.notes.count == 7)
        #expect(event.notes.first == "mac: no MAC address; left out")
        #expect((event.macAddress, event.address, event.time, event.clock) == (nil, nil, nil, nil))
        let empty = try Self.event(["user": "A", "mac": "00:00:00:00:00:00", "ip": "0.0.0.0", "time": "", "id": " "])
        #expect(empty.notes == [])
        #expect((empty.macAddress, empty.address, empty.number) == (nil, nil, nil))
    }

    @Test(arguments: [
        ([:], RouterEventProblem.userMissing), (["user": "  "], .userMissing),
        (["user": String(repeating: "ä", count: 129)], .userTooLong),
        (["user": "A", "event": "seen"], .eventUnknown("seen")),
    ]) func `an event that does not say what happened to whom is refused`(
        fields: [String: String],
        problem: RouterEventProblem
    ) throws {
        #expect(throws: problem) { try Self.event(fields) }
    }

    @Test(
        arguments: [
            ("1234", "1234"), ("12.5", nil), ("1.0e+20", nil), ("-5", nil), ("1234567890123456", nil),
            ("123456789012345", "123456789012345"),
        ] as [(String, String?)]
    ) func `a name that came as a number is its digits, where it still is`(text: String, user: String?) throws {
        let fields = ["user": RouterEventField(text, isNumber: true)]
        if let user {
            let event = try RouterEvent(fields)
            #expect(event.user == user)
            #expect(event.notes == ["user: a number has no zeros in front; send a string, or a form"])
        } else {
            #expect(throws: RouterEventProblem.userLost) { try RouterEvent(fields) }
        }
    }

    @Test func `what a guest typed neither steers a terminal nor begins a line of a log`() throws {
        let event = try Self.event(["user": "a\u{1B}[2J\nb", "cause": "x\r\ny", "id": "1\u{0}"])
        #expect((event.user, event.cause, event.number) == ("a\u{FFFD}[2J\u{FFFD}b", "x\u{FFFD}\u{FFFD}y", "1\u{FFFD}"))
        #expect(event.notes == ["user: control characters; replaced"])
        #expect(!RouterEventProblem.eventUnknown("seen\nerror: all is lost").description.contains("\n"))
    }

    @Test func `what is sent again has the same reference, however late, and another event has another one`() throws {
        let fields = ["user": "A", "id": "7", "time": "40", "now": "100"]
        let first = try Self.event(fields)
        let again = try Self.event(fields.merging(["now": "7000", "mac": "AABBCCDDEEFF"]) { $1 })
        #expect(first.reference != nil)
        #expect(first.reference == again.reference)
        for change in [["id": "8"], ["time": "41"], ["event": "logout"]] {
            #expect(try Self.event(fields.merging(change) { $1 }).reference != first.reference)
        }
        #expect(try Self.event(["user": "A", "now": "100"]).reference == nil)
        let phones = try ["AABBCCDDEEFF", "AABBCCDDEE00"].map { mac in
            try Self.event(["user": "A", "time": "40", "mac": mac]).reference
        }
        #expect(phones[0] != phones[1], "two phones in one second, without a number")
    }

    @Test func `an event of another device is refused, one that names none is not`() throws {
        let other = try Self.event(["user": "A", "device": "00000000-0000-4000-8000-000000000000"])
        #expect(other.checked(Self.device) == .failure(.otherDevice))
        let own = try Self.event(["user": "A", "device": Self.device.rawValue.uppercased()])
        #expect(own.checked(Self.device) == .success(own))
        let none = try Self.event(["user": "A"])
        #expect(none.checked(Self.device) == .success(none))
    }

    @Test func `names of RouterOS's own variables mean ours`() {
        let names = ["username", "mac-address", "address", "uptime-secs", "bytes-in", "Bytes-Out", "user", "colour"]
        #expect(
            names.map { RouterEventField.name($0) } == [
                "user", "mac", "ip", "uptime", "bytes_in", "bytes_out", "user", "colour",
            ]
        )
    }

    @Test func `whatever a router sends, reading it ends in an event or in a reason`() {
        var random = SeededGenerator(seed: Seed.base)
        let alphabet = Array("0123456789abcdefwdhms:.-+ äß\u{0}\u{7F}\"%&=\n-9223372036854775808")
        let names = ["event", "user", "mac", "ip", "time", "now", "id", "uptime", "bytes_in", "bytes_out", "cause"]
        for _ in 0..<5000 {
            var fields: [String: RouterEventField] = [:]
            for name in names where Bool.random(using: &random) {
                let text = String(
                    (0..<Int.random(in: 0...24, using: &random)).compactMap { _ in
                        alphabet.randomElement(using: &random)
                    }
                )
                fields[name] = RouterEventField(text, isNumber: Bool.random(using: &random))
            }
            guard let event = try? RouterEvent(fields) else { continue }
            let report = event.report(from: Self.device, at: Self.site, receivedAt: Self.received)
            #expect(report.user == event.user && !report.user.isEmpty)
            #expect(report.loginAt.map { $0 <= Self.received } ?? true)
        }
    }
}
