public import NIOCore

/// The attributes (`=name=value`) of a sentence, in order, as views of its buffer.
public struct SentenceAttributes: Sequence, Sendable {
    private let words: SentenceWords

    init(_ words: SentenceWords) {
        self.words = words
    }

    /// Begins at the first attribute.
    public func makeIterator() -> Iterator {
        Iterator(self.words.makeIterator())
    }

    /// Goes from attribute to attribute.
    public struct Iterator: IteratorProtocol {
        private var words: SentenceWords.Iterator

        init(_ words: SentenceWords.Iterator) {
            self.words = words
        }

        /// The next attribute's name and value, or nil at the end.
        public mutating func next() -> (name: ByteBufferView, value: ByteBufferView)? {
            while let word = self.words.next() {
                guard word.first == UInt8(ascii: "=") else { continue }
                let body = word.dropFirst()
                guard let split = body.firstIndex(of: UInt8(ascii: "=")) else {
                    return (body, body[body.endIndex...])
                }
                return (body[..<split], body[(split + 1)...])
            }
            return nil
        }
    }
}
