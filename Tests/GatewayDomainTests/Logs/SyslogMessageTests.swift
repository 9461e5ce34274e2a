import GatewayDomain
import Testing

@Suite struct SyslogMessageTests {
    @Test func `RouterOS's own form is topics and message`() throws {
        let message = try #require(SyslogMessage("hotspot,account,info,debug ->: ABC123 (10.0.0.9): logged in"))
        #expect(message.topics == ["hotspot", "account", "info", "debug"])
        #expect(message.priority == nil)
        #expect(message.time == nil)
        #expect(message.hotspotLines().map(\.user) == ["ABC123"])
    }

    @Test func `a name with spaces in front is not mistaken for the guest's`() throws {
        let message = try #require(
            SyslogMessage("<174>Oct  7 10:40:58 Signature Global Office wyfy-412d5133: ABC123 (10.0.0.9): logged in")
        )
        #expect(message.priority == 174)
        #expect(message.time == LogTimestamp("Oct  7 10:40:58"))
        #expect(message.hotspotLines().map(\.user) == ["ABC123"])
    }

    @Test func `a known sender tells where the message begins`() throws {
        let message = try #require(SyslogMessage("<30>Oct  7 10:40:58 Front Desk Famille Koné (10.0.0.9): logged in"))
        #expect(message.hotspotLines(sender: "Front Desk").map(\.user) == ["Famille Koné"])
        #expect(message.hotspotLines().map(\.user) == ["Koné", "Famille Koné", "Desk Famille Koné"])
    }

    @Test func `topics end the sender's name, however many words it has`() throws {
        let message = try #require(
            SyslogMessage(
                "2026-10-07T10:40:58.12+02:00 Front Desk hotspot,info,debug Famille Koné (10.0.0.9): logged out"
            )
        )
        #expect(message.hotspotLines().map(\.user) == ["Famille Koné"])
        let file = try #require(SyslogMessage("Oct 17 10:40:58 10.1.1.1 hotspot,info,debug (10.0.0.9): logged in"))
        #expect(file.hotspotLines().map(\.user) == [""])
    }

    @Test(arguments: ["sep/25 21:10:05", "12:58:00", "2026-09-25 21:10:05", "Oct/07/2026 23:40:51", "09-25 21:10:05"])
    func `a line of RouterOS's own log has no sender`(time: String) throws {
        let full = try #require(SyslogMessage("\(time) hotspot,info,debug ->: Famille Koné (10.0.0.9): logged in"))
        #expect(full.topics == ["hotspot", "info", "debug"])
        #expect(full.hotspotLines().map(\.user) == ["Famille Koné"])
        let bare = try #require(SyslogMessage("\(time) Famille Koné (10.0.0.9): logged in"))
        #expect(bare.hotspotLines().map(\.user) == ["Famille Koné"])
        #expect(bare.time == LogTimestamp(time))
    }

    @Test func `an empty user is not what is left of another one`() throws {
        let message = try #require(SyslogMessage("Oct 17 10:40:58 router ABC123 (10.0.0.9): logged in"))
        #expect(message.hotspotLines().map(\.user) == ["ABC123"])
        let empty = try #require(SyslogMessage("Oct 17 10:40:58 router (10.0.0.9): logged in"))
        #expect(empty.hotspotLines().map(\.user) == [""])
    }

    @Test func `an administrator's login is nobody's`() throws {
        let message = try #require(
            SyslogMessage(
                "<174>Oct  7 10:40:58 Signature Office wyfy: user cloudguest-api logged in from 10.20.0.1 via api"
            )
        )
        #expect(message.hotspotLines().isEmpty)
    }

    @Test(arguments: ["", "  ", "<", "<>x", "<192>x", "<1234>x", "<30 x", "<-1>x"])
    func `what is framed wrongly is no message`(text: String) {
        #expect(SyslogMessage(text) == nil)
    }

    @Test func `a line beyond the bound is no message`() {
        #expect(SyslogMessage(String(repeating: "x", count: LogText.maximumLineBytes)) != nil)
        #expect(SyslogMessage(String(repeating: "x", count: LogText.maximumLineBytes + 1)) == nil)
    }
}
