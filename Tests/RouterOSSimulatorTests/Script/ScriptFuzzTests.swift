import Foundation
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// Random scripts: nothing that is read or run stops the process, hangs it, or fails without a place.
///
/// The seed comes from `GATEWAY_SEED` and is printed when something does not hold.
@Suite struct ScriptFuzzTests {
    private static let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 20_260_925

    private static let pieces = [
        ":put ", ":local a ", ":global b ", ":set a ", ":if (", ") do={", "} else={", ":foreach k,v in=",
        ":for i from=1 to=3 do={",
        ":while (", ":do {", "} on-error={", "} while=(", ":onerror e in={", ":return ", ":error ", "[", "]", "(", ")",
        "{", "}",
        "$a", "$b", "$\"a b\"", "\"", "\\", "\\\n", "\n", ";", "#", "1", "0x1F", "1d2h", "10.1.2.3", "10.0.0.0/8", "*1",
        "true",
        "abc", "+", "-", "*", "/", "%", ".", ",", "->", "=", "!=", "<", ">", "~", "!", "&&", "||", " and ", " or ",
        " in ", " ",
        "/ip/hotspot/user/", "find ", "where ", "name=x", "name~\"x\"", "get ", "add name=y", "print ", "as-value",
        "count-only",
        "[:pick \"abc\" 1]", "[:tonum \"7\"]", ":parse \"", ":execute ", "$[:len \"a\"]", "$(1+1)", "\\4A", "\\q", "..",
        "é", "\u{0}",
        "/system/script/add name=s source={", "[:serialize to=json value=", ":retry command={", "} delay=1 max=2",
        "\r\n", "\t",
    ]

    private func script(using generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...25, using: &generator)).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }

    @Test func `whatever is read, a syntax error stands within the script`() throws {
        let version = RouterOSVersion(7, 22, 3)
        var generator = SeededGenerator(seed: Self.seed)
        var readable = 0
        for round in 0..<4000 {
            let source = WordBytes(self.script(using: &generator))
            do throws(ScriptFailure) {
                _ = try ScriptProgram.compile(source, version: version)
                readable += 1
            } catch {
                #expect(error.isSyntaxError, "seed \(Self.seed) round \(round): \(error.message)")
                let place = try #require(
                    error.message.text.wholeMatch(of: /.* \(line (\d+) column (\d+)\)/),
                    "seed \(Self.seed) round \(round): \(error.message)"
                )
                let lines = source.text.replacing("\r\n", with: "\n").split(
                    omittingEmptySubsequences: false,
                    whereSeparator: { $0 == "\n" }
                )
                let (line, column) = (Int(place.1) ?? 0, Int(place.2) ?? 0)
                #expect((1...lines.count).contains(line), "seed \(Self.seed) round \(round): \(error.message)")
                #expect(column >= 1 && column <= lines[line - 1].utf8.count + 2, "seed \(Self.seed) round \(round)")
            }
        }
        #expect(readable > 100, "seed \(Self.seed)")
    }

    @Test func `whatever runs comes to an end, or waits`() {
        var generator = SeededGenerator(seed: Self.seed &+ 1)
        for round in 0..<1500 {
            var router = Transcript()
            let source = self.script(using: &generator)
            let result = router.run(source)
            router.pass(10)
            #expect(router.state.scripts.processes.count <= 1, "seed \(Self.seed) round \(round): \(source) \(result)")
            let ids = router.column(".id", of: "/ip/hotspot/user")
            #expect(Set(ids).count == ids.count, "seed \(Self.seed) round \(round)")
        }
    }

    @Test func `random bytes are no script that hurts`() {
        var generator = SeededGenerator(seed: Self.seed &+ 2)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? ScriptProgram.compile(WordBytes(bytes), version: RouterOSVersion(7, 12, 2))
        }
    }

    @Test(arguments: ["(", "[", "{", "[:put (", "(!", "(-", "{{", ":if (true) do={", "\"$(", "\"$["])
    func `what stands in itself too deeply is refused`(piece: String) throws {
        let source = ":put " + String(repeating: piece, count: 20_000)
        #expect(throws: ScriptFailure.self) {
            try ScriptProgram.compile(WordBytes(source), version: RouterOSVersion(7, 22, 3))
        }
    }

    @Test(arguments: ["sum", "list", "path", "brackets"])
    func `an expression of too many operators is refused`(kind: String) {
        let expression =
            switch kind {
            case "sum": "(1" + String(repeating: "+1", count: 100_000) + ")"
            case "list": "[:len {1" + String(repeating: ",1", count: 100_000) + "}]"
            case "path": "($a" + String(repeating: "->0", count: 100_000) + ")"
            default:
                String(repeating: "(", count: 40) + "1"
                    + String(repeating: String(repeating: "+1", count: 400) + ")", count: 40)
            }
        let failure = #expect(throws: ScriptFailure.self) {
            try ScriptProgram.compile(WordBytes(":put " + expression), version: RouterOSVersion(7, 22, 3))
        }
        #expect(failure?.message.text.hasPrefix("expression too long (line 1 column ") ?? false)
    }

    @Test func `expressions of a few hundred operators each are read, however many there are`() throws {
        let line = ":put (1" + String(repeating: "+1", count: 400) + "); :put {1,1,1;1,1,1}\n"
        let source = "{\n" + String(repeating: line, count: 50) + "}"
        _ = try ScriptProgram.compile(WordBytes(source), version: RouterOSVersion(7, 22, 3))
    }

    @Test(arguments: [
        (":put [:range -9000000000000000000 9000000000000000000]", "invalid value for argument to"),
        (":local a {1}; :for i from=1 to=20000 do={ :set a {$a} }; :put [:len [:tostr $a]]", "arrays in each other"),
        (":local a {1}; :for i from=1 to=20000 do={ :set ($a->0) $a }; :put [:len $a]", "script stopped"),
        (":put (\"aa\" ~ \"((((a{1,100}){1,100}){1,100}){1,100})\")", "regular expression too long"),
        (":put (\"aa\" ~ \"(a*)*\\\\1\")", "a reference within a regular expression is not simulated"),
        (
            ":local a [:rndstr from=\"a\" length=60000]; :set a ($a . $a . $a . $a); :while (true) do={ :local b ($a . $a) }",
            "steps without a pause"
        ),
    ])
    func `what would take all memory or time is stopped`(source: String, reason: String) {
        var router = Transcript("7.22.3")
        #expect(router.run(source).contains(reason))
    }

    @Test func `a long text is searched in one go`() {
        var router = Transcript("7.22.3")
        let long = ":local a [:rndstr from=\"a\" length=60000]; "
        #expect(router.run(long + ":put [:typeof [:find ($a . $a . $a) ($a . \"b\")]]") == "nil")
        #expect(router.run(long + ":put [:find ($a . \"b\" . $a) (\"ab\" . $a)]") == "59999")
    }

    @Test func `JSON is read, or refused`() {
        var generator = SeededGenerator(seed: Self.seed &+ 3)
        let pieces = [
            "{", "}", "[", "]", "\"a\"", ":", ",", "1", "-1.5e3", "true", "null", "\"\\u00e9\"", "\"\\ud83d\\ude00\"",
            " ", "\\", "\"",
        ]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }
            var reader = ScriptJSONReader(WordBytes(text.joined()), keepsTexts: Bool.random(using: &generator))
            _ = reader.document()
        }
        var reader = ScriptJSONReader(WordBytes(String(repeating: "[", count: 100_000)), keepsTexts: true)
        #expect(reader.document() == nil)
    }
}
