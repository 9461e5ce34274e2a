/// Who changes something.
public struct Actor: Hashable, Sendable {
    /// The kinds of those who can.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A program that bears a token.
        case token
        /// A client of an instance, known by its id and its secret.
        case client
        /// Somebody at a shell of the gateway's machine.
        case command
    }

    /// What kind.
    public let kind: Kind
    /// What tells it from all others of its kind: the id of the token or client, the account at the machine.
    public let id: String
    /// What people call it.
    public let name: String
    /// The network address that it came from; nil when it came from none.
    public let address: String?

    /// Names somebody.
    ///
    /// - Parameters:
    ///   - kind: what kind.
    ///   - id: what tells it from all others of its kind.
    ///   - name: what people call it.
    ///   - address: the network address that it came from.
    public init(kind: Kind, id: String, name: String, address: String? = nil) {
        self.kind = kind
        self.id = id
        self.name = name
        self.address = address
    }

    /// Somebody at a shell of the gateway's machine.
    ///
    /// - Parameter account: the account at the machine.
    /// - Returns: who acts.
    public static func command(_ account: String) -> Actor {
        Actor(kind: .command, id: account, name: account)
    }
}
