import NIOCore
import Testing

@testable import RouterOSAPI

struct ReceivedBytesTests {
    @Test func `kept rows never make the buffer of unfinished bytes grow`() throws {
        var received = ReceivedBytes(limits: SentenceLimits())
        var wire = ByteBuffer()
        let count = 1_500
        for _ in 0..<count { wire.writeSentence(["!re", "=a=" + String(repeating: "x", count: 700)]) }
        var sentences: [Sentence] = []
        // Never at the end of a sentence, so that there is always a beginning left.
        while let piece = wire.readSlice(length: min(1_000, wire.readableBytes)), piece.readableBytes > 0 {
            received.append(ByteBuffer(bytes: piece.readableBytesView))
            while let sentence = try received.next() {
                sentences.append(sentence)
                #expect(sentence.wireWords.storageCapacity <= 4_096)
            }
        }
        #expect(sentences.count == count)
        #expect(received.count == 0)
    }
}
