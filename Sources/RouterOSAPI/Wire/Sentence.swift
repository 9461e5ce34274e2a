public import NIOCore

/// A sentence of the RouterOS API: words, of which the first says what it is (`/ip/address/print`, `!re`).
///
/// It is one buffer that holds the words as they came over the wire, each behind its length prefix. Words and attributes are
/// found by walking from prefix to prefix when they are asked for, and are views of that buffer: no `String` and no array is
/// made by decoding. Bytes come back exactly as they were sent; what they mean as text is the reader's decision.
///
/// A sentence taken out of received bytes shares their memory; see ``copied()``.
public struct Sentence: Sendable, Hashable {
    /// The words with their length prefixes, without the terminating zero.
    ///
    /// Each prefix was checked to lie within the buffer.
    let wireWords: ByteBuffer

    init(wireWords: ByteBuffer) {
        self.wireWords = wireWords
    }

    /// Makes a sentence of words, for tests and for servers.
    ///
    /// - Parameter words: the words. None of them may be empty, since an empty word ends a sentence.
    public init(_ words: [String]) {
        var buffer = ByteBuffer()
        for word in words {
            buffer.writeWord(word)
        }
        self.wireWords = buffer
    }

    /// All words in the order sent.
    public var words: SentenceWords {
        SentenceWords(self.wireWords)
    }

    /// The attributes (`=name=value`) in the order sent.
    ///
    /// A name may come twice.
    public var attributes: SentenceAttributes {
        SentenceAttributes(self.words)
    }

    /// The word at an index, found by walking from the first.
    ///
    /// - Parameter index: 0 is the reply word or command.
    /// - Returns: nil when there are fewer words.
    public func word(_ index: Int) -> ByteBufferView? {
        var iterator = self.words.makeIterator()
        for _ in 0..<max(0, index) {
            guard iterator.next() != nil else { return nil }
        }
        return index < 0 ? nil : iterator.next()
    }

    /// The value of an attribute.
    ///
    /// A word is split at its second `=`, so a value may hold more of them; `=name` alone reads as an empty value.
    /// When a name comes twice, the first one counts (repeated names were seen on real routers).
    ///
    /// - Parameter name: the name without `=`.
    /// - Returns: nil when the sentence has no such attribute.
    public func attribute(_ name: String) -> ByteBufferView? {
        self.value(after: UInt8(ascii: "="), name)
    }

    /// The value of the API attribute `.tag`, wherever in the sentence it stands.
    public var tag: ByteBufferView? {
        self.value(after: nil, ".tag")
    }

    /// The number of bytes on the wire, the terminating zero included.
    public var wireBytes: Int {
        self.wireWords.readableBytes + 1
    }

    /// Whether the first word is this one.
    ///
    /// - Parameter word: for example `!re`.
    /// - Returns: false for another first word, also a longer one.
    public func begins(with word: String) -> Bool {
        guard let first = self.word(0) else { return false }
        return first.elementsEqual(word.utf8)
    }

    /// The same sentence in memory of its own.
    ///
    /// A sentence shares the memory of the bytes that it was received with (up to 64 KiB). Whoever keeps few sentences of many
    /// for long should keep copies.
    public func copied() -> Sentence {
        var buffer = ByteBuffer()
        buffer.writeImmutableBuffer(self.wireWords)
        return Sentence(wireWords: buffer)
    }

    /// Finds `[mark]name[=value]`, first word excepted.
    private func value(after mark: UInt8?, _ name: String) -> ByteBufferView? {
        let bytes = self.wireWords.readableBytesUInt8Span
        var name = name
        let found: Range<Int>? = name.withUTF8 { name in
            var walk = WordWalk()
            _ = walk.next(in: bytes)
            while let word = walk.next(in: bytes) {
                var index = word.lowerBound
                if let mark {
                    guard bytes[index] == mark else { continue }
                    index += 1
                }
                guard word.upperBound - index >= name.count else { continue }
                var matched = 0
                while matched < name.count, bytes[index + matched] == name[matched] {
                    matched += 1
                }
                guard matched == name.count else { continue }
                index += matched
                if index == word.upperBound { return index..<index }
                guard bytes[index] == UInt8(ascii: "=") else { continue }
                return index + 1..<word.upperBound
            }
            return nil
        }
        guard let found else { return nil }
        return self.wireWords.viewBytes(at: self.wireWords.readerIndex + found.lowerBound, length: found.count)
    }
}

extension Sentence: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The first word and the names of the others: values may be secrets, so they are never shown.
    public var description: String {
        WordNames.describe(self.words)
    }

    /// The same as ``description``.
    public var debugDescription: String {
        self.description
    }

    /// Shows no values either.
    public var customMirror: Mirror {
        Mirror(self, children: ["words": self.description])
    }
}
