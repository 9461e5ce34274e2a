public import GatewayDomain

extension Store {
    /// How exactly the last use of a token is told.
    public static let lastUseResolution = Duration.seconds(60)

    /// Makes a token; with the first one the key that signs it.
    ///
    /// - Parameters:
    ///   - name: what people call it.
    ///   - grant: what its bearer may do.
    ///   - expiresAt: from when on it is no longer good; nil for never.
    ///   - now: the time.
    /// - Returns: what is signed, and the key that signs it.
    /// - Throws: ``StoreError/invalidValue(_:)`` when a value is out of its bounds.
    public func createToken(
        name: String,
        grant: AccessGrant,
        expiresAt: Timestamp? = nil,
        now: Timestamp
    ) async throws(StoreError) -> IssuedToken {
        let token = AccessToken(id: newID(), name: name, grant: grant, createdAt: now, expiresAt: expiresAt)
        try Self.checked(token.validate)
        let keyID = newID(of: SigningKey.self)
        return try await write { [sealing] connection throws(StoreError) in
            let key = try SigningKey.current(connection, sealing, newID: keyID, now: now)
            try connection.query(
                """
                INSERT INTO tokens (id, name, scopes, key_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [token.id, token.name, token.grant.text, key.id, token.createdAt, token.expiresAt]
            )
            return IssuedToken(token: token, key: key)
        }
    }

    /// Every token that was ever given out, newest first.
    ///
    /// - Returns: the tokens.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func tokens() async throws(StoreError) -> [AccessToken] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "\(AccessToken.selection) ORDER BY t.created_at DESC, t.id",
                as: AccessToken.init(row:)
            )
        }
    }

    /// What is known of a token that somebody shows.
    ///
    /// - Parameters:
    ///   - id: the id that it carries.
    ///   - key: the key that it says it is signed with.
    /// - Returns: nil when no such token was ever signed with that key.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func tokenRecord(_ id: AccessToken.ID, key: SigningKey.ID) async throws(StoreError) -> TokenRecord? {
        try await read { connection throws(StoreError) in
            try connection.query("\(AccessToken.selection) WHERE t.id = $1 AND t.key_id = $2", [id, key]) {
                row throws(StoreError) in
                TokenRecord(token: try AccessToken(row: row), publicKey: try row.bytes("public_key"))
            }.first
        }
    }

    /// Notes that a token was shown and believed; writes at most once a minute for each.
    ///
    /// - Parameters:
    ///   - token: the token as it was read.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func noteUse(of token: AccessToken, now: Timestamp) async throws(StoreError) {
        if let last = token.lastUsedAt, now < last + Self.lastUseResolution { return }
        // Not `write`: it is no change of anybody's, and no worker has to know.
        _ = try await database.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
                [token.id, now]
            )
        }
    }

    /// Takes a token back; from now on it lets nobody in.
    ///
    /// A repeat changes nothing.
    ///
    /// - Parameters:
    ///   - id: the token.
    ///   - now: the time.
    /// - Returns: the token as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a token.
    @discardableResult
    public func revokeToken(_ id: AccessToken.ID, now: Timestamp) async throws(StoreError) -> AccessToken {
        try await write { connection throws(StoreError) in
            try connection.query("UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", [id, now])
            let rows = try connection.query("\(AccessToken.selection) WHERE t.id = $1", [id])
            guard let row = rows.first else { throw .notFound(kind: .token, reference: id.rawValue) }
            return try AccessToken(row: row)
        }
    }

    /// Makes a new key for the tokens to come.
    ///
    /// - Parameters:
    ///   - retiring: whether the keys before it are retired, and every token that they signed with them. Otherwise those stay good.
    ///   - now: the time.
    /// - Returns: the new key's id, and how many valid tokens were taken back.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func rotateSigningKey(
        retiring: Bool,
        now: Timestamp
    ) async throws(StoreError) -> (key: SigningKey.ID, revoked: Int) {
        let id = newID(of: SigningKey.self)
        return try await write { [sealing] connection throws(StoreError) in
            var revoked: Int64 = 0
            if retiring {
                let counted = try connection.query(
                    """
                    SELECT COUNT(*) AS count FROM tokens AS t JOIN signing_keys AS k ON k.id = t.key_id
                    WHERE t.revoked_at IS NULL AND k.retired_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $1)
                    """,
                    [now]
                )
                revoked = try counted.first?.integer("count") ?? 0
                try connection.query("UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL", [now])
            }
            _ = try SigningKey.create(id, connection, sealing, now: now)
            return (key: id, revoked: Int(revoked))
        }
    }
}

extension AccessToken {
    /// A token as it is: taken back also when its key is retired.
    static let selection: SQL = """
        SELECT t.id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at, k.public_key,
            COALESCE(t.revoked_at, k.retired_at) AS revoked_at
        FROM tokens AS t JOIN signing_keys AS k ON k.id = t.key_id
        """

    init(row: SQLRow) throws(StoreError) {
        let grant: AccessGrant
        do {
            grant = try AccessGrant(text: row.text("scopes"))
        } catch let error as StoreError {
            throw error
        } catch {
            throw .damaged("the scopes of a token: \(error)")
        }
        self.init(
            id: try row.id("id"),
            name: try row.text("name"),
            grant: grant,
            createdAt: try row.time("created_at"),
            expiresAt: try row.optionalTime("expires_at"),
            revokedAt: try row.optionalTime("revoked_at"),
            lastUsedAt: try row.optionalTime("last_used_at")
        )
    }
}
