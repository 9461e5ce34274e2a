import Testing

@testable import GatewayDomain

/// The pages that routers show to guests, as files.
struct LoginPageTests {
    private func page(_ change: (inout LoginPage) -> Void = { _ in }) -> LoginPage {
        var page = LoginPage(Sample.instance)
        change(&page)
        return page
    }

    private func text(_ name: String, _ page: LoginPage) throws -> String {
        try #require(page.files.first { $0.name == name }).contents
    }

    /// What the router would take for a variable or a condition.
    private func directives(_ text: String) -> [String] {
        text.split(separator: "$(", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != ")" })
        }
    }

    @Test func `the files bear the names that a router asks for`() {
        #expect(page().files.map(\.name) == LoginPage.fileNames)
    }

    @Test func `the page is small, and each file fits into one write of a router`() throws {
        let page = page {
            $0.name = "Grand Hôtel Rivage"
            $0.terms = "Be kind."
            $0.theme[.accentColor] = "#7a1f3d"
        }
        #expect(try text("login.html", page).utf8.count < 12_288)
        #expect(page.files.reduce(0) { $0 + $1.contents.utf8.count } < 32_768)
    }

    @Test func `nothing is left to be filled in, and no comment is sent to guests`() {
        let page = page {
            $0.terms = "Be kind."
            $0.hasAccounts = true
        }
        for file in page.files {
            #expect(!file.contents.contains("{{"), "\(file.name)")
            #expect(!file.contents.contains("}}") || file.contents.contains("}}\n"), "\(file.name)")
            #expect(!file.contents.contains("<!--") && !file.contents.contains("/*"), "\(file.name)")
        }
    }

    @Test func `no page asks anything of another host`() {
        let page = page {
            $0.theme[.logo] = "https://pictures.example/logo.png"
            $0.theme[.icon] = "https://pictures.example/icon.png"
        }
        for file in page.files {
            for word in ["http://", "https://", "src=", "url(", "@import", "fetch(", "localStorage"] {
                #expect(!file.contents.contains(word), "\(file.name) has \(word)")
            }
        }
    }

    @Test func `the router is asked for nothing but variables that its manual names`() {
        let known: Set = [
            "error", "link-login-only", "link-status", "link-redirect", "username-esc", "chap-id", "chap-challenge",
            "plain-passwd", "session-time-left", "session-time-left-secs", "uptime-secs",
            "refresh-timeout", "refresh-timeout-secs",
        ]
        let conditions: Set = [
            "if error", "if chap-id", "if plain-passwd == \"yes\"", "elif chap-id", "if session-time-left",
            "if refresh-timeout", "if logged-in == \"yes\"", "if http-status == 302",
            "if http-header == \"Location\"", "if http-header == \"Content-Type\"", "else", "endif",
        ]
        for file in page({ $0.hasAccounts = true }).files {
            for directive in directives(file.contents) {
                #expect(known.contains(directive) || conditions.contains(directive), "\(file.name): \(directive)")
            }
        }
    }

    @Test func `the pages that guests see lead to each other by relative links`() {
        for file in page({ $0.hasAccounts = true }).files where !["alogin.html", "redirect.html"].contains(file.name) {
            guard file.name.hasSuffix(".html") else { continue }
            #expect(!directives(file.contents).contains { $0.hasPrefix("link-") }, "\(file.name)")
        }
    }

    @Test func `each condition is closed, and none stands within another one`() {
        for file in page({ $0.hasAccounts = true }).files {
            var depth = 0
            for directive in directives(file.contents) {
                if directive.hasPrefix("if ") { depth += 1 }
                if directive == "endif" { depth -= 1 }
                #expect((0...1).contains(depth), "\(file.name): \(directive)")
            }
            #expect(depth == 0, "\(file.name)")
        }
    }

    @Test(arguments: ["$(if username)Inn", "<script>alert(1)</script>", "\"'&{{>terms}}", "a$(endif)b", "Ünïcode 日本"])
    func `a portal's name is shown as it is, and is neither markup nor a condition`(name: String) throws {
        let plain = page { $0.name = "NAME" }
        let named = page {
            $0.name = name
            $0.terms = name
        }
        let expected = PageText.html(name)
        for (file, reference) in zip(named.files, plain.files) where file.name != "login.html" {
            #expect(file.contents == reference.contents.replacing("NAME", with: expected), "\(file.name)")
        }
        let login = try text("login.html", named)
        #expect(login.contains("<h1 dir=\"auto\">\(expected)</h1>"))
        #expect(login.contains("<p dir=\"auto\">\(expected)</p>"))
        #expect(directives(login) == directives(try text("login.html", plain)))
        #expect(login.components("<script>") == 1)
    }

    @Test func `a text of a script ends neither the string, nor the script, nor begins a variable`() {
        #expect(
            PageText.script("a\"b\\c</script>$(x)'&\n\u{2028}") == #""a\"b\\c\x3c/script\x3e\x24(x)\x27\x26\x0a\u2028""#
        )
    }

    @Test func `terms keep their paragraphs and lines, and without terms nobody accepts any`() throws {
        let login = try text("login.html", page { $0.terms = "One.\nTwo.\n\n \nThree & four." })
        #expect(login.contains("<p dir=\"auto\">One.<br>Two.</p><p dir=\"auto\">Three &amp; four.</p>"))
        #expect(login.contains("By connecting you accept the terms of use."))
        for terms in [nil, "", " \n "] {
            #expect(try !text("login.html", page { $0.terms = terms }).contains("accept"))
        }
    }

    @Test func `where a code is its own password it is sent twice, else with an empty one`() throws {
        let twice = try text("login.html", page())
        #expect(twice.contains("send(u,u,f)"))
        #expect(twice.contains("<noscript><label for=\"again\""))
        let once = try text("login.html", page { $0.password = .empty })
        #expect(once.contains("send(u,\"\",f)"))
        #expect(once.contains("<input type=\"hidden\" name=\"password\" value=\"\">"))
        #expect(!once.contains("id=\"again\""))
    }

    @Test func `accounts have a form of their own, where there are any`() throws {
        #expect(try text("login.html", page { $0.hasAccounts = true }).contains("name=\"account\""))
        #expect(try !text("login.html", page()).contains("name=\"account\""))
    }

    @Test func `every error of a router has a text, without a variable that a guest could fill`() throws {
        let lines = try text("errors.txt", page()).split(separator: "\n")
        #expect(lines.count == 17)
        #expect(lines.allSatisfy { $0.contains(" = ") && !$0.contains("$(") })
        #expect(lines.contains { $0.hasPrefix("invalid-username = We do not know this code") })
    }

    @Test func `the first language is that of whoever has none of the others`() throws {
        let french = page { $0.languages = [.french, .english] }
        #expect(try text("login.html", french).contains("<html lang=\"fr\">"))
        #expect(try text("login.html", french).contains(">Se connecter</button>"))
        #expect(try text("errors.txt", french).contains("uptime-limit = Le temps de ce code est épuisé."))
        #expect(try !text("login.html", french).contains("Verbinden"))
    }

    @Test func `every language says everything, in its own words and without markup`() {
        let numbers: Set<GuestText> = [.days, .hours, .minutes, .seconds]
        for text in GuestText.allCases {
            let phrases = GuestLanguage.allCases.map { text($0) }
            #expect(phrases.allSatisfy { !$0.isEmpty && !$0.contains { "<>&$\"".contains($0) } }, "\(text)")
            if !numbers.contains(text) { #expect(Set(phrases).count > 5, "\(text)") }
        }
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(_ text: String) -> Int {
        self.ranges(of: text).count
    }
}
