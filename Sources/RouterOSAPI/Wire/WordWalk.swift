/// Walks over words in wire form.
///
/// Every step is checked against the bytes, so that a wrong buffer ends the walk.
struct WordWalk {
    private var offset = 0

    /// The range of the next word, without its prefix; nil at the end.
    mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
        let word: WordLength?
        do throws(SentenceDecodingError) {
            word = try WordLength.read(bytes, at: self.offset)
        } catch {
            // A control byte cannot be here: the decoder refused it, and the encoder never writes one.
            return nil
        }
        guard let word else { return nil }
        let start = self.offset + word.prefixBytes
        guard word.length > 0, start + word.length <= bytes.count else { return nil }
        self.offset = start + word.length
        return start..<self.offset
    }
}
