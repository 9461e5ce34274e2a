public import NIOCore

extension ByteBuffer {
    /// Writes one word: its length in the shortest form, then its bytes.
    ///
    /// What the bytes are never matters: no byte of them can begin another word, since the reader counts.
    ///
    /// - Parameter bytes: must not be empty, since an empty word ends a sentence.
    public mutating func writeWord(_ bytes: some Collection<UInt8>) {
        self.writeWordLength(bytes.count)
        self.writeBytes(bytes)
    }

    /// Writes one word as UTF-8.
    ///
    /// - Parameter text: must not be empty, since an empty word ends a sentence.
    public mutating func writeWord(_ text: String) {
        self.writeWordLength(text.utf8.count)
        self.writeString(text)
    }

    /// Writes `=name=value` as one word.
    ///
    /// - Parameters:
    ///   - name: not empty and without `=`: what stands behind the second `=` of a word is value.
    ///   - value: any bytes, or none.
    public mutating func writeAttribute(_ name: String, _ value: some Collection<UInt8>) {
        precondition(AttributeName.isValid(name), "an attribute's name must not be empty or hold '='")
        self.writeWordLength(2 + name.utf8.count + value.count)
        self.writeInteger(UInt8(ascii: "="))
        self.writeString(name)
        self.writeInteger(UInt8(ascii: "="))
        self.writeBytes(value)
    }

    /// Writes `=name=value` as one word, the value as UTF-8.
    ///
    /// - Parameters:
    ///   - name: not empty and without `=`.
    ///   - value: any text.
    public mutating func writeAttribute(_ name: String, _ value: String) {
        self.writeAttribute(name, value.utf8)
    }

    /// Writes the zero that ends a sentence.
    public mutating func writeSentenceEnd() {
        self.writeInteger(UInt8(0))
    }

    /// Writes a whole sentence of words, its end included.
    ///
    /// - Parameter words: none of them empty.
    public mutating func writeSentence(_ words: [String]) {
        for word in words {
            self.writeWord(word)
        }
        self.writeSentenceEnd()
    }

    /// Writes a sentence as it is, its end included.
    ///
    /// - Parameter sentence: what to write.
    public mutating func writeSentence(_ sentence: Sentence) {
        self.writeImmutableBuffer(sentence.wireWords)
        self.writeSentenceEnd()
    }

    /// Writes the length prefix of a word in the shortest of the five forms (see the manual, API page).
    mutating func writeWordLength(_ length: Int) {
        precondition(length > 0, "an empty word would end the sentence")
        precondition(length <= UInt32.max, "a word's length must fit 32 bits")
        switch length {
        case ...0x7F:
            self.writeInteger(UInt8(length))
        case ...0x3FFF:
            self.writeInteger(UInt16(length) | 0x8000)
        case ...0x1F_FFFF:
            self.writeInteger(UInt8(length >> 16) | 0xC0)
            self.writeInteger(UInt16(truncatingIfNeeded: length))
        case ...0xFFF_FFFF:
            self.writeInteger(UInt32(length) | 0xE000_0000)
        default:
            self.writeInteger(UInt8(0xF0))
            self.writeInteger(UInt32(length))
        }
    }
}
