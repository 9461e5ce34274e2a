import NIOCore
import Testing

@testable import RouterOSAPI

/// Sentences that real routers sent and understood, as they were published.
struct RecordedSentencesTests {
    @Test func `there are recordings to read`() throws {
        #expect(try Recording.all().count >= 7)
        #expect(try Recording.wordLengths().count >= 15)
    }

    @Test func `every length has the published prefix`() throws {
        for (length, prefix) in try Recording.wordLengths() {
            var buffer = ByteBuffer()
            buffer.writeWordLength(length)
            #expect(Array(buffer.readableBytesView) == prefix, "length \(length)")
        }
    }

    @Test func `a recording comes back word by word, cut at every place`() throws {
        for recording in try Recording.all() {
            var wire = ByteBuffer()
            for words in recording.sentences { wire.writeSentence(words) }
            for cut in 0...wire.readableBytes {
                var decoder = SentenceDecoder()
                var buffer = ByteBuffer(wire.readableBytesView.prefix(cut))
                var found = try Self.drain(&decoder, &buffer)
                buffer.writeBytes(wire.readableBytesView.dropFirst(cut))
                found += try Self.drain(&decoder, &buffer)
                #expect(found == recording.sentences.map { Sentence($0) }, "\(recording), cut at \(cut)")
            }
        }
    }

    @Test func `no prefix of a sentence counts as one`() throws {
        for recording in try Recording.all() {
            for words in recording.sentences {
                var wire = ByteBuffer()
                wire.writeSentence(words)
                for length in 0..<wire.readableBytes {
                    var decoder = SentenceDecoder()
                    var prefix = ByteBuffer(wire.readableBytesView.prefix(length))
                    #expect(try decoder.decode(buffer: &prefix) == nil, "\(recording), \(length) bytes")
                }
            }
        }
    }

    private static func drain(_ decoder: inout SentenceDecoder, _ buffer: inout ByteBuffer) throws -> [Sentence] {
        var sentences: [Sentence] = []
        while let sentence = try decoder.decode(buffer: &buffer) { sentences.append(sentence) }
        return sentences
    }
}
