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
        guard let word = sentence.word(0) else { return nil }
        if word.elementsEqual("!re".utf8) {
            self = .row
        } else if word.elementsEqual("!done".utf8) {
            self = .done
        } else if word.elementsEqual("!trap".utf8) {
            self = .trap
        } else if word.elementsEqual("!empty".utf8) {
            self = .empty
        } else if word.elementsEqual("!fatal".utf8) {
            self = .fatal
        } else {
            return nil
        }
    }
}

/// Why a sentence ends the connection.
enum ReplyFailure: Error {
    case violation(ProtocolViolation)
    case fatal
}
