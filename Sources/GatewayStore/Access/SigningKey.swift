import Crypto
public import GatewayDomain

/// A key that signs tokens (Ed25519).
public struct SigningKey: Hashable, Sendable {
    /// The identity of a key: the `kid` of the tokens that it signs.
    public typealias ID = Identifier<SigningKey>

    /// Its id.
    public let id: ID
    /// The key itself: 32 bytes in hexadecimal digits.
    public let privateKey: Secret
    /// When it was made.
    public let createdAt: Timestamp

    /// Takes over a key.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - privateKey: the key itself, in hexadecimal digits.
    ///   - createdAt: when it was made.
    public init(id: ID, privateKey: Secret, createdAt: Timestamp) {
        self.id = id
        self.privateKey = privateKey
        self.createdAt = createdAt
    }
}

extension SigningKey {
    /// The key that signs new tokens; made when there is none.
    static func current(
        _ connection: any SQLConnection,
        _ sealing: SecretSealing,
        newID: ID,
        now: Timestamp
    ) throws(StoreError) -> SigningKey {
        let rows = try connection.query(
            """
            SELECT id, sealed_private_key, created_at FROM signing_keys
            WHERE retired_at IS NULL ORDER BY position DESC LIMIT 1
            """
        )
        guard let row = rows.first else { return try create(newID, connection, sealing, now: now) }
        let id = try row.id("id", of: SigningKey.self)
        let sealed = try row.bytes("sealed_private_key")
        let key = try sealing.open(sealed, row: "signing key \(id)")
        return SigningKey(id: id, privateKey: key, createdAt: try row.time("created_at"))
    }

    /// Makes the key that signs new tokens from now on.
    static func create(
        _ id: ID,
        _ connection: any SQLConnection,
        _ sealing: SecretSealing,
        now: Timestamp
    ) throws(StoreError) -> SigningKey {
        // Always from the system, as the key file: whoever knows it makes tokens that everybody believes.
        let key = Curve25519.Signing.PrivateKey()
        let text = Secret(
            key.rawRepresentation.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        )
        try connection.query(
            """
            INSERT INTO signing_keys (id, position, public_key, sealed_private_key, created_at)
            SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4 FROM signing_keys
            """,
            [
                id, SQLValue.bytes([UInt8](key.publicKey.rawRepresentation)),
                SQLValue.bytes(try sealing.seal(text, row: "signing key \(id)")), now,
            ]
        )
        return SigningKey(id: id, privateKey: text, createdAt: now)
    }
}
