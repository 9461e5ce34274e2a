import Foundation
public import GatewayDomain

extension Store {
    /// Adds an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance; its id is drawn with ``newID(of:)``.
    ///   - places: the sites that it serves from the start. Default: none.
    /// - Throws: ``StoreError/invalidValue(_:)`` when a value is out of bounds, ``StoreError/conflict(_:)`` when another instance
    ///   bears the name, ``StoreError/notFound(kind:reference:)`` when there is no such site.
    public func createInstance(
        _ instance: Instance,
        at places: [Instance.Place] = []
    ) async throws(StoreError) {
        try Self.checked(instance.validate)
        try await write { connection throws(StoreError) in
            try Self.checkName(connection, of: instance)
            try Services.check(connection, places)
            try connection.query(
                """
                INSERT INTO instances (
                    id, name, strategy, session_seconds, code_length, coupon_password, device_policy, rate_limit,
                    auth_integration_id, auth_window_seconds, theme, terms_text, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                try instance.values() + [instance.createdAt]
            )
            guard !places.isEmpty else { return }
            _ = try Services.replace(connection, of: instance.id, with: places, now: instance.createdAt)
            try Revisions.raise(connection, [Change(.instance(instance.id), name: nil)], now: instance.createdAt)
        }
    }

    /// Every instance, by name.
    public func instances() async throws(StoreError) -> [Instance] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM instances WHERE deleted_at IS NULL ORDER BY name, id",
                as: Instance.init(row:)
            )
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
                "SELECT * FROM instances WHERE (id = $1 OR name = $2) AND deleted_at IS NULL ORDER BY id",
                [reference.lowercased(), reference],
                as: Instance.init(row:)
            )
            return try Self.only(found, kind: .instance, reference: reference) { $0.id.rawValue }
        }
    }

    /// Where instances are served.
    ///
    /// - Parameter instances: which ones.
    /// - Returns: the sites of each one that is served anywhere, by id.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func places(of instances: [Instance.ID]) async throws(StoreError) -> [Instance.ID: [Instance.Place]] {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(
                """
                SELECT v.* FROM services AS v JOIN \(rows: 1, ["id": .text]) AS r ON r.id = v.instance_id
                WHERE v.ended_at IS NULL ORDER BY v.site_id
                """,
                [SQLRows(instances) { [$0] }]
            )
            var places: [Instance.ID: [Instance.Place]] = [:]
            for row in rows { places[try row.id("instance_id"), default: []].append(try Instance.Place(row: row)) }
            return places
        }
    }

    /// Replaces an instance's settings, as ``updateInstance(_:places:now:change:)``.
    ///
    /// - Parameter instance: the settings, with the id of an instance that exists.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance, ``StoreError/invalidValue(_:)``,
    ///   ``StoreError/conflict(_:)`` when another instance bears the name.
    public func updateInstance(_ instance: Instance) async throws(StoreError) {
        try await updateInstance(instance.id, now: instance.createdAt) { $0 = instance }
    }

    /// Changes an instance; every device that serves it is compared in full, unless only the portal's page looks different.
    ///
    /// - Parameters:
    ///   - id: the instance.
    ///   - places: the sites that it serves from now on, or nil for those that it serves already. What it pushed to others is removed
    ///     from their routers.
    ///   - isHeld: whether the change waits at every site for ``release(_:at:now:)``. Where one waits already, every change does. Default:
    ///     false.
    ///   - now: the time.
    ///   - change: changes the settings as they are; its id and when it was made stay.
    /// - Returns: the instance as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance or site, ``StoreError/invalidValue(_:)``,
    ///   ``StoreError/conflict(_:)`` when another instance bears the name.
    @discardableResult
    public func updateInstance(
        _ id: Instance.ID,
        places: [Instance.Place]? = nil,
        isHeld: Bool = false,
        now: Timestamp,
        change: @escaping @Sendable (inout Instance) -> Void
    ) async throws(StoreError) -> Instance {
        try await write { connection throws(StoreError) in
            let found = try connection.query(
                "SELECT * FROM instances WHERE id = $1 AND deleted_at IS NULL",
                [id],
                as: Instance.init(row:)
            )
            guard let before = found.first else { throw .notFound(kind: .instance, reference: id.rawValue) }
            var instance = before
            change(&instance)
            (instance.id, instance.createdAt) = (before.id, before.createdAt)
            try Self.checked(instance.validate)
            if instance.name != before.name { try Self.checkName(connection, of: instance) }
            var isRollout = try Rollouts.isUnderWay(connection, of: id)
            if isHeld, !isRollout, instance.isHeldBack(comparedWith: before) {
                try Rollouts.begin(connection, of: id, now: now)
                isRollout = true
            }
            try connection.query(
                """
                UPDATE instances SET name = $2, strategy = $3, session_seconds = $4, code_length = $5,
                    coupon_password = $6, device_policy = $7, rate_limit = $8, auth_integration_id = $9,
                    auth_window_seconds = $10, theme = $11, terms_text = $12
                WHERE id = $1
                """,
                try instance.values()
            )
            var changes: [Change] = []
            if let places {
                try Services.check(connection, places)
                let ended = try Services.replace(connection, of: id, with: places, now: now)
                changes = ended.map { Change(.site($0), name: nil) }
            }
            var concernsRouters = places != nil || instance.concernsRouters(comparedWith: before)
            if !concernsRouters, instance.concernsLoginPages(comparedWith: before) {
                concernsRouters = try Services.showLoginPage(connection, of: id)
            }
            if concernsRouters {
                // Whom the change does not reach yet it does not concern; of a new name or place all are told.
                let isForSome = isRollout && places == nil && instance.name == before.name
                changes +=
                    isForSome
                    ? try Rollouts.reached(connection, by: id).map { Change(.site($0), name: nil) }
                    : [Change(.instance(id), name: nil)]
            }
            if !changes.isEmpty { try Revisions.raise(connection, changes, now: now) }
            return instance
        }
    }

    private static func checkName(_ connection: any SQLConnection, of instance: Instance) throws(StoreError) {
        let others = try connection.query(
            "SELECT id FROM instances WHERE name = $1 AND id <> $2 AND deleted_at IS NULL",
            [instance.name, instance.id]
        )
        guard others.isEmpty else {
            throw .conflict("there is another instance \"\(instance.name)\" already; choose another name")
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
        devicePolicy = try Self.policy(try row.text("device_policy"))
        rateLimit = try row.optionalText("rate_limit")
        authIntegration = try row.optionalID("auth_integration_id")
        authWindowSeconds = try row.optionalInteger("auth_window_seconds")
        if let text = try row.optionalText("theme") { theme = try Theme(text: text) }
        termsText = try row.optionalText("terms_text")
    }

    /// The instance as it is at a site: as it was before a change that has not come there yet.
    ///
    /// - Parameter row: a row with ``Rollouts/columns``.
    /// - Throws: ``StoreError/damaged(_:)`` for what cannot be read.
    init(atSite row: SQLRow) throws(StoreError) {
        try self.init(row: row)
        guard try row.optionalText("held_id") != nil else { return }
        sessionSeconds = try row.integer("held_session_seconds")
        couponPassword = try row.choice("held_coupon_password")
        devicePolicy = try Self.policy(try row.text("held_device_policy"))
        rateLimit = try row.optionalText("held_rate_limit")
        theme = try row.optionalText("held_theme").map { text throws(StoreError) in try Theme(text: text) } ?? Theme()
        termsText = try row.optionalText("held_terms_text")
    }

    /// A device policy as it is kept.
    static func policy(_ text: String) throws(StoreError) -> DevicePolicy {
        guard let policy = DevicePolicy(text: text) else { throw .damaged("device policy \"\(text)\"") }
        return policy
    }

    /// Whether a change is about what a rollout holds back.
    fileprivate func isHeldBack(comparedWith other: Instance) -> Bool {
        var renamed = self
        (renamed.name, renamed.strategy) = (other.name, other.strategy)
        return renamed.concernsRouters(comparedWith: other) || concernsLoginPages(comparedWith: other)
    }

    /// What is kept of it, in the order of the columns above.
    fileprivate func values() throws(StoreError) -> [any SQLConvertible] {
        [
            id, name, strategy.rawValue, sessionSeconds, codeLength, couponPassword.rawValue, devicePolicy.text,
            rateLimit, authIntegration, authWindowSeconds, try theme.text(), termsText,
        ]
    }
}

extension Theme {
    /// Reads what is kept: a JSON object of the parts that were chosen.
    fileprivate init(text: String) throws(StoreError) {
        self.init()
        let values: [String: String]
        do {
            values = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw .damaged("the theme of an instance")
        }
        for part in Part.allCases { self[part] = values[part.rawValue] }
    }

    fileprivate func text() throws(StoreError) -> String? {
        guard !values.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            let named = Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
            return String(decoding: try encoder.encode(named), as: UTF8.self)
        } catch {
            throw .invalid(field: "theme", reason: "cannot be kept: \(error)")
        }
    }
}
