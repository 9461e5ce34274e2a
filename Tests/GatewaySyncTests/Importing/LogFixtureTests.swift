import TestSeeds
import Foundation
import GatewayDomain
import Testing

@testable import GatewaySync

/// Recorded files become what stands beside them, however their bytes arrive.
@Suite(.timeLimit(.minutes(15))) struct LogFixtureTests {
    @Test func `there is a fixture of every format`() {
        #expect(Set(LogFixture.all.compactMap(\.format)) == Set(ImportFormat.allCases))
        #expect(LogFixture.all.count >= 9)
    }

    @Test(arguments: LogFixture.all) func `each line becomes what is known of it`(fixture: LogFixture) throws {
        let reading = try ImportReader.read(fixture.bytes, pieces: [], fixture.options, now: fixture.now)
        #expect(reading.lines.compactMap(\.text) == fixture.expected)
        #expect(reading.format == fixture.format)
        #expect(reading.lines.map(\.number) == Array(1...reading.lines.count))
    }

    @Test(arguments: LogFixture.all) func `packing, line ends and a byte order mark change nothing`(
        fixture: LogFixture
    ) throws {
        func texts(_ bytes: [UInt8]) throws -> [String] {
            try ImportReader.read(bytes, pieces: [], fixture.options, now: fixture.now).lines.compactMap(\.text)
        }
        #expect(try texts(Gzip.packed(fixture.bytes)) == fixture.expected)
        let half = fixture.bytes.count / 2
        let members = Gzip.packed(Array(fixture.bytes[..<half])) + Gzip.packed(Array(fixture.bytes[half...]))
        #expect(try texts(members) == fixture.expected)
        #expect(try texts(members + [0, 0, 0]) == fixture.expected)
        let windows = fixture.bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
        #expect(try texts([0xEF, 0xBB, 0xBF] + windows) == fixture.expected)
        #expect(try texts(fixture.bytes.dropLast()) == fixture.expected)
    }

    @Test(arguments: LogFixture.all) func `pieces of any size say the same`(fixture: LogFixture) throws {
        var random = SeededGenerator(seed: Seed.base)
        let packed = Gzip.packed(fixture.bytes)
        for bytes in [fixture.bytes, packed] {
            for _ in 0..<8 {
                let pieces = (0..<bytes.count).map { _ in Int.random(in: 1...40, using: &random) }
                let reading = try ImportReader.read(bytes, pieces: pieces, fixture.options, now: fixture.now)
                #expect(reading.lines.compactMap(\.text) == fixture.expected, "seed \(Seed.base)")
            }
        }
    }

    @Test(arguments: LogFixture.all) func `broken files end with an error or lines, never worse`(
        fixture: LogFixture
    ) throws {
        var random = SeededGenerator(seed: Seed.base)
        let packed = Gzip.packed(fixture.bytes)
        for round in 0..<200 {
            var bytes = round.isMultiple(of: 2) ? fixture.bytes : packed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
                default: bytes.removeSubrange(min(index + 1, bytes.count)...)
                }
                if bytes.isEmpty { bytes = [10] }
            }
            var options = fixture.options
            if random.next().isMultiple(of: 3) { options.format = ImportFormat.allCases.randomElement(using: &random) }
            do {
                let lines = try ImportReader.read(bytes, pieces: [7, 70], options, now: fixture.now).lines
                #expect(lines.map(\.number) == Array(1..<lines.count + 1), "seed \(Seed.base)")
            } catch is ImportError {
                continue
            } catch is ImportCut {
                continue
            }
        }
    }
}
