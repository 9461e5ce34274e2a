public import NIOCore

/// Cuts a stream of bytes into sentences.
///
/// The same decoder serves the client (replies) and a server (commands). It allocates nothing for a sentence: a ``Sentence``
/// is a slice of the received buffer. An empty sentence (a lone zero byte) is skipped, as the manual asks for (API page).
/// It remembers how far it has looked, so that a long sentence arriving in many pieces is looked at only once.
public struct SentenceDecoder: NIOSingleStepByteToMessageDecoder {
    /// What comes out.
    public typealias InboundOut = Sentence

    private let limits: SentenceLimits

    /// Where the next length prefix of the unfinished sentence begins, from the reader index.
    ///
    /// May lie beyond what has arrived.
    private var nextWordOffset = 0

    /// Creates a decoder.
    ///
    /// - Parameter limits: what a peer may send.
    public init(limits: SentenceLimits = SentenceLimits()) {
        self.limits = limits
    }

    /// Takes the next complete sentence out of the buffer.
    ///
    /// - Parameter buffer: the received bytes. When nil is returned, only empty sentences were taken out, and the rest must be offered
    ///   again, with more behind it.
    /// - Returns: the sentence, or nil when it is not complete.
    /// - Throws: what makes the bytes no sentence. The decoder must not be used again after that.
    public mutating func decode(buffer: inout ByteBuffer) throws(SentenceDecodingError) -> Sentence? {
        while true {
            if self.nextWordOffset == 0 {
                Self.skipEmptySentences(&buffer)
            }
            guard let terminatorBytes = try self.findEnd(buffer.readableBytesUInt8Span) else { return nil }
            let length = self.nextWordOffset
            self.nextWordOffset = 0
            guard let words = buffer.readSlice(length: length) else {
                preconditionFailure("a sentence's end was found beyond the readable bytes")
            }
            buffer.moveReaderIndex(forwardBy: terminatorBytes)
            // A terminator in a longer form than needed, with nothing before it, is an empty sentence too.
            if length > 0 { return Sentence(wireWords: words) }
        }
    }

    /// Takes the next complete sentence out of the buffer, when no more bytes will come.
    ///
    /// - Parameters:
    ///   - buffer: the received bytes.
    ///   - seenEOF: whether the stream ended.
    /// - Returns: the sentence, or nil when all was taken.
    /// - Throws: ``SentenceDecodingError/endedInsideSentence(bytes:)`` when a part of a sentence is left, and what `decode` throws.
    public mutating func decodeLast(
        buffer: inout ByteBuffer,
        seenEOF: Bool
    ) throws(SentenceDecodingError) -> Sentence? {
        if let sentence = try self.decode(buffer: &buffer) {
            return sentence
        }
        if seenEOF, buffer.readableBytes > 0 {
            throw .endedInsideSentence(bytes: buffer.readableBytes)
        }
        return nil
    }

    /// Goes on from word to word until `nextWordOffset` stands on the terminating zero.
    ///
    /// - Returns: how many bytes the zero takes (one, unless the peer wrote it in a longer form), or nil when it has not arrived.
    private mutating func findEnd(_ bytes: Span<UInt8>) throws(SentenceDecodingError) -> Int? {
        var offset = self.nextWordOffset
        defer { self.nextWordOffset = offset }
        while let word = try WordLength.read(bytes, at: offset) {
            if word.length == 0 { return word.prefixBytes }
            guard word.length <= self.limits.wordBytesMaximum else {
                throw .wordTooLong(bytes: word.length, maximum: self.limits.wordBytesMaximum, offset: offset)
            }
            let next = offset + word.prefixBytes + word.length
            guard next < self.limits.sentenceBytesMaximum else {
                throw .sentenceTooLong(maximum: self.limits.sentenceBytesMaximum)
            }
            offset = next
        }
        return nil
    }

    private static func skipEmptySentences(_ buffer: inout ByteBuffer) {
        let zeros = Self.leadingZeros(buffer.readableBytesUInt8Span)
        buffer.moveReaderIndex(forwardBy: zeros)
    }

    private static func leadingZeros(_ bytes: Span<UInt8>) -> Int {
        var zeros = 0
        while zeros < bytes.count, bytes[zeros] == 0 {
            zeros += 1
        }
        return zeros
    }
}
