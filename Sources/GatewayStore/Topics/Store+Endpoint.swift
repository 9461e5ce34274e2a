public import GatewayDomain

extension Store {
    /// Where routers reach the gateway.
    ///
    /// - Returns: nil when nobody said so yet.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func endpoint() async throws(StoreError) -> GatewayEndpoint? {
        try await read { connection throws(StoreError) in try Self.endpoint(connection) }
    }

    /// Says where routers reach the gateway; every device is compared in full, for scripts and walled garden name it.
    ///
    /// - Parameters:
    ///   - endpoint: the endpoint; nil for none.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written. Nothing changes when it is the same as before.
    public func setEndpoint(_ endpoint: GatewayEndpoint?, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            guard try Self.endpoint(connection) != endpoint else { return }
            if let endpoint {
                try connection.query(
                    """
                    INSERT INTO gateway_endpoint (slot, url, authority, changed_at) VALUES (1, $1, $2, $3)
                    ON CONFLICT (slot) DO UPDATE
                        SET url = excluded.url, authority = excluded.authority, changed_at = excluded.changed_at
                    """,
                    [endpoint.url, endpoint.authority, now]
                )
            } else {
                try connection.query("DELETE FROM gateway_endpoint")
            }
            try Revisions.raiseAll(connection, now: now)
        }
    }

    static func endpoint(_ connection: any SQLConnection) throws(StoreError) -> GatewayEndpoint? {
        try connection.query("SELECT url, authority FROM gateway_endpoint") { row throws(StoreError) in
            try GatewayEndpoint(row: row)
        }.first ?? nil
    }
}

extension GatewayEndpoint {
    /// Reads `url` and `authority` of a row in which there may be none.
    init?(row: SQLRow) throws(StoreError) {
        guard let url = try row.optionalText("url") else { return nil }
        let authority = try row.optionalText("authority")
        do throws(PortalValueError) {
            try self.init(url: url, authority: authority, allowsPlainHTTP: true)
        } catch {
            throw .damaged("the gateway's endpoint: \(error)")
        }
    }
}
