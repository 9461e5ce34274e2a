public import GatewayDomain

extension Store {
    /// So many sessions of one guest are shown.
    static let shownSessionCount = 200

    /// A page of the guests of a site, by when a session of theirs last began, newest first.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - filter: which of them.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most. Default: 1000.
    ///   - now: the time that states are told for.
    /// - Returns: the guests, each with the open sessions and the newest one. Two statements, however many.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func siteUsers(
        at site: Site.ID,
        _ filter: SiteUserFilter = SiteUserFilter(),
        after cursor: TimeCursor? = nil,
        limit: Int = 1000,
        now: Timestamp
    ) async throws(StoreError) -> [SiteUserRecord] {
        try await read { connection throws(StoreError) in
            let selection = SiteUserSelection(site: site, filter: filter, after: cursor, limit: limit, now: now)
            let users = try connection.query(selection.statement, selection.arguments, as: SiteUser.init(row:))
            guard !users.isEmpty else { return [] }
            let sessions = try connection.query(
                """
                SELECT s.* FROM \(rows: 1, ["id": .text]) AS r JOIN guest_sessions AS s ON s.site_user_id = r.id
                WHERE s.ended_at IS NULL OR s.id = (
                    SELECT n.id FROM guest_sessions AS n WHERE n.site_user_id = r.id
                    ORDER BY n.started_at DESC, n.id DESC LIMIT 1
                )
                ORDER BY s.started_at DESC, s.id DESC
                """,
                [SQLRows(users) { [$0.id] }],
                as: GuestSession.init(row:)
            )
            let byUser = Dictionary(grouping: sessions, by: \.siteUser)
            return users.map { SiteUserRecord(user: $0, sessions: byUser[$0.id] ?? []) }
        }
    }

    /// A guest of a site with the newest sessions, at most 200.
    ///
    /// - Parameters:
    ///   - id: the guest.
    ///   - site: the site.
    /// - Returns: the guest.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such guest.
    public func siteUser(_ id: SiteUser.ID, at site: Site.ID) async throws(StoreError) -> SiteUserRecord {
        try await read { connection throws(StoreError) in
            let user = try Self.siteUser(connection, id, at: site)
            let sessions = try connection.query(
                """
                SELECT * FROM guest_sessions WHERE site_user_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2
                """,
                [id, Self.shownSessionCount],
                as: GuestSession.init(row:)
            )
            return SiteUserRecord(user: user, sessions: sessions)
        }
    }

    /// Finds a guest of a site by id or by name.
    ///
    /// - Parameters:
    ///   - reference: the guest's id or name; a coupon's code in any case.
    ///   - site: the site.
    /// - Returns: the guest, as ``siteUser(_:at:)``.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such guest.
    public func siteUser(_ reference: String, at site: Site.ID) async throws(StoreError) -> SiteUserRecord {
        let ids = try await read { connection throws(StoreError) in
            try connection.query(
                """
                SELECT id FROM site_users WHERE site_id = $1 AND (id = $2 OR user_name IN ($3, $4))
                ORDER BY CASE WHEN user_name = $3 THEN 0 ELSE 1 END LIMIT 1
                """,
                [site, reference.lowercased(), reference, reference.uppercased()]
            ) { row throws(StoreError) in try row.id("id", of: SiteUser.self) }
        }
        guard let id = ids.first else { throw .notFound(kind: .guest, reference: reference) }
        return try await siteUser(id, at: site)
    }

    /// Ends the open sessions of a guest, on every device of the site.
    ///
    /// Nothing keeps the guest from logging in again: for that, revoke the coupon.
    ///
    /// - Parameters:
    ///   - id: the guest.
    ///   - site: the site.
    ///   - now: the time; sessions that begin later are not meant.
    /// - Returns: how many sessions end.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such guest.
    @discardableResult
    public func disconnectSiteUser(
        _ id: SiteUser.ID,
        at site: Site.ID,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await write { connection throws(StoreError) in
            let user = try Self.siteUser(connection, id, at: site)
            let ending = try connection.query(
                """
                UPDATE guest_sessions SET disconnect_at = $2
                WHERE site_user_id = $1 AND ended_at IS NULL AND expires_at > $2 RETURNING id
                """,
                [id, now]
            )
            if !ending.isEmpty { try Revisions.raise(connection, [Change(.site(site), name: user.name)], now: now) }
            return ending.count
        }
    }

    private static func siteUser(
        _ connection: any SQLConnection,
        _ id: SiteUser.ID,
        at site: Site.ID
    ) throws(StoreError) -> SiteUser {
        let users = try connection.query(
            "SELECT * FROM site_users WHERE id = $1 AND site_id = $2",
            [id, site],
            as: SiteUser.init(row:)
        )
        guard let user = users.first else { throw .notFound(kind: .guest, reference: id.rawValue) }
        return user
    }
}

extension SiteUser {
    init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            site: try row.id("site_id"),
            instance: try row.id("instance_id"),
            name: try row.text("user_name"),
            coupon: try row.optionalID("coupon_id"),
            firstSeenAt: try row.time("first_seen_at"),
            lastSeenAt: try row.time("last_seen_at")
        )
    }
}
