import Testing

/// The rules over comments, words, scripts and fixtures, each shown to fail on a bad line.
@Suite struct TextRuleTests {
    private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, text: text) }

    @Test(arguments: ["let a = try? b()", "// why\n\nlet a = try? b()", "let a = try? \"// no\"", "//\ntry? a()"])
    func `a lost error without a reason fails`(text: String) {
        #expect(LostErrorRule().violations(in: file("Sources/A/A.swift", text)).count == 1)
    }

    @Test(arguments: ["let a = try? b() // best effort", "// The peer is gone anyway.\ntry? a()", "// try? a()"])
    func `a lost error with a reason passes`(text: String) {
        #expect(LostErrorRule().violations(in: file("Sources/A/A.swift", text)).isEmpty)
    }

    @Test(arguments: ["// ASSUMED", "/// ASSUMED: ", "a() // ASSUMED that it is so"])
    func `an assumption that says nothing fails`(text: String) {
        let file = file("Sources/RouterOSSimulator/A.swift", text)
        #expect(AssumedRule().violations(in: file).count == 1)
    }

    @Test func `assumptions are counted`() {
        let file = file(
            "Sources/A/A.swift",
            "// ASSUMED: the order is kept\n/// ASSUMED for menus without a text: the same text\nlet a = \"// ASSUMED: no\"\n/// An ASSUMED: b"
        )
        #expect(AssumedRule().violations(in: file).isEmpty)
        #expect(AssumedRule.count(in: file) == 2)
    }

    @Test(arguments: [
        "// see ../shared/a.md", "let a = \"/tmp/a\"", "# Issue #2", "/// (facts 2.1)", "see issue 2", "/work/main",
    ])
    func `a word that points outside fails`(text: String) {
        #expect(ForeignWordRule().violations(in: file("Sources/A/A.swift", text)).count == 1)
    }

    @Test(arguments: [
        "/// mktxp#236, the manual's API page", "two facts, 2 issues", "octo/librouteros issue 13",
        "cd \"$(dirname a)/..\"", "network/",
    ])
    func `a public source passes`(text: String) {
        #expect(ForeignWordRule().violations(in: file("Sources/A/A.swift", text)).isEmpty)
    }

    @Test func `a script without its three marks fails three times`() {
        #expect(ScriptRule().violations(in: file("script/a", "#!/bin/sh\necho a\n"), isExecutable: false).count == 3)
    }

    @Test func `a script with its three marks passes`() {
        let text = "#!/usr/bin/env bash\n# Says a.\n\nset -euo pipefail\necho a\n"
        #expect(ScriptRule().violations(in: file("script/a", text), isExecutable: true).isEmpty)
    }

    @Test func `a fixture needs a header or an entry`() {
        let files = [
            file("fixtures/a.txt", "!done\n"),
            file("fixtures/b/c.txt", "# origin: written by hand after the manual, API page\n"),
            file("fixtures/d.json", "{\n  \"origin\": \"recorded\"\n}\n"),
            file("fixtures/e.txt", "# origin:\n"),
        ]
        let rule = FixtureRule()
        #expect(rule.violations(in: files, readme: nil).map(\.path) == ["fixtures/a.txt", "fixtures/e.txt"])
        let readme = "- `a.txt`: written by hand after the manual, API page\n- `e.txt`\n"
        #expect(rule.violations(in: files, readme: readme).map(\.path) == ["fixtures/e.txt"])
    }
}
