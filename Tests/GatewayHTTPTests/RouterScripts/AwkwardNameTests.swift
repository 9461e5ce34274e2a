import TestSeeds
import RouterOSSimulator
import Testing

/// Names that are easily damaged, and such as would break out of what they stand in.
@Suite(.timeLimit(.minutes(15))) struct AwkwardNameTests {
    private static let names = [
        "00123", "0", "1E5", "8E12345", "0x1F", "007", "1d", "10:00", "true", "no", "10.1.2.3", "*1F", "a b", "a\"b",
        "a$b", "$user", "$[/system/reboot]", "a\\b", "a\\", "a;b", "a,b", "{a}", "[a]", "(a)", "\u{FC}\u{65E5}", "a=b",
        "-5",
        "#x", "'", "a\nb", "%41", "100%", "a&b", "a+b", "1,2", "\" ; /system/reboot ; \"", "a?b",
    ]

    @Test(arguments: ["7.12.2", "7.24"])
    func `arrive as they are, from the hook and from the report`(version: String) async throws {
        try await ScriptBench.with(version) { bench in
            // The hook's own attempt is lost.
            bench.sink.answer(.status(500))
            for name in Self.names {
                try await bench.add(name)
                try await bench.login(name)
                try await bench.router.logoutGuest(address: ScriptBench.address(1))
            }
            try await bench.router.scriptsAnswered()
            #expect(bench.events().compactMap { $0["user"] }.sorted() == Self.names.sorted())
            #expect(bench.events("logout").compactMap { $0["user"] }.sorted() == Self.names.sorted())
            bench.sink.clear()
            bench.sink.answer(.status(200))
            try await bench.pass(65)
            #expect(bench.events().map { $0["user"] } == Self.names)
            try await bench.expectNoErrors()
            #expect(try await bench.users() == Self.names)
        }
    }

    @Test func `any bytes at all arrive as they are`() async throws {
        var generator = SeededGenerator(seed: Seed.base)
        let names = (0..<25).map { number in
            // The number keeps them apart, and no blank at an end, which the gateway leaves out.
            Array("\(number)<".utf8)
                + (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                    UInt8.random(in: 1...255, using: &generator)
                }
                + Array(">".utf8)
        }
        try await ScriptBench.with("7.12.2") { bench in
            for name in names {
                try await bench.add(bytes: name)
                try await bench.login(bytes: name)
                try await bench.router.scriptsAnswered()
                try await bench.router.logoutGuest(address: ScriptBench.address(1))
            }
            try await bench.router.scriptsAnswered()
            try await bench.pass(65)
            let sent = bench.sink.lines.compactMap { line -> [UInt8]? in
                let field = line.split(separator: "&").first { $0.hasPrefix("user=") }
                return field.map { ScriptBench.decoded($0.dropFirst(5)) }
            }
            for name in names { #expect(sent.count { $0 == name } == 3, "\(name)") }
            try await bench.expectNoErrors()
        }
    }
}
