public import GatewayDomain

extension Store {
    /// Adds an instance.
    ///
    /// - Parameter instance: the instance; its id is drawn with ``newID(of:)``.
    /// - Throws: ``StoreError/invalidValue(_:)`` when a value is out of bounds.
    public func createInstance(_ instance: Instance) async throws(StoreError) {
        try Self.checked(instance.validate)
        try await write { connection throws(StoreError) in
            try connection.query(
                """
                INSERT INTO instances (
                    id, name, strategy, session_seconds, code_length, coupon_password, device_policy, rate_limit, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    instance.id, instance.name, instance.strategy.rawValue, instance.sessionSeconds,
                    instance.codeLength, instance.couponPassword.rawValue, instance.devicePolicy.text,
                    instance.rateLimit, instance.createdAt,
                ]
            )
        }
    }

    /// Every instance, by name.
    public func instances() async throws(StoreError) -> [Instance] {
        try await read { connection throws(StoreError) in
            try connection.query("SELECT * FROM instances ORDER BY name, id", as: Instance.init(row:))
        }
    }

    /// One instance.
    ///
    /// - Parameter reference: its id or its unique name.
    /// - Returns: the instance.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/ambiguous(kind:name:count:)``.
    public func instance(_ reference: String) async throws(StoreError) -> Instance {
        try await read { connection throws(StoreError) in
            let found = try connection.query(
                "SELECT * FROM instances WHERE id = $1 OR name = $2 ORDER BY id",
                [reference.lowercased(), reference],
                as: Instance.init(row:)
            )
            return try Self.only(found, kind: .instance, reference: reference) { $0.id.rawValue }
        }
    }

    /// Replaces an instance's settings; every device that serves it is compared in full.
    ///
    /// - Parameter instance: the settings, with the id of an instance that exists.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance, ``StoreError/invalidValue(_:)``.
    public func updateInstance(_ instance: Instance) async throws(StoreError) {
        try Self.checked(instance.validate)
        try await write { connection throws(StoreError) in
            let updated = try connection.query(
                """
                UPDATE instances SET name = $2, session_seconds = $3, code_length = $4, coupon_password = $5,
                    device_policy = $6, rate_limit = $7
                WHERE id = $1 RETURNING id
                """,
                [
                    instance.id, instance.name, instance.sessionSeconds, instance.codeLength,
                    instance.couponPassword.rawValue, instance.devicePolicy.text, instance.rateLimit,
                ]
            )
            guard !updated.isEmpty else { throw .notFound(kind: .instance, reference: instance.id.rawValue) }
            try Revisions.raise(connection, [Change(.instance(instance.id), name: nil)])
        }
    }
}

extension Instance {
    init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            name: try row.text("name"),
            sessionSeconds: try row.integer("session_seconds"),
            codeLength: Int(try row.integer("code_length")),
            createdAt: try row.time("created_at")
        )
        strategy = try row.choice("strategy")
        couponPassword = try row.choice("coupon_password")
        let policy = try row.text("device_policy")
        guard let devicePolicy = DevicePolicy(text: policy) else { throw .damaged("device policy \"\(policy)\"") }
        self.devicePolicy = devicePolicy
        rateLimit = try row.optionalText("rate_limit")
    }
}
