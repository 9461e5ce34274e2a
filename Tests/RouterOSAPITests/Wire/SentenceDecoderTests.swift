import TestSeeds
import NIOCore
import NIOTestUtils
import Testing

@testable import RouterOSAPI

struct SentenceDecoderTests {
    /// Sentences with everything that once broke a client: bytes that are no UTF-8, `==` at the end, line breaks, zero bytes, a word
    /// of 256 bytes (whose prefix holds a zero), a length of each form that fits the limit.
    static let sentences: [[[UInt8]]] = [
        ["!done"].map { Array($0.utf8) },
        ["!re", ".tag=7", "=.id=*1", "=name=true", "=password=abc==", "=comment=a\r\nb"].map { Array($0.utf8) },
        [Array("!re".utf8), Array("=comment=".utf8) + [0xFF, 0x00, 0xE9], Array(repeating: 0x41, count: 256)],
        [Array(repeating: 0x3D, count: 0x3FFF), Array(repeating: 0, count: 0x4000)],
        ["!fatal", "session terminated on request"].map { Array($0.utf8) },
    ]

    static func wire(_ sentences: [[[UInt8]]]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for sentence in sentences {
            for word in sentence { buffer.writeWord(word) }
            buffer.writeSentenceEnd()
        }
        return buffer
    }

    static func next(_ decoder: inout SentenceDecoder, _ buffer: inout ByteBuffer) throws -> Sentence? {
        try decoder.decode(buffer: &buffer)
    }

    static func words(_ sentence: Sentence) -> [[UInt8]] {
        sentence.words.map { Array($0) }
    }

    @Test func `recorded bytes become the words that they are`() throws {
        // As printed in the manual's API page and in MikroTikMiniApi's tests.
        let login: [UInt8] =
            [0x06] + "/login".utf8 + [0x0B] + "=name=admin".utf8 + [0x0A] + "=password=".utf8 + [0x00]
        let fatal: [UInt8] = [0x06] + "!fatal".utf8 + [0x1D] + "session terminated on request".utf8 + [0x00]
        var buffer = ByteBuffer(bytes: login + fatal)
        var decoder = SentenceDecoder()
        let first = try #require(Self.next(&decoder, &buffer))
        #expect(first == Sentence(["/login", "=name=admin", "=password="]))
        #expect(first.attribute("password").map { Array($0) } == [])
        let second = try #require(Self.next(&decoder, &buffer))
        #expect(second == Sentence(["!fatal", "session terminated on request"]))
        #expect(try Self.next(&decoder, &buffer) == nil)
        #expect(buffer.readableBytes == 0)
    }

    @Test func `the verifier's splits and joins change nothing`() throws {
        // The verifier feeds byte by byte, and all at once several times over.
        let small = Self.sentences.filter { $0.joined().count < 1_000 }
        let pairs = small.map { sentence in
            (Self.wire([sentence]), [Sentence(wireWords: Self.wireWords(sentence))])
        }
        try ByteToMessageDecoderVerifier.verifyDecoder(inputOutputPairs: pairs) { SentenceDecoder() }
    }

    private static func wireWords(_ sentence: [[UInt8]]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for word in sentence { buffer.writeWord(word) }
        return buffer
    }

    @Test func `every split of recorded sentences gives the same words`() throws {
        let small = Self.sentences.filter { $0.joined().count < 1_000 }
        let whole = Self.wire(small)
        for split in 0...whole.readableBytes {
            var decoder = SentenceDecoder()
            var rest = whole
            var buffer = rest.readSlice(length: split) ?? ByteBuffer()
            var decoded: [[[UInt8]]] = []
            while let sentence = try decoder.decode(buffer: &buffer) { decoded.append(Self.words(sentence)) }
            buffer.writeBuffer(&rest)
            while let sentence = try decoder.decode(buffer: &buffer) { decoded.append(Self.words(sentence)) }
            #expect(decoded == small)
            #expect(buffer.readableBytes == 0)
        }
    }

    @Test func `every prefix gives the sentences before the cut and then says where it was cut`() throws {
        let small = Self.sentences.filter { $0.joined().count < 1_000 }
        let whole = Self.wire(small)
        var ends: [Int] = []
        for count in 1...small.count { ends.append(Self.wire(Array(small[..<count])).readableBytes) }
        for length in 0...whole.readableBytes {
            var decoder = SentenceDecoder()
            var buffer = ByteBuffer(bytes: whole.readableBytesView.prefix(length))
            var decoded = 0
            while try decoder.decode(buffer: &buffer) != nil { decoded += 1 }
            #expect(decoded == ends.count { $0 <= length })
            let left = length - (ends.last { $0 <= length } ?? 0)
            if left == 0 {
                let last = try decoder.decodeLast(buffer: &buffer, seenEOF: true)
                #expect(last == nil)
            } else {
                #expect(throws: SentenceDecodingError.endedInsideSentence(bytes: left)) {
                    try decoder.decodeLast(buffer: &buffer, seenEOF: true)
                }
            }
        }
    }

    @Test func `long words in random pieces come back byte by byte`() throws {
        var generator = Seed.generator
        for _ in 0..<20 {
            var whole = Self.wire(Self.sentences)
            var decoder = SentenceDecoder()
            var buffer = ByteBuffer()
            var decoded: [[[UInt8]]] = []
            while whole.readableBytes > 0 {
                let count = Int.random(in: 1...min(3_000, whole.readableBytes), using: &generator)
                buffer.writeBytes(whole.readBytes(length: count) ?? [])
                while let sentence = try decoder.decode(buffer: &buffer) { decoded.append(Self.words(sentence)) }
            }
            #expect(decoded == Self.sentences)
        }
    }

    @Test func `empty sentences are skipped`() throws {
        var buffer = ByteBuffer(bytes: [0, 0, 0x05] + Array("!done".utf8) + [0, 0, 0, 0x80, 0, 0])
        var decoder = SentenceDecoder()
        #expect(try Self.next(&decoder, &buffer) == Sentence(["!done"]))
        #expect(try Self.next(&decoder, &buffer) == nil)
        #expect(buffer.readableBytes == 0)
    }

    @Test func `a terminator in a longer form ends the sentence`() throws {
        var buffer = ByteBuffer(bytes: [0x05] + Array("!done".utf8) + [0xC0, 0, 0, 0x03] + Array("!re".utf8) + [0])
        var decoder = SentenceDecoder()
        #expect(try Self.next(&decoder, &buffer) == Sentence(["!done"]))
        #expect(try Self.next(&decoder, &buffer) == Sentence(["!re"]))
        #expect(buffer.readableBytes == 0)
    }

    @Test func `a word over the limit is refused at its prefix`() {
        var decoder = SentenceDecoder(limits: SentenceLimits(wordBytesMaximum: 100))
        var accepted = ByteBuffer(bytes: [100])
        #expect(throws: Never.self) { try decoder.decode(buffer: &accepted) }
        decoder = SentenceDecoder(limits: SentenceLimits(wordBytesMaximum: 100))
        var refused = ByteBuffer(bytes: [101])
        #expect(throws: SentenceDecodingError.wordTooLong(bytes: 101, maximum: 100, offset: 0)) {
            try decoder.decode(buffer: &refused)
        }
    }

    @Test func `a length prefix of 4 GiB is refused before memory is taken`() {
        var decoder = SentenceDecoder()
        var buffer = ByteBuffer(bytes: [0x03] + Array("!re".utf8) + [0xF0, 0xFF, 0xFF, 0xFF, 0xFF])
        let capacity = buffer.capacity
        #expect(throws: SentenceDecodingError.wordTooLong(bytes: 0xFFFF_FFFF, maximum: 65_536, offset: 4)) {
            try decoder.decode(buffer: &buffer)
        }
        #expect(buffer.capacity == capacity)
    }

    @Test func `a sentence over the limit is refused at the prefix that makes it so`() {
        var decoder = SentenceDecoder(limits: SentenceLimits(wordBytesMaximum: 100, sentenceBytesMaximum: 203))
        var buffer = ByteBuffer()
        buffer.writeWord(Array(repeating: 0x41, count: 100))
        buffer.writeInteger(UInt8(100))
        #expect(throws: Never.self) { try decoder.decode(buffer: &buffer) }
        decoder = SentenceDecoder(limits: SentenceLimits(wordBytesMaximum: 100, sentenceBytesMaximum: 202))
        #expect(throws: SentenceDecodingError.sentenceTooLong(maximum: 202)) { try decoder.decode(buffer: &buffer) }
    }

    @Test func `random bytes end in sentences or a named error`() {
        var generator = Seed.generator
        let limits = SentenceLimits(wordBytesMaximum: 64, sentenceBytesMaximum: 256)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...300, using: &generator)
            // Half of them of small numbers, so that many words are whole.
            let top: UInt8 = Bool.random(using: &generator) ? 0xFF : 0x08
            var buffer = ByteBuffer(bytes: (0..<count).map { _ in UInt8.random(in: 0...top, using: &generator) })
            var decoder = SentenceDecoder(limits: limits)
            do throws(SentenceDecodingError) {
                while let sentence = try decoder.decode(buffer: &buffer) {
                    #expect(sentence.words.reduce(0) { $0 + $1.count + 1 } <= 256)
                    _ = sentence.tag
                    _ = Row(sentence).text("a")
                }
                _ = try decoder.decodeLast(buffer: &buffer, seenEOF: true)
            } catch {
                #expect(!error.label.isEmpty)
            }
        }
    }

    @Test func `a decoded sentence shares the received bytes and a copy does not`() throws {
        var received = ByteBuffer(repeating: 0x41, count: 60_000)
        received.clear()
        received.writeSentence(["!re", "=name=x"])
        var decoder = SentenceDecoder()
        let sentence = try #require(Self.next(&decoder, &received))
        #expect(sentence.wireWords.storageCapacity >= 60_000)
        #expect(sentence.copied().wireWords.storageCapacity < 100)
        #expect(sentence.copied() == sentence)
    }
}
