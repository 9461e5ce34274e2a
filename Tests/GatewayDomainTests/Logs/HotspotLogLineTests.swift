import GatewayDomain
import Testing

@Suite struct HotspotLogLineTests {
    @Test func `a guest's way through the hotspot is read`() throws {
        let texts = [
            "5C8528 (10.10.10.31): trying to log in by http-chap",
            "5C8528 (10.10.10.31): login failed: Username atau password salah",
            "5C8528 (10.10.10.31): logged in",
            "5C8528 (10.10.10.31): logged out: keepalive timeout",
        ]
        let lines = try texts.map { try #require(HotspotLogLine($0)) }
        #expect(
            lines.map(\.event) == [
                .trying(method: "http-chap"), .loginFailed("Username atau password salah"), .loggedIn,
                .loggedOut(reason: "keepalive timeout"),
            ]
        )
        #expect(lines.allSatisfy { $0.user == "5C8528" && $0.address == "10.10.10.31" && $0.prefix == nil })
    }

    @Test(
        arguments: [
            ("->: 5K10001 (10.10.10.200): logged in", "->", "5K10001"),
            ("0-Lab: seub.mon (192.168.20.29): logged in", "0-Lab", "seub.mon"),
            ("Famille Koné (172.16.4.163): logged in", nil, "Famille Koné"),
            ("->: Famille Koné (172.16.4.163): logged in", "->", "Famille Koné"),
            ("(10.10.10.8): logged in", nil, ""), ("->: (10.10.10.8): logged in", "->", ""),
            (" (10.10.10.8): logged in\r\n", nil, ""),
            ("B6:81:93:56:ED:00 (10.1.36.95): logged in", nil, "B6:81:93:56:ED:00"),
            ("Room (2) (10.1.36.95): logged in", nil, "Room (2)"),
        ] as [(String, String?, String)]
    )
    func `the name is told from the prefix of a logging rule`(text: String, prefix: String?, user: String) throws {
        let line = try #require(HotspotLogLine(text))
        #expect(line.prefix == prefix)
        #expect(line.user == user)
    }

    @Test func `a name that looks like a line is taken in full`() throws {
        let forged = try #require(
            HotspotLogLine("ABC123 (10.0.0.5): logged in (10.0.0.9): login failed: invalid username or password")
        )
        #expect(forged.user == "ABC123 (10.0.0.5): logged in")
        #expect(forged.address == "10.0.0.9")
        #expect(forged.event == .loginFailed("invalid username or password"))
        // The failure's text may repeat what was typed.
        let repeated = try #require(
            HotspotLogLine(
                "p: ABC123 (10.0.0.5): logged in (10.0.0.9): login failed: no p: ABC123 (10.0.0.5): logged in"
            )
        )
        #expect(repeated.user != "ABC123")
    }

    @Test(
        arguments: [
            "", " ", "(", ")", "user cloudguest-api logged in from 10.20.0.1 via api",
            "98****47 (10.5.50.12): logged in extra",
            "hotspot1: address pool exhausted", "dhcp-guest assigned 10.5.50.12 for 3C:22:FB:11:22:33",
            "u (10.5.50.312): logged in", "u (10.5.50): logged in", "u(10.5.50.1): logged in",
            "u (10.5.50.1) logged in",
            "u (10.5.50.1): login failedx", "u (10.5.50.1): logged outside", "u (fe80::1): logged in",
        ]
    )
    func `what only looks like it is nothing`(text: String) {
        #expect(HotspotLogLine(text) == nil)
    }

    @Test func `a line beyond the bound is nothing`() {
        let fits = String(repeating: "A", count: LogText.maximumLineBytes - 24)
        #expect(HotspotLogLine("\(fits) (10.0.0.9): logged in")?.user == fits)
        #expect(HotspotLogLine("\(fits)AAAAAAAAAAAA (10.0.0.9): logged in") == nil)
    }

    @Test func `bytes that are no UTF-8 are windows-1252, and control characters are no characters`() throws {
        let old = Array("Famille Kon".utf8) + [0xE9, 0x80] + Array(" (10.0.0.9): logged in".utf8)
        #expect(try #require(HotspotLogLine(old[...])).user == "Famille Koné€")
        let steering = try #require(HotspotLogLine("ABC\u{1B}[2J\u{0}123 (10.0.0.9): logged in"))
        #expect(steering.user == "ABC\u{FFFD}[2J\u{FFFD}123")
    }
}
