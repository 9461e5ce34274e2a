/// Why received bytes are not a sentence.
///
/// Each of these ends the connection: there is no way to find the next sentence.
public enum SentenceDecodingError: Error, Sendable, Hashable {
    /// A length prefix began with a reserved control byte (F8 to FF). A receiver that does not know it cannot go on (manual, API page).
    case controlByte(UInt8, offset: Int)

    /// A word's announced length is over ``SentenceLimits/wordBytesMaximum``.
    case wordTooLong(bytes: Int, maximum: Int, offset: Int)

    /// The sentence's announced length is over ``SentenceLimits/sentenceBytesMaximum``.
    case sentenceTooLong(maximum: Int)

    /// The connection ended inside of a sentence, of which this many bytes had arrived.
    case endedInsideSentence(bytes: Int)

    /// A constant of a bounded set, fit for a metric's label.
    public var label: String {
        switch self {
        case .controlByte: "control_byte"
        case .wordTooLong: "word_too_long"
        case .sentenceTooLong: "sentence_too_long"
        case .endedInsideSentence: "ended_inside_sentence"
        }
    }
}

extension SentenceDecodingError: CustomStringConvertible {
    /// A text for humans.
    public var description: String {
        switch self {
        case .controlByte(let byte, let offset):
            "the peer sent the reserved control byte 0x\(String(byte, radix: 16, uppercase: true)) at offset \(offset) of a sentence"
        case .wordTooLong(let bytes, let maximum, let offset):
            "the peer announced a word of \(bytes) bytes at offset \(offset) of a sentence; at most \(maximum) are accepted"
        case .sentenceTooLong(let maximum):
            "the peer announced a sentence of more than \(maximum) bytes"
        case .endedInsideSentence(let bytes):
            "the connection ended inside of a sentence, after \(bytes) of its bytes"
        }
    }
}
