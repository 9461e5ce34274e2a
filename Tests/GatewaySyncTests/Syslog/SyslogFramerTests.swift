import Testing

@testable import GatewaySync

@Suite struct SyslogFramerTests {
    /// Feeds everything in pieces and gives what was found.
    private func frames(
        _ stream: [UInt8],
        pieces: (Int) -> Int = { _ in 4096 },
        maximum: Int = 100
    ) -> [SyslogFramer.Frame] {
        var framer = SyslogFramer(lineBytesMaximum: maximum)
        var found: [SyslogFramer.Frame] = []
        var start = 0
        while start < stream.count {
            let end = min(stream.count, start + max(1, pieces(start)))
            framer.feed(stream[start..<end]) { found.append($0) }
            start = end
        }
        framer.finish { found.append($0) }
        return found
    }

    private func lines(_ texts: String...) -> [SyslogFramer.Frame] { texts.map { .line(Array($0.utf8)) } }

    @Test func `lines end with a line feed, or have as many bytes as they say, in one stream`() {
        let stream = "<30>one\n11 <30>two\nand\nhotspot,info three\r\n\n\n18 hotspot,info four 7 <1>five<30>six"
        let expected =
            lines("<30>one", "<30>two\nand", "hotspot,info three\r", "hotspot,info four ", "<1>five", "<30>six")
        #expect(frames(Array(stream.utf8)) == expected)
        // However the network cuts it.
        #expect(frames(Array(stream.utf8), pieces: { _ in 1 }) == expected)
        let seed = SyncSeed.current
        var generator = seed.generator
        for _ in 0..<50 {
            let found = frames(Array(stream.utf8), pieces: { _ in Int.random(in: 1...9, using: &generator) })
            #expect(found == expected, "\(seed)")
        }
    }

    @Test(arguments: [
        "12 (10.0.0.1): logged in", "0 <30>x", "123456789 <30>x", "12:58:00 hotspot", "2026-09-25 21:10:05 x", "7", "",
        "007 <30>secret",
    ])
    func `a number that stands for nothing is a part of its line`(line: String) {
        #expect(frames(Array("\(line)\n<30>next\n".utf8)) == (line.isEmpty ? [] : lines(line)) + lines("<30>next"))
    }

    @Test func `a line of 10 MB is passed over as a whole, and the rest is unharmed`() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
        let after = Array("\n<30>after\n".utf8)
        #expect(frames(long + after, pieces: { _ in 65_536 }) == [.tooLong] + lines("<30>after"))
        let counted = Array("10000001 <".utf8) + long + Array("<30>after\n".utf8)
        #expect(frames(counted, pieces: { _ in 65_536 }) == [.tooLong] + lines("<30>after"))
        // The longest that is allowed is not too long.
        let longest = [UInt8](repeating: UInt8(ascii: "y"), count: 100)
        #expect(frames(longest + after, pieces: { _ in 7 }) == [.line(longest)] + lines("<30>after"))
        #expect(frames([0x79] + longest + after, pieces: { _ in 7 }) == [.tooLong] + lines("<30>after"))
    }

    @Test(arguments: ["40 <30>never comes", "40 ", "400 <30>never comes"])
    func `a line that lacks bytes it promised does not count`(stream: String) {
        let found = frames(Array("<30>before\n\(stream)".utf8))
        #expect(found.first == .line(Array("<30>before".utf8)))
        #expect(found.last == .cutOff)
        #expect(!found.dropFirst().contains { if case .line = $0 { true } else { false } })
    }

    @Test func `whatever comes, no line is longer than allowed`() {
        let likely = Array("0123456789 <a\n".utf8)
        let seed = SyncSeed.current
        var generator = seed.generator
        for _ in 0..<300 {
            let noise = (0..<Int.random(in: 0...3000, using: &generator)).map { _ -> UInt8 in
                let likely = likely.randomElement(using: &generator) ?? 0
                return Bool.random(using: &generator) ? likely : .random(in: 0...255, using: &generator)
            }
            var framer = SyslogFramer(lineBytesMaximum: 100)
            framer.feed(noise[...]) { frame in
                if case .line(let line) = frame { #expect((1...100).contains(line.count), "\(seed)") }
            }
            // A number that the noise ended with may swallow what follows, but a connection that ends swallows nothing more.
            framer.finish { _ in }
            var after: [SyslogFramer.Frame] = []
            framer.feed(Array("<30>after\n".utf8)[...]) { after.append($0) }
            #expect(after == lines("<30>after"), "\(seed)")
        }
    }
}
