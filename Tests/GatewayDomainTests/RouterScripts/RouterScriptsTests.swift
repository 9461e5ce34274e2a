import Testing

@testable import GatewayDomain

/// The scripts as text.
struct RouterScriptsTests {
    private func scripts(
        url: String = "https://gate.example:8443/routeros/events",
        token: String = "ggd_x",
        checks: Bool = true,
        isReporting: Bool = true
    ) throws -> RouterScripts {
        RouterScripts(
            gateway: try #require(GatewayID("ab12")),
            reporting: isReporting
                ? RouterScripts.Reporting(url: url, token: Secret(token), check: checks ? .yes : .no) : nil
        )
    }

    private func all(_ scripts: RouterScripts) -> [String] {
        [scripts.onLogin, scripts.onLogout, scripts.report ?? "", scripts.sweep].filter { !$0.isEmpty }
    }

    @Test func `each says whose it is, what it is for, which version it needs and what it owns`() throws {
        for source in all(try scripts()) {
            #expect(source.hasPrefix("# gardengate ab12: "))
            for word in ["# Purpose: ", "# Requires: RouterOS 7.12", "# Runs as: ", "# Owns: "] {
                #expect(source.contains(word), "\(word)")
            }
        }
    }

    @Test func `each is plain text, small, and filled in`() throws {
        for scripts in [try scripts(), try scripts(isReporting: false)] {
            for source in all(scripts) {
                #expect(source.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A })
                #expect(source.utf8.count <= RouterScripts.bytesMaximum)
                #expect(!source.contains("{{") && !source.contains("}}"))
                #expect(source.split(separator: "\n").allSatisfy { $0.count <= 150 })
            }
        }
    }

    @Test func `none uses what RouterOS 7.12 does not know`() throws {
        for source in all(try scripts()) {
            for word in [
                ":onerror", ":serialize", ":deserialize", "idle-timeout", "http-auth-scheme", "redirect-count",
            ] {
                #expect(!source.contains(word), "\(word)")
            }
        }
    }

    @Test func `nothing is fetched into the flash, and always with the check that was asked for`() throws {
        for checks in [true, false] {
            for source in all(try scripts(checks: checks)) where source.contains("/tool/fetch") {
                let fetches = source.components(of: "/tool/fetch")
                #expect(fetches.allSatisfy { $0.contains("output=none") })
                #expect(fetches.allSatisfy { $0.contains("check-certificate=\(checks ? "yes" : "no")") })
            }
        }
    }

    @Test func `without an endpoint logins are noted and swept, and nothing is sent`() throws {
        let silent = try scripts(isReporting: false)
        #expect(silent.report == nil)
        #expect(silent.onLogout == "")
        #expect(!silent.onLogin.contains("fetch"))
        #expect(silent.onLogin.contains("/ip/hotspot/user/set"))
        #expect(silent.sweep == (try scripts().sweep))
    }

    @Test func `a token stands in the scripts that report, and nowhere else`() throws {
        let scripts = try scripts(token: "ggd_secret")
        #expect(scripts.onLogin.contains("Bearer ggd_secret\\\""))
        #expect(scripts.onLogout.contains("Bearer ggd_secret\\\""))
        #expect(try #require(scripts.report).contains("Bearer ggd_secret\""))
        #expect(!scripts.sweep.contains("ggd_"))
        #expect(!"\(scripts)".contains("ggd_secret"))
    }

    @Test func `no value breaks out of its quotes`() throws {
        let scripts = try scripts(
            url: "https://a/\"; /system/reboot; \"$x\\{{token}}",
            token: "a\" $[/system/reboot]\n"
        )
        for source in all(scripts) {
            #expect(!source.contains("\"; /system"))
            #expect(!source.contains("$[/system/reboot]"))
            #expect(!source.contains("$x"))
        }
        #expect(scripts.onLogin.contains("https://a/;/system/reboot;x{{token}}"))
    }

    @Test func `the same values give the same text`() throws {
        #expect(all(try scripts()) == all(try scripts()))
        #expect(try scripts().reportName == "gg-ab12-report")
        #expect(try scripts().sweepName == "gg-ab12-sweep")
    }
}

extension String {
    /// What stands behind each occurrence, up to the end of that command.
    fileprivate func components(of word: String) -> [String] {
        ranges(of: word).map { range in
            let rest = self[range.upperBound...]
            return String(rest.prefix(400))
        }
    }
}
