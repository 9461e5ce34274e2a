import Testing

@Suite struct BannedWordRuleTests {
    private func count(_ line: String, path: String = "Sources/GatewaySync/A.swift") -> Int {
        BannedWordRule().violations(in: SourceFile(path: path, text: line)).count
    }

    @Test(arguments: [
        "print(a)", "    Swift.print(a)", "let a = try! b()", "fatalError(\"no\")", "Swift.fatalError()",
        "a() // TODO: later", "/// FIXME", "let s = \"\\(fatalError())\"",
    ])
    func `a bad line fails`(line: String) {
        #expect(count(line) == 1)
    }

    @Test(arguments: [
        "// never print(a) here", "let a = \"try! fatalError( TODO\"", "menu.print(a)", "func print(_ a: Int) {}",
        "fingerprint(a)", "let todos = 1",
    ])
    func `a good line passes`(line: String) {
        #expect(count(line) == 0)
    }

    @Test func `the command may print`() {
        #expect(count("print(a)", path: "Sources/gardengate/A.swift") == 0)
    }

    @Test(arguments: ["try await Task.sleep(for: .seconds(1))", "usleep(10)", "clock.sleep(until: a)"])
    func `a test that sleeps fails`(line: String) {
        #expect(count(line, path: "Tests/A/A.swift") == 1)
        #expect(count(line) == 0)
    }

    @Test func `unfinished work fails in tests too`() {
        #expect(count("// FIXME", path: "Tests/A/A.swift") == 1)
    }
}
