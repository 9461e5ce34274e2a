import NIOCore

/// The first word of a sentence from a router (manual, API page).
enum ReplyWord: Hashable {
    /// `!re`
    case row
    /// `!done`
    case done
    /// `!trap`
    case trap
    /// `!empty`, since 7.18 for a command without a row; `!done` follows.
    case empty
    /// `!fatal`
    case fatal

    init?(_ sentence: Sentence) {
        let bytes = sentence.wireWords.readableBytesUInt8Span
        var walk = WordWalk()
        guard let word = walk.next(in: bytes) else { return nil }
        // Nearly every sentence is a row.
        if Self.equals(bytes, word, "!re") {
            self = .row
        } else if Self.equals(bytes, word, "!done") {
            self = .done
        } else if Self.equals(bytes, word, "!trap") {
            self = .trap
        } else if Self.equals(bytes, word, "!empty") {
            self = .empty
        } else if Self.equals(bytes, word, "!fatal") {
            self = .fatal
        } else {
            return nil
        }
    }

    private static func equals(_ bytes: Span<UInt8>, _ word: Range<Int>, _ text: String) -> Bool {
        let text = text.utf8
        guard word.count == text.count else { return false }
        var index = word.lowerBound
        for byte in text {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }
}

/// Why a sentence ends the connection.
enum ReplyFailure: Error {
    case violation(ProtocolViolation)
    case fatal
}
