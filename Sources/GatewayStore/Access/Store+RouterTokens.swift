public import GatewayDomain

extension Store {
    /// Puts the token that the gateway gives to a router on record, so that what the router reports with it is taken.
    ///
    /// Called before a router is told of it; once it is there, nothing changes.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - generation: which of its tokens.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func recordRouterToken(of device: Device.ID, generation: Int64, now: Timestamp) async throws(StoreError) {
        let token = DeviceToken(id: newID(), device: device, createdAt: now, generation: generation)
        // Not `write`: nobody's work changes by it.
        _ = try await database.write { [self] connection throws(StoreError) in
            try insert(pushed: token, connection)
        }
    }

    /// Puts the next token of a router on record, and has the router told of it.
    func renewRouterToken(
        of device: Device.ID,
        now: Timestamp,
        _ connection: any SQLConnection
    ) throws(StoreError) -> DeviceToken {
        let last = try connection.query(
            "SELECT MAX(generation) AS generation FROM device_tokens WHERE device_id = $1",
            [device]
        ) { row throws(StoreError) in try row.optionalInteger("generation") }
        let generation = RouterToken.next(after: last.first ?? nil)
        let token = DeviceToken(id: newID(), device: device, createdAt: now, generation: generation)
        try insert(pushed: token, connection)
        try Revisions.raise(connection, [Change(.device(device), name: nil)], now: now)
        return token
    }

    private func insert(pushed token: DeviceToken, _ connection: any SQLConnection) throws(StoreError) {
        guard let generation = token.generation else { return }
        let text = sealing.routerToken(device: token.device, generation: generation)
        try connection.query(
            """
            INSERT INTO device_tokens (id, device_id, token_digest, created_at, generation)
            SELECT $1, id, $3, $4, $5 FROM devices WHERE id = $2
            ON CONFLICT DO NOTHING
            """,
            [token.id, token.device, deviceTokenDigest(text), token.createdAt, generation]
        )
    }
}

/// The token that the gateway itself gives to a router.
struct RouterToken {
    /// Which of the router's tokens it is.
    var generation: Int64
    /// Whether what is reported with it is taken.
    var isRecorded: Bool

    /// Which token a router should have.
    ///
    /// One that was taken back is followed by another one.
    ///
    /// - Parameters:
    ///   - generation: the last one on record; nil for none.
    ///   - endsAt: from when on that one is no longer good.
    init(lastGeneration generation: Int64?, endsAt: Timestamp?) {
        guard let generation, endsAt == nil else {
            self.generation = Self.next(after: generation)
            isRecorded = false
            return
        }
        self.generation = generation
        isRecorded = true
    }

    /// The generation behind another one.
    static func next(after generation: Int64?) -> Int64 { (generation ?? 0) + 1 }
}

extension SecretSealing {
    /// The token that the gateway gives to a router: of the same form as those that people make, and as hard to guess.
    ///
    /// Derived, so that a plan can tell what it would write before anything is written, and nothing but a digest has to be kept.
    func routerToken(device: Device.ID, generation: Int64) -> Secret {
        Secret(DeviceToken.prefix + digest(["router token", device.rawValue, String(generation)], length: 64))
    }

    /// Eight digits that change with the text of a script and tell nothing about it.
    func scriptVersion(_ text: String) -> String { digest(["script", text], length: 8) }
}
