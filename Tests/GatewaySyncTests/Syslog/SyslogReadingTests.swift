import GatewayDomain
import GatewayStore
import Testing

@testable import GatewaySync

@Suite struct SyslogReadingTests {
    private let lobby = SyslogGateTests.peer("d1", host: "192.0.2.1", identity: "Hotel")
    private let beach = SyslogGateTests.peer("d2", host: "192.0.2.1", site: "s2", identity: "Hotel Linde")
    private let attic = SyslogGateTests.peer("d3", host: "192.0.2.1", site: "s2")

    private func read(_ line: String, _ peers: [SyslogPeer]? = nil) -> SyslogReading? {
        SyslogReading(Array(line.utf8), from: peers ?? [lobby])
    }

    @Test(arguments: [
        "hotspot,account,info,debug ABCD2345 (10.5.50.7): logged in",
        "hotspot,account,info,debug ->: ABCD2345 (10.5.50.7): logged in",
        "<174>Oct  7 10:40:58 Hotel ABCD2345 (10.5.50.7): logged in",
        "<174>Oct  7 10:40:58 Hotel hotspot,account,info,debug ABCD2345 (10.5.50.7): logged in",
        "<174>Oct  7 10:40:58 Hotel ->: ABCD2345 (10.5.50.7): logged in\r\n",
        "<30>hotspot,account,info,debug ABCD2345 (10.5.50.7): logged out: keepalive timeout",
        "hotspot,account,info,debug ABCD2345 (10.5.50.7): logged out: session timeout",
    ])
    func `a login or logout names its user, in whatever form it comes`(line: String) {
        #expect(read(line)?.claim == .users(["ABCD2345"]))
    }

    @Test(arguments: [
        "", "x", "<", "<999>x", "<30>", "system,info,account user admin logged in from 10.20.0.1 via api",
        "hotspot,info,debug ABCD2345 (10.5.50.7): trying to log in by http-chap",
        "dhcp,info dhcp1 assigned 10.5.50.7 to 02:00:00:00:00:01", "hotspot,info,debug (10.5.50.7): logged in",
        "hotspot,account,info,debug ABCD2345 (10.5.50.7): logged in as someone", "\u{0}\u{1}\u{FF}",
    ])
    func `any other line claims nothing`(line: String) {
        #expect(read(line) == nil)
    }

    @Test func `a name that is longer than a name may be, and bytes that are no text, claim nothing of ours`() {
        #expect(read("hotspot,info " + String(repeating: "A", count: 129) + " (10.5.50.7): logged in") == nil)
        let binary = Array("hotspot,info ".utf8) + [0xFF, 0x00, 0xC3] + Array(" (10.5.50.7): logged in".utf8)
        guard case .users(let users) = SyslogReading(binary, from: [lobby])?.claim else { return }
        #expect(users.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } })
    }

    @Test(arguments: [
        "invalid username or password", "Username atau password salah", "اسم المستخدم غير صحيح", "",
        "no more sessions are allowed for user ABCD2345",
    ])
    func `a failed login counts in every language`(text: String) {
        let reading = read("hotspot,info,debug ABCD2345 (10.5.50.7): login failed: \(text)")
        let failure = FailedLogin(prefix: nil, user: "ABCD2345", address: "10.5.50.7", text: text)
        #expect(reading?.claim == .failedLogin(failure))
    }

    @Test func `devices behind one address are told apart by what they call themselves, the longest name first`() {
        let all = [lobby, beach, attic]
        #expect(read("<174>Oct  7 10:40:58 Hotel Linde ABCD2345 (10.5.50.7): logged in", all)?.peers == [beach])
        #expect(read("<174>Oct  7 10:40:58 Hotel ABCD2345 (10.5.50.7): logged in", all)?.peers == [lobby])
        // Who it is nobody knows here: all may be.
        let unknown = read("<174>Oct  7 10:40:58 MikroTik ABCD2345 (10.5.50.7): logged in", all)
        #expect(unknown?.peers == all)
        #expect(unknown?.claim == .users(["ABCD2345"]))
        let plain = read("hotspot,account,info,debug ABCD2345 (10.5.50.7): logged in", all)
        #expect(plain?.peers == all)
        #expect(plain?.sites == [Site.ID("s1"), Site.ID("s2")])
    }

    @Test func `where nobody knows how long the sender's name is, each user that it may be is meant`() {
        let reading = read("<174>Oct  7 10:40:58 Front Desk ABCD2345 (10.5.50.7): logged in", [attic])
        #expect(reading?.claim == .users(["ABCD2345", "Desk ABCD2345"]))
    }

    @Test func `a guest who types a line as a name is not taken for somebody else`() {
        let typed = "ABCD2345 (10.5.50.7): logged in"
        let reading = read("hotspot,info,debug \(typed) (10.5.50.66): login failed: invalid username or password")
        guard case .failedLogin(let failure) = reading?.claim else {
            Issue.record("\(String(describing: reading))")
            return
        }
        #expect(failure.address == "10.5.50.66")
    }
}
