public import GatewayDomain

extension Store {
    /// How exactly it is kept when a token was last used: each report would otherwise be two writes.
    private static let lastUsePrecision: Duration = .seconds(60)

    /// Makes a token for somebody who writes a router's scripts, where nobody has one yet.
    ///
    /// That of the gateway's own scripts is another one, which ``recordRouterToken(of:generation:now:)`` puts on record.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - now: the time.
    /// - Returns: what is known of the token from now on, and the token itself: `ggd_` and 256 random bits in hexadecimal digits. Only
    ///   a digest is kept: it cannot be asked for again.
    /// - Throws: ``StoreError/conflict(_:)`` when it has one that is good, ``StoreError/notFound(kind:reference:)`` without such a device.
    public func createDeviceToken(
        for device: Device.ID,
        now: Timestamp
    ) async throws(StoreError) -> (token: DeviceToken, text: Secret) {
        let (token, text) = newDeviceToken(for: device, now: now)
        try await write { [self] connection throws(StoreError) in
            let good = try connection.query(
                """
                SELECT id FROM device_tokens
                WHERE device_id = $1 AND generation IS NULL AND (ends_at IS NULL OR ends_at > $2)
                """,
                [device, now]
            )
            guard good.isEmpty else {
                throw .conflict(
                    "the device has a token already; replace it, and keep the old one good for a while, with "
                        + "gardengate device token rotate"
                )
            }
            try insert(token, text, connection)
        }
        return (token: token, text: text)
    }

    /// Makes other tokens for a router; those that it has stay good for a while, so that nothing that it sends is refused
    /// before it is given the new one.
    ///
    /// The router's own one is replaced where it has one, and written to the router by the next push, which this asks for. One that somebody
    /// made is replaced, too; where there is neither, one is made.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - grace: for how long the old ones stay good; none to end them at once.
    ///   - now: the time.
    /// - Returns: what came of it.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func rotateDeviceToken(
        of device: Device.ID,
        keepingOldFor grace: Duration,
        now: Timestamp
    ) async throws(StoreError) -> TokenRotation {
        let (token, text) = newDeviceToken(for: device, now: now)
        return try await write { [self] connection throws(StoreError) in
            let good = try connection.query(
                "SELECT * FROM device_tokens WHERE device_id = $1 AND (ends_at IS NULL OR ends_at > $2)",
                [device, now],
                as: DeviceToken.init(row:)
            )
            try Self.endDeviceTokens(connection, of: device, at: now + grace)
            var rotation = TokenRotation()
            if good.contains(where: { $0.isRoutersOwn && $0.endsAt == nil }) {
                rotation.own = try renewRouterToken(of: device, now: now, connection)
            }
            if rotation.own == nil || good.contains(where: { !$0.isRoutersOwn }) {
                try insert(token, text, connection)
                rotation.made = token
                rotation.text = text
            }
            return rotation
        }
    }

    /// Takes back every token of a router: what it sends is refused from now on.
    ///
    /// A router that runs the gateway's scripts is given another one by the next push, which this asks for.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - now: the time.
    /// - Returns: how many tokens that were good are no longer.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func revokeDeviceTokens(of device: Device.ID, now: Timestamp) async throws(StoreError) -> Int {
        try await write { connection throws(StoreError) in
            let ended = try Self.endDeviceTokens(connection, of: device, at: now)
            if ended.contains(where: \.isRoutersOwn) {
                try Revisions.raise(connection, [Change(.device(device), name: nil)], now: now)
            }
            return ended.count
        }
    }

    /// Every token that was ever made for a router, newest first.
    ///
    /// - Parameter device: the router.
    /// - Returns: the tokens.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func deviceTokens(of device: Device.ID) async throws(StoreError) -> [DeviceToken] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM device_tokens WHERE device_id = $1 ORDER BY created_at DESC, id",
                [device],
                as: DeviceToken.init(row:)
            )
        }
    }

    /// The router that a token belongs to.
    ///
    /// - Parameters:
    ///   - text: what was shown.
    ///   - now: the time.
    /// - Returns: the router and its token, be it good or not; nil when nobody has such a token.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func reportingDevice(bearing text: Secret, now: Timestamp) async throws(StoreError) -> ReportingDevice? {
        let digest = deviceTokenDigest(text)
        return try await read { connection throws(StoreError) in
            // By a keyed digest: how long this takes tells nothing of the tokens that there are.
            try connection.query(
                """
                SELECT t.*, d.site_id, k.error_seconds, k.noted_at,
                    CASE WHEN d.failing_since IS NOT NULL AND d.retry_at > $2 THEN d.last_run_at END AS unreached_at
                FROM device_tokens AS t
                JOIN devices AS d ON d.id = t.device_id LEFT JOIN router_clocks AS k ON k.device_id = t.device_id
                WHERE t.token_digest = $1
                """,
                [digest, now]
            ) { row throws(StoreError) in
                ReportingDevice(
                    token: try DeviceToken(row: row),
                    site: try row.id("site_id"),
                    clock: try RouterClockNote(row: row),
                    unreachedAt: try row.optionalTime("unreached_at")
                )
            }.first
        }
    }

    /// Notes that a token was shown and good; writes at most once a minute for each.
    ///
    /// - Parameters:
    ///   - token: the token as it was read.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func noteUse(of token: DeviceToken, now: Timestamp) async throws(StoreError) {
        if let last = token.lastUsedAt, now < last + Self.lastUsePrecision { return }
        // Not `write`: it is no change of anybody's, and no worker has to know.
        _ = try await database.write { connection throws(StoreError) in
            try connection.query(
                """
                UPDATE device_tokens SET last_used_at = $2
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)
                """,
                [token.id, now]
            )
        }
    }

    /// Notes how wrong a router's clock is, unless that is known.
    ///
    /// - Parameters:
    ///   - note: what its last report tells.
    ///   - router: the router as it was read.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func noteClock(_ note: RouterClockNote, of router: ReportingDevice) async throws(StoreError) {
        if let known = router.clock, known.covers(note) { return }
        try await keepClock(note, of: router.device)
    }

    private func newDeviceToken(for device: Device.ID, now: Timestamp) -> (token: DeviceToken, text: Secret) {
        let token = DeviceToken(id: newID(), device: device, createdAt: now)
        return (token: token, text: Secret(DeviceToken.prefix + newSecret().revealed))
    }

    private func insert(
        _ token: DeviceToken,
        _ text: Secret,
        _ connection: any SQLConnection
    ) throws(StoreError) {
        let added = try connection.query(
            """
            INSERT INTO device_tokens (id, device_id, token_digest, created_at)
            SELECT $1, id, $3, $4 FROM devices WHERE id = $2 RETURNING id
            """,
            [token.id, token.device, deviceTokenDigest(text), token.createdAt]
        )
        guard !added.isEmpty else { throw .notFound(kind: .device, reference: token.device.rawValue) }
    }

    /// Ends the tokens that are good by then; one that ends sooner still does.
    @discardableResult
    private static func endDeviceTokens(
        _ connection: any SQLConnection,
        of device: Device.ID,
        at end: Timestamp
    ) throws(StoreError) -> [DeviceToken] {
        try connection.query(
            """
            UPDATE device_tokens SET ends_at = $2
            WHERE device_id = $1 AND (ends_at IS NULL OR ends_at > $2) RETURNING *
            """,
            [device, end],
            as: DeviceToken.init(row:)
        )
    }

    func deviceTokenDigest(_ text: Secret) -> String {
        sealing.digest(["device token", text.revealed], length: 64)
    }
}

extension DeviceToken {
    init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            device: try row.id("device_id"),
            createdAt: try row.time("created_at"),
            endsAt: try row.optionalTime("ends_at"),
            lastUsedAt: try row.optionalTime("last_used_at"),
            generation: try row.optionalInteger("generation")
        )
    }
}
