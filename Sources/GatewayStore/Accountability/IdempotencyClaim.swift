/// What makes a repeated request the same one: whose it is, the key that was chosen for it, and what was asked.
public struct IdempotencyClaim: Hashable, Sendable {
    /// How long a claim is known.
    public static let lifetime = Duration.seconds(86_400)

    /// The id of the token or client; keys of different owners never meet.
    public let owner: String
    /// The key that the client chose.
    public let key: String
    /// A digest of the request: operation, path and body.
    public let requestDigest: String

    /// Makes a claim.
    ///
    /// - Parameters:
    ///   - owner: the id of the token or client.
    ///   - key: the key that the client chose.
    ///   - requestDigest: a digest of the request.
    public init(owner: String, key: String, requestDigest: String) {
        self.owner = owner
        self.key = key
        self.requestDigest = requestDigest
    }

    /// What a sealed answer is bound to.
    var row: String { "idempotency \(owner.utf8.count):\(owner) \(key)" }

    /// The digest as the database has it: under the key file's key.
    ///
    /// A body may hold a password, and whoever has a copy of the database alone could try which one fits a digest that needs no key.
    func keptDigest(_ sealing: SecretSealing) -> String {
        sealing.digest(["idempotency", owner, key, requestDigest], length: 64)
    }
}
