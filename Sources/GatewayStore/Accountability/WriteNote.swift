public import GatewayDomain

/// What the record says of a change beside the change itself.
///
/// It is read by people long afterwards, so it never holds a secret: no body, no query, no header.
public struct WriteNote: Hashable, Sendable {
    /// Texts from outside are cut to so many characters.
    public static let textLimit = 500

    /// Who changes something.
    public let actor: Actor
    /// What is done: the id of an operation (`createCoupons`) or the words of a command (`coupon create`).
    public let action: String
    /// What it is done to: the path of a request, or a name.
    public let target: String
    /// When.
    public let at: Timestamp
    /// The id that the log has for the request.
    public let requestID: String?
    /// What makes a repeated request the same one.
    public let claim: IdempotencyClaim?

    /// Makes a note.
    ///
    /// - Parameters:
    ///   - actor: who changes something.
    ///   - action: what is done.
    ///   - target: what it is done to.
    ///   - at: when.
    ///   - requestID: the id that the log has for the request.
    ///   - claim: what makes a repeated request the same one.
    public init(
        actor: Actor,
        action: String,
        target: String,
        at: Timestamp,
        requestID: String? = nil,
        claim: IdempotencyClaim? = nil
    ) {
        self.actor = actor
        self.action = action
        self.target = String(target.prefix(Self.textLimit))
        self.at = at
        self.requestID = requestID
        self.claim = claim
    }

    /// The same note about something else.
    func about(_ target: String) -> WriteNote {
        WriteNote(actor: actor, action: action, target: target, at: at, requestID: requestID, claim: claim)
    }
}
