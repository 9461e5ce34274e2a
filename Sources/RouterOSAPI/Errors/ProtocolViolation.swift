/// What a peer did that no router does.
///
/// The connection has lost step and is closed: an answer could reach the wrong caller.
public enum ProtocolViolation: String, Sendable, Hashable, CaseIterable {
    /// A sentence that begins with no known reply word.
    case unknownReply = "unknown_reply"
    /// A reply for a tag that no command has.
    case unknownTag = "unknown_tag"
    /// A reply without a tag, though all commands have one.
    case untaggedReply = "untagged_reply"
    /// A reply before anything was asked.
    case unaskedReply = "unasked_reply"
    /// A reply to the login that none is.
    case unexpectedLoginReply = "unexpected_login_reply"
    /// A login challenge that is not 16 bytes in hexadecimal, or a second one.
    case wrongChallenge = "wrong_challenge"
}

extension ProtocolViolation: CustomStringConvertible {
    /// A text for humans.
    public var description: String {
        switch self {
        case .unknownReply: "it sent a sentence that is no reply"
        case .unknownTag: "it answered a tag that no command has"
        case .untaggedReply: "it answered without a tag"
        case .unaskedReply: "it answered before it was asked"
        case .unexpectedLoginReply: "its answer to the login is none"
        case .wrongChallenge: "its login challenge is none"
        }
    }
}
