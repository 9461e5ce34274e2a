public import GatewayDomain

extension Store {
    /// How exactly it is kept when a client was last used: each request would otherwise be a write.
    private static let lastUsePrecision: Duration = .seconds(60)

    /// Adds a client.
    ///
    /// - Parameter client: the client; its id is drawn with ``newID(of:)``.
    /// - Returns: its secret, 256 random bits as 64 hexadecimal digits. Only a digest is kept: it cannot be asked for again.
    /// - Throws: ``StoreError/invalidValue(_:)``, ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func createClient(_ client: APIClient) async throws(StoreError) -> Secret {
        try Self.checked(client.validate)
        let secret = newSecret()
        let digest = clientDigest(client.id, secret)
        try await write { connection throws(StoreError) in
            let added = try connection.query(
                """
                INSERT INTO api_clients (id, instance_id, name, secret_digest, created_at)
                SELECT $1, i.id, $3, $4, $5 FROM instances AS i WHERE i.id = $2 AND i.deleted_at IS NULL RETURNING id
                """,
                [client.id, client.instance, client.name, digest, client.createdAt]
            )
            guard !added.isEmpty else { throw .notFound(kind: .instance, reference: client.instance.rawValue) }
        }
        return secret
    }

    /// The clients, by name, with those that are revoked.
    ///
    /// - Parameter instance: of this instance only. Default: of every one.
    /// - Returns: the clients.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func clients(of instance: Instance.ID? = nil) async throws(StoreError) -> [APIClient] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM api_clients WHERE $1 IS NULL OR instance_id = $1 ORDER BY name, id",
                [instance],
                as: APIClient.init(row:)
            )
        }
    }

    /// Revokes a client: its secret opens nothing from now on.
    ///
    /// A repeat changes nothing.
    ///
    /// - Parameters:
    ///   - reference: its id or its unique name.
    ///   - now: the time.
    /// - Returns: the client as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/ambiguous(kind:name:count:)``.
    @discardableResult
    public func revokeClient(_ reference: String, now: Timestamp) async throws(StoreError) -> APIClient {
        try await write { connection throws(StoreError) in
            let found = try connection.query(
                "SELECT * FROM api_clients WHERE id = $1 OR name = $2 ORDER BY id",
                [reference.lowercased(), reference],
                as: APIClient.init(row:)
            )
            var client = try Self.only(found, kind: .apiClient, reference: reference) { $0.id.rawValue }
            guard client.revokedAt == nil else { return client }
            client.revokedAt = now
            try connection.query("UPDATE api_clients SET revoked_at = $2 WHERE id = $1", [client.id, now])
            return client
        }
    }

    /// The client that an id and a secret belong to.
    ///
    /// Takes as long for a wrong secret as for an id that nobody has. That the client was used is noted at most once a minute.
    ///
    /// - Parameters:
    ///   - id: what was given as user name.
    ///   - secret: what was given as password.
    ///   - now: the time.
    /// - Returns: the client, or nil when the two do not belong together or the client is revoked.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func authenticateClient(_ id: String, secret: Secret, now: Timestamp) async throws(StoreError) -> APIClient?
    {
        let id = APIClient.ID(id)
        let rows = try await read { connection throws(StoreError) in
            try connection.query("SELECT * FROM api_clients WHERE id = $1", [id])
        }
        let given = clientDigest(id, secret)
        guard let row = rows.first else { return nil }
        guard SecretSealing.isEqual(given, try row.text("secret_digest")) else { return nil }
        let client = try APIClient(row: row)
        guard client.revokedAt == nil else { return nil }
        guard client.lastUsedAt.map({ now - $0 >= Self.lastUsePrecision }) ?? true else { return client }
        return try await noteUse(of: client, now: now)
    }

    private func noteUse(of client: APIClient, now: Timestamp) async throws(StoreError) -> APIClient? {
        try await unattributed.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE api_clients SET last_used_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING *",
                [client.id, now],
                as: APIClient.init(row:)
            ).first
        }
    }

    /// Draws 256 random bits as 64 hexadecimal digits.
    func newSecret() -> Secret {
        let words = draw { generator in (0..<4).map { _ in generator.next() } }
        let digits = words.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return Secret(digits.joined())
    }

    private func clientDigest(_ id: APIClient.ID, _ secret: Secret) -> String {
        sealing.digest(["client secret", id.rawValue, secret.revealed], length: 64)
    }
}

extension APIClient {
    init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            instance: try row.id("instance_id"),
            name: try row.text("name"),
            createdAt: try row.time("created_at")
        )
        lastUsedAt = try row.optionalTime("last_used_at")
        revokedAt = try row.optionalTime("revoked_at")
    }
}
