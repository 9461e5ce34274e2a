/// What tells a script or schedule row of ours from a foreign one: `gg1 <gateway id> script <kind> v=<version> …`, in the row's `comment`.
///
/// As with ``OwnershipMark``, words that a person added behind it are kept whenever the comment is written again.
public struct ScriptMark: Hashable, Sendable {
    /// Whose row it is.
    public var gateway: GatewayID
    /// Which script it is or runs, as text: another version of the gateway may have kinds that this one does not know.
    public var kind: String
    /// `v`: the version of the source that was written together with this mark; nil for rows without a source.
    public var version: String?
    /// Every other word, as it stands.
    public var carriedOver: [String]

    private static let word = "script"

    /// Marks a row.
    ///
    /// - Parameters:
    ///   - gateway: whose row it is.
    ///   - kind: which script it is or runs.
    ///   - version: the version of its source.
    public init(gateway: GatewayID, kind: DesiredScript.Kind, version: String?) {
        self.gateway = gateway
        self.kind = kind.rawValue
        self.version = version
        self.carriedOver = []
    }

    /// Reads a comment.
    ///
    /// - Parameter comment: the text of a row's comment. Nil when it does not begin with the mark of a script.
    public init?(comment: String) {
        let words = comment.split(separator: " ")
        guard words.count >= 4, words[0] == OwnershipMark.version, let gateway = GatewayID(words[1]),
            words[2] == Self.word
        else { return nil }
        self.gateway = gateway
        kind = String(words[3])
        let facts = words.dropFirst(4)
        version = facts.first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) }
        carriedOver = facts.filter { !$0.hasPrefix("v=") }.map(String.init)
    }

    /// The text of the comment.
    public var comment: String {
        var words = [OwnershipMark.version, gateway.rawValue, Self.word, kind]
        if let version { words.append("v=\(version)") }
        return (words + carriedOver).joined(separator: " ")
    }
}
