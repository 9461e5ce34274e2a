import Testing

@Suite struct SafetyRuleTests {
    private func count(_ text: String) -> Int {
        SafetyRule().violations(in: SourceFile(path: "Sources/GatewaySync/A.swift", text: text)).count
    }

    @Test(arguments: [
        "Task { await a() }", "let t = Task<Void, Never> { a() }", "Task(priority: .high) { a() }",
        "Task.detached { a() }", "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1",
        "let a = unsafeBitCast(b, to: C.self)", "a.withUnsafeBytes { b($0) }", "var a: UnsafeMutablePointer<Int>",
        "Unmanaged.passRetained(a)", "// SAFETY: far away\n\nTask { a() }", "// SAFETY: another\nb()\nTask { a() }",
        "// SAFETY: the function\nfunc a() {\n    Task { b() }\n}", "// a comment\nTask { a() }",
    ])
    func `an escape without a reason right above fails`(text: String) {
        #expect(count(text) == 1)
    }

    @Test(arguments: [
        "// SAFETY: ended by the caller\nTask { a() }", "// SAFETY: two\n// lines\nlet a =\n    Task { b() }",
        "// SAFETY: locked\n@frozen\nfinal class A:\n    B, @unchecked Sendable {}",
        "// SAFETY: lives as long as self\nfunc a() {\n    b.withUnsafeBytes { c($0) }\n}",
        "// Task { }", "group.addTask { a() }", "withTaskGroup { a() }", "try await Task.sleep(for: a)",
        "let a = \"@unchecked Sendable\"",
    ])
    func `a reason, or no escape, passes`(text: String) {
        #expect(count(text) == 0)
    }

    @Test func `tests are not held to it`() {
        #expect(SafetyRule().violations(in: SourceFile(path: "Tests/A/A.swift", text: "Task { a() }")).isEmpty)
    }
}
