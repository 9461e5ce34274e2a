import Testing

@Suite struct LengthRuleTests {
    private func count(_ path: String, _ text: String) -> Int {
        LengthRule().violations(in: SourceFile(path: path, text: text)).count
    }

    private func lines(_ count: Int) -> String { String(repeating: "    a()\n", count: count) }

    @Test func `a function of 71 lines fails and one of 70 passes`() {
        #expect(count("Sources/M/A.swift", "func f() {\n\(lines(69))}\n") == 1)
        #expect(count("Sources/M/A.swift", "func f() {\n\(lines(68))}\n") == 0)
    }

    @Test func `a file of 301 lines fails and one of 300 passes`() {
        #expect(count("Tests/M/A.swift", lines(301)) == 1)
        #expect(count("Tests/M/A.swift", lines(300)) == 0)
    }

    @Test func `state machines and schema tables may be long`() {
        #expect(count("Sources/M/LoginStateMachine.swift", lines(400)) == 0)
        #expect(count("Sources/M/Schema/HotspotUser.swift", lines(400)) == 0)
    }

    @Test func `functions are found with their lines`() {
        let text = """
            struct A {
                init?(a: Int = { 1 }()) {
                }
                func `with a brace } in its name`(
                    a: [Int]
                ) async throws(E)
                    -> Int
                where A: B {
                    let s = "} \\(b.map { $0 }) {"
                    let r = /}{"/
                    return .init(s) // }
                }
                deinit { a() }
            }
            protocol P {
                func f() -> Int
                init(a: Int)
            }
            """
        let found = FunctionScanner.functions(in: SourceFile(path: "Sources/M/A.swift", text: text))
        #expect(found.map(\.name).map { $0.trimmingPrefix { $0 == " " } } == ["init", "", "deinit"])
        #expect(found.map(\.first) == [2, 4, 13])
        #expect(found.map(\.last) == [3, 12, 13])
    }
}
