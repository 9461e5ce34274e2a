public import NIOCore

/// The words of a sentence, in order, as views of its buffer.
public struct SentenceWords: Sequence, Sendable {
    private let wireWords: ByteBuffer

    init(_ wireWords: ByteBuffer) {
        self.wireWords = wireWords
    }

    /// Begins at the first word.
    public func makeIterator() -> Iterator {
        Iterator(self.wireWords)
    }

    /// Goes from word to word.
    public struct Iterator: IteratorProtocol {
        private let wireWords: ByteBuffer
        private var walk = WordWalk()

        init(_ wireWords: ByteBuffer) {
            self.wireWords = wireWords
        }

        /// The next word, or nil at the end.
        public mutating func next() -> ByteBufferView? {
            var walk = self.walk
            defer { self.walk = walk }
            guard let range = walk.next(in: self.wireWords.readableBytesUInt8Span) else { return nil }
            return self.wireWords.viewBytes(
                at: self.wireWords.readerIndex + range.lowerBound,
                length: range.count
            )
        }
    }
}
