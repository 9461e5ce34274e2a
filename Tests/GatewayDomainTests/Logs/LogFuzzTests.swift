import TestSeeds
import Foundation
import GatewayDomain
import Testing

/// Whatever is thrown at the parsers, they end, and say nothing that does not stand in the line.
@Suite(.timeLimit(.minutes(15))) struct LogFuzzTests {
    private static let messages = HotspotMessageFixtureTests.cases.map { Array($0.message.utf8) }

    @Test(arguments: Seed.several(4)) func `mutated messages yield only what stands in them`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let line = Self.mutated(&random)
            guard let read = HotspotLogLine(line[...]) else { continue }
            // What is not ASCII may have been turned into other bytes.
            if read.user.utf8.allSatisfy({ $0 < 0x80 }), !read.user.isEmpty {
                #expect(line.contains(Array(read.user.utf8)), "seed \(seed): \(line)")
            }
            #expect(line.contains(Array("(\(read.address))".utf8)), "seed \(seed): \(line)")
            if case .loggedIn = read.event { #expect(line.contains(Array("logged in".utf8)), "seed \(seed): \(line)") }
            #expect(!read.user.unicodeScalars.contains { $0.value < 0x20 }, "seed \(seed): \(line)")
        }
    }

    @Test(arguments: Seed.several(4)) func `framing and times of mutated lines are read without harm`(seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let times = [
            "sep/25 21:10:05 ", "12:58:00 ", "2026-09-25 21:10:05 ", "<174>Oct  7 10:40:58 ", "hotspot,info ", "",
        ]
        var clock = try LogClock(timeZone: "Europe/Berlin", reference: Timestamp(seconds: 1_795_000_000))
        for _ in 0..<4000 {
            let line = Array((times.randomElement(using: &random) ?? "").utf8) + Self.mutated(&random)
            guard let message = SyslogMessage(Self.mutated(line, &random)[...]) else { continue }
            #expect(message.hotspotLines().count <= 8)
            if let time = message.time { _ = clock.time(of: time) }
            _ = message.hotspotLines(sender: "Front Desk")
        }
    }

    @Test(arguments: Seed.several(4)) func `random bytes are nobody's login`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let count = Int.random(in: 0...200, using: &random)
            let line = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(HotspotLogLine(line[...]) == nil, "seed \(seed): \(line)")
            _ = SyslogMessage(line[...])
        }
    }

    /// A guest may type anything; a code that the router did not write as the whole name is never read as one.
    @Test(arguments: Seed.several(4)) func `no typed name is read as somebody else's login`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "ABC123", " (10.0.0.5): logged in", "->: ", ": ", " ", "(10.0.0.5)", ")", "(", "logged in", "é", "\n",
        ]
        for _ in 0..<4000 {
            let count = Int.random(in: 1...6, using: &random)
            let typed = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            let prefix = random.chance(50) ? "->: " : ""
            let failed = HotspotLogLine("\(prefix)\(typed) (10.0.0.9): login failed: invalid username or password")
            #expect(failed.map { $0.event != .loggedIn } ?? true, "seed \(seed): \(typed)")
            let echoed = HotspotLogLine("\(prefix)\(typed) (10.0.0.9): login failed: no such user \(typed)")
            #expect(echoed.map { $0.event != .loggedIn || $0.user != "ABC123" } ?? true, "seed \(seed): \(typed)")
        }
    }

    private static func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        mutated(messages.randomElement(using: &random) ?? [], &random)
    }

    private static func mutated(_ line: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var line = line
        for _ in 0..<Int.random(in: 0...4, using: &random) where !line.isEmpty {
            let index = Int.random(in: 0..<line.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: line[index] = UInt8.random(in: 0...255, using: &random)
            case 1: line.remove(at: index)
            case 2: line.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: index)
            case 3: line.removeSubrange(index...)
            default: line += line[index...]
            }
        }
        return line
    }
}
