public import GatewayDomain

/// Changes of instances that go to their sites in steps.
extension Store {
    /// The rollouts that are under way.
    ///
    /// - Returns: each by its instance.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func rollouts() async throws(StoreError) -> [Instance.ID: Rollout] {
        try await read { connection throws(StoreError) in
            var rollouts: [Instance.ID: Rollout] = [:]
            for row in try connection.query("SELECT instance_id, begun_at FROM rollouts") {
                let id = try row.id("instance_id", of: Instance.self)
                rollouts[id] = Rollout(instance: id, begunAt: try row.time("begun_at"), reached: [])
            }
            guard !rollouts.isEmpty else { return [:] }
            for row in try connection.query("SELECT instance_id, site_id FROM rollout_sites") {
                rollouts[try row.id("instance_id")]?.reached.insert(try row.id("site_id"))
            }
            return rollouts
        }
    }

    /// The rollout of an instance.
    ///
    /// - Parameter instance: the instance.
    /// - Returns: nil where none is under way.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func rollout(of instance: Instance.ID) async throws(StoreError) -> Rollout? {
        try await read { connection throws(StoreError) in
            guard let begunAt = try Rollouts.begunAt(connection, of: instance) else { return nil }
            return Rollout(
                instance: instance,
                begunAt: begunAt,
                reached: Set(try Rollouts.reached(connection, by: instance))
            )
        }
    }

    /// Lets sites have a change that was held back; their devices are compared in full.
    ///
    /// It can be taken back until ``finishRollout(of:)``.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - sites: the sites.
    ///   - begunAt: which change is meant, by ``Rollout/begunAt``; nil for whichever is held. Default: nil.
    ///   - now: the time.
    /// - Returns: whether it is held; false when it is not any more, and nothing happened.
    /// - Throws: ``StoreError`` when the database cannot be written.
    @discardableResult
    public func release(
        _ instance: Instance.ID,
        at sites: [Site.ID],
        begunAt: Timestamp? = nil,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await write { connection throws(StoreError) in
            guard let held = try Rollouts.begunAt(connection, of: instance), held == begunAt ?? held else {
                return false
            }
            let reached = try connection.query(
                """
                INSERT INTO rollout_sites (instance_id, site_id, released_at)
                SELECT $1, r.id, $3 FROM \(rows: 2, ["id": .text]) AS r WHERE true
                ON CONFLICT (instance_id, site_id) DO NOTHING RETURNING site_id
                """,
                [instance, SQLRows(sites) { [$0] }, now]
            ) { row throws(StoreError) in try row.id("site_id", of: Site.self) }
            if !reached.isEmpty {
                try Revisions.raise(connection, reached.map { Change(.site($0), name: nil) }, now: now)
            }
            return true
        }
    }

    /// Ends a rollout that has come to every site that the instance serves; until then nothing happens.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - begunAt: which change is meant, by ``Rollout/begunAt``; nil for whichever is held. Default: nil.
    /// - Returns: whether it ended.
    /// - Throws: ``StoreError`` when the database cannot be written.
    @discardableResult
    public func finishRollout(
        of instance: Instance.ID,
        begunAt: Timestamp? = nil
    ) async throws(StoreError) -> Bool {
        try await write { connection throws(StoreError) in
            guard let held = try Rollouts.begunAt(connection, of: instance), held == begunAt ?? held else {
                return false
            }
            let ended = try connection.query(
                """
                DELETE FROM rollouts WHERE instance_id = $1 AND NOT EXISTS (
                    SELECT 1 FROM services AS v WHERE v.instance_id = $1 AND v.ended_at IS NULL AND NOT EXISTS (
                        SELECT 1 FROM rollout_sites AS r WHERE r.instance_id = $1 AND r.site_id = v.site_id
                    )
                ) RETURNING instance_id
                """,
                [instance]
            )
            return !ended.isEmpty
        }
    }

    /// Ends a rollout for good: the change stays, and can be taken back no more.
    ///
    /// Paused sites get it when they are resumed.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time.
    /// - Throws: ``StoreError/conflict(_:)`` when nothing is held, or when it has not come to a site that is not paused.
    public func keepRollout(of instance: Instance.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            guard try Rollouts.isUnderWay(connection, of: instance) else {
                throw .conflict("no change of this instance is held: nothing is left to end")
            }
            let left = try connection.query(
                """
                SELECT s.id, s.name, s.paused_at FROM services AS v JOIN sites AS s ON s.id = v.site_id
                WHERE v.instance_id = $1 AND v.ended_at IS NULL AND NOT EXISTS (
                    SELECT 1 FROM rollout_sites AS r WHERE r.instance_id = $1 AND r.site_id = v.site_id
                ) ORDER BY s.name, s.id
                """,
                [instance]
            )
            var paused: [Change] = []
            var others: [String] = []
            for row in left {
                if try row.optionalTime("paused_at") != nil {
                    paused.append(Change(.site(try row.id("id")), name: nil))
                } else {
                    others.append(try row.text("name"))
                }
            }
            if let first = others.first {
                let sites = others.count == 1 ? "1 site does" : "\(others.count) sites do"
                throw .conflict(
                    "\(sites) not have the change, first \(first): roll it out to them before, or pause them"
                )
            }
            try connection.query("DELETE FROM rollouts WHERE instance_id = $1", [instance])
            if !paused.isEmpty { try Revisions.raise(connection, paused, now: now) }
        }
    }

    /// Takes a change back that was held: the instance is as it was before, also at the sites that have the change.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time.
    /// - Throws: ``StoreError/conflict(_:)`` when nothing is held.
    public func undoRollout(of instance: Instance.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            guard try Rollouts.isUnderWay(connection, of: instance) else {
                throw .conflict("no change of this instance is held: nothing can be taken back")
            }
            try connection.query(
                """
                UPDATE instances SET
                    (session_seconds, coupon_password, device_policy, rate_limit, theme, terms_text) = (
                        SELECT o.session_seconds, o.coupon_password, o.device_policy, o.rate_limit, o.theme, o.terms_text
                        FROM rollouts AS o WHERE o.instance_id = instances.id
                    )
                WHERE id = $1
                """,
                [instance]
            )
            let reached = try Rollouts.reached(connection, by: instance)
            try connection.query("DELETE FROM rollouts WHERE instance_id = $1", [instance])
            if !reached.isEmpty {
                try Revisions.raise(connection, reached.map { Change(.site($0), name: nil) }, now: now)
            }
        }
    }
}

/// How an instance is at sites that a change has not reached.
enum Rollouts {
    /// The instances of services `v` as `i`, with how they are at the service's site where that is as before, as `o`.
    static let join: SQL = """
        LEFT JOIN rollouts AS o ON o.instance_id = v.instance_id AND NOT EXISTS (
            SELECT 1 FROM rollout_sites AS r WHERE r.instance_id = o.instance_id AND r.site_id = v.site_id
        )
        """

    /// What ``Instance/settled(_:)`` reads of ``join``.
    static let columns: SQL = """
        o.instance_id AS held_id, o.session_seconds AS held_session_seconds, o.coupon_password AS held_coupon_password,
        o.device_policy AS held_device_policy, o.rate_limit AS held_rate_limit, o.theme AS held_theme,
        o.terms_text AS held_terms_text
        """

    static func isUnderWay(_ connection: any SQLConnection, of instance: Instance.ID) throws(StoreError) -> Bool {
        try begunAt(connection, of: instance) != nil
    }

    /// Since when a change of an instance is held; nil where none is.
    static func begunAt(_ connection: any SQLConnection, of instance: Instance.ID) throws(StoreError) -> Timestamp? {
        try connection.query("SELECT begun_at FROM rollouts WHERE instance_id = $1", [instance])
            .first?.optionalTime("begun_at")
    }

    /// Remembers how an instance is, for the sites that a change does not reach yet.
    static func begin(_ connection: any SQLConnection, of instance: Instance.ID, now: Timestamp) throws(StoreError) {
        try connection.query(
            """
            INSERT INTO rollouts (
                instance_id, begun_at, session_seconds, coupon_password, device_policy, rate_limit, theme, terms_text
            )
            SELECT id, $2, session_seconds, coupon_password, device_policy, rate_limit, theme, terms_text
            FROM instances WHERE id = $1
            """,
            [instance, now]
        )
    }

    /// The sites that have a change.
    static func reached(_ connection: any SQLConnection, by instance: Instance.ID) throws(StoreError) -> [Site.ID] {
        try connection.query(
            "SELECT site_id FROM rollout_sites WHERE instance_id = $1 ORDER BY site_id",
            [instance]
        ) { row throws(StoreError) in try row.id("site_id", of: Site.self) }
    }
}
