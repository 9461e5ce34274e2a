import GatewayDomain
import Testing

/// The text of a script that adds users.
struct UserScriptTests {
    private func user(_ name: String, _ number: Int = 1) -> DesiredUser {
        var user = Sample.user(name, subject: "0198c0de-0000-7000-8000-\(String(100_000_000_000 + number))")
        user.passwordDigest = String(10_000_000 + number)
        return user
    }

    private func row(_ user: DesiredUser, server: String? = "hotspot1") -> UserScript.Row? {
        UserScript.Row(user, server: server, gateway: Sample.gateway(), now: Sample.now)
    }

    @Test func `what users have in common is said once`() throws {
        let rows = try (1...2).map { try #require(row(user("CODE\($0)", $0))) }
        let script = try #require(UserScript.scripts(for: rows).first)
        let mark = OwnershipMark(gateway: Sample.gateway(), adding: user("CODE1"), at: Sample.now).comment
        let words = mark.split(separator: " ")
        #expect(
            script.text.revealed == """
                :foreach r in={{"CODE1";"\(words[3])";"10000001"};{"CODE2";"\(words[3].dropLast())2";"10000002"}} \
                do={:do {/ip hotspot user add name=($r->0) password=($r->0) profile="\(Sample.profile.name)" \
                server="hotspot1" limit-uptime=\(Sample.user("A").uptimeSecondsMaximum ?? 0)s \
                comment=("gg1 \(words[1]) coupon ".($r->1)." \(words[4]) \(words[5]) p=".($r->2)."")} on-error={}}
                :put "gg-done"
                """
        )
        #expect(script.names == ["CODE1", "CODE2"])
    }

    @Test func `a row takes 62 bytes of a script, and a thousand coupons two scripts`() throws {
        let rows = try (1...1000).map { try #require(row(user("C\(100_000 + $0)", $0))) }
        let scripts = UserScript.scripts(for: rows)
        #expect(scripts.count == 2)
        #expect(scripts.flatMap(\.names).count == 1000)
        let bytes = scripts.map { $0.text.revealed.utf8.count }
        #expect(bytes.allSatisfy { $0 <= UserScript.bytesMaximum })
        #expect(bytes.reduce(0, +) / 1000 == 62)
    }

    @Test func `a script is no longer than it may be, however little that is`() throws {
        let rows = try (1...40).map { try #require(row(user("CODE\($0)", $0))) }
        let scripts = UserScript.scripts(for: rows, bytesMaximum: 700)
        #expect(scripts.allSatisfy { $0.text.revealed.utf8.count <= 700 })
        #expect(scripts.flatMap(\.names) == rows.indices.map { "CODE\($0 + 1)" })
        #expect(UserScript.scripts(for: []).isEmpty)
    }

    @Test(arguments: ["a\"b", "a$b", "a\\b", "a;b", "a}b", "a[b", "a\nb", "a?b", "a#b", "ä", ""])
    func `a value that is not plain goes by a command`(odd: String) {
        #expect(row(user(odd)) == nil)
        var profile = user("CODE")
        profile.profile = odd
        #expect(row(profile) == nil)
        #expect(row(user("CODE"), server: odd) == nil)
        var subject = user("CODE")
        subject.subject = odd + "\""
        #expect(row(subject) == nil)
    }

    @Test func `so does a password that is not the name`() {
        var account = user("desk")
        account.password = Secret("sesame")
        #expect(row(account) == nil)
        account.password = Secret("")
        #expect(row(account) != nil)
    }

    @Test func `rows that differ in more than name and mark stand in lists of their own`() throws {
        var limited = user("LIMITED", 1)
        limited.dataBytesMaximum = 5_000_000
        limited.macAddress = "02:00:00:00:00:01"
        let rows = [row(user("PLAIN", 2)), row(limited), row(user("OTHER", 3), server: nil)].compactMap { $0 }
        #expect(rows.count == 3)
        let script = try #require(UserScript.scripts(for: rows).first)
        let text = script.text.revealed
        #expect(text.components(separatedBy: ":foreach").count == 4)
        #expect(text.contains("limit-bytes-total=5000000 mac-address=02:00:00:00:00:01 "))
    }

    @Test func `nothing of it shows in a description`() throws {
        let secret = try #require(row(user("SECRETCODE")))
        let script = try #require(UserScript.scripts(for: [secret]).first)
        #expect(!"\(script.text)".contains("SECRETCODE"))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        self.split(separator: separator, omittingEmptySubsequences: false)
    }
}
