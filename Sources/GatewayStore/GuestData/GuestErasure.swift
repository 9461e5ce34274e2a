import GatewayDomain

/// Overwrites what tells of guests in rows that were found, and counts them.
struct GuestErasure {
    private let connection: any SQLConnection
    private let sealing: SecretSealing
    private let now: Timestamp
    /// How many rows were overwritten.
    private(set) var count = 0
    /// Whether plans that showed guests are gone, which are no records of theirs.
    private var hasForgottenPlans = false

    /// Prepares an erasure.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that erases.
    ///   - sealing: makes the digests that take the place of names.
    ///   - now: the time.
    init(_ connection: any SQLConnection, sealing: SecretSealing, now: Timestamp) {
        self.connection = connection
        self.sealing = sealing
        self.now = now
    }

    /// Notes that the database's files still hold what was erased, for whoever frees them of it.
    ///
    /// - Parameter mark: tells this erasure from later ones.
    /// - Throws: ``StoreError`` when the database cannot be written.
    func noteTraces(_ mark: String) throws(StoreError) {
        guard count > 0 || hasForgottenPlans else { return }
        try connection.query(
            """
            INSERT INTO settings (name, value) VALUES ('erased_traces', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            [mark]
        )
    }

    /// Overwrites reports: found rows have `id`, `user_name` and `coupon_id`.
    mutating func reports(_ found: [SQLRow]) throws(StoreError) {
        guard !found.isEmpty else { return }
        try connection.query(
            """
            UPDATE reports SET mac_address = NULL, address = NULL, user_name = r.user_name, erased_at = $2
            FROM \(Self.named) AS r WHERE reports.id = r.id
            """,
            [try renamed(found), now]
        )
        count += found.count
    }

    /// Overwrites sessions: found rows have `id`, `user_name` and `coupon_id`.
    mutating func sessions(_ found: [SQLRow]) throws(StoreError) {
        guard !found.isEmpty else { return }
        try connection.query(
            """
            UPDATE guest_sessions SET mac_address = NULL, address = NULL, user_name = r.user_name, erased_at = $2
            FROM \(Self.named) AS r WHERE guest_sessions.id = r.id
            """,
            [try renamed(found), now]
        )
        count += found.count
    }

    /// Overwrites the names of site users: found rows have `id`.
    ///
    /// Nobody looks for one by its name, so its own id takes the place: the name may come again, and be erased again.
    mutating func siteUsers(_ found: [SQLRow]) throws(StoreError) {
        guard !found.isEmpty else { return }
        try connection.query(
            """
            UPDATE site_users SET user_name = id, erased_at = $2
            WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
            """,
            [try ids(found, "id"), now]
        )
        count += found.count
    }

    /// Overwrites the devices of redemptions: found rows have `coupon_id`.
    ///
    /// Since when it is held is set back to the redemption: a coupon that nobody holds since a later time counts as released.
    mutating func redemptions(_ found: [SQLRow]) throws(StoreError) {
        guard !found.isEmpty else { return }
        try connection.query(
            """
            UPDATE redemptions
            SET holder_since = CASE WHEN holder_mac IS NULL THEN holder_since ELSE redeemed_at END,
                mac_address = NULL, holder_mac = NULL
            WHERE coupon_id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
            """,
            [try ids(found, "coupon_id")]
        )
        count += found.count
    }

    /// Notes that plans are gone: one row for each.
    mutating func plans(_ forgotten: [SQLRow]) {
        if !forgotten.isEmpty { hasForgottenPlans = true }
    }

    /// Overwrites the names of accounts that were removed: found rows have `id` and `folded_name`.
    mutating func removedUsers(_ found: [SQLRow]) throws(StoreError) {
        guard !found.isEmpty else { return }
        let ids = try ids(found, "id")
        // Lower case, as no name that somebody can be given is here.
        try connection.query(
            "INSERT INTO names (name, kind) SELECT r.id, 'user' FROM \(rows: 1, ["id": .text]) AS r WHERE r.id <> ''",
            [ids]
        )
        try connection.query(
            """
            UPDATE hotspot_users SET name = id, folded_name = id, erased_at = $2
            WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
            """,
            [ids, now]
        )
        try connection.query(
            """
            DELETE FROM names WHERE kind = 'user' AND name IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
                AND NOT EXISTS (SELECT 1 FROM hotspot_users AS u WHERE u.folded_name = names.name)
            """,
            [try self.ids(found, "folded_name")]
        )
        count += found.count
    }

    private static let named: SQL = "\(rows: 1, ["id": .text, "user_name": .text])"

    private func renamed(_ found: [SQLRow]) throws(StoreError) -> SQLRows {
        var names: [(id: String, name: String)] = []
        for row in found {
            let name = try row.text("user_name")
            let hasCode = try row.optionalText("coupon_id") != nil
            let isErased = try row.optionalInteger("erased_at") != nil
            names.append((try row.text("id"), hasCode || isErased ? name : sealing.erasedName(name)))
        }
        return SQLRows(names) { [$0.id, $0.name] }
    }

    private func ids(_ found: [SQLRow], _ column: String) throws(StoreError) -> SQLRows {
        var ids: [String] = []
        for row in found { ids.append(try row.text(column)) }
        return SQLRows(ids) { [$0] }
    }
}

extension SecretSealing {
    /// What takes the place of a name that was erased: the same for the same name, so that a report that comes again is known.
    func erasedName(_ name: String) -> String { digest(["user", name]) }
}
