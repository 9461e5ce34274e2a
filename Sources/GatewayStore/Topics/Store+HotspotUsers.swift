public import GatewayDomain

extension Store {
    /// Adds a named account to a site.
    ///
    /// - Parameter user: the account; its id is drawn with ``newID(of:)``. Its name occurs once at the site, also when only
    ///   upper and lower case differ, and is no coupon's code.
    /// - Throws: ``StoreError/conflict(_:)`` when the name is taken, ``StoreError/notFound(kind:reference:)`` when the
    ///   instance does not serve the site.
    public func addHotspotUser(_ user: HotspotUser) async throws(StoreError) {
        try Self.checked(user.validate)
        let sealed = try sealing.seal(user.password, row: user.id.rawValue)
        let folded = user.name.uppercased()
        try await write { connection throws(StoreError) in
            try Self.checkSite(connection, user.site)
            let served = try connection.query(
                """
                SELECT i.* FROM instances AS i JOIN services AS v ON v.instance_id = i.id
                WHERE v.site_id = $1 AND v.instance_id = $2 AND v.ended_at IS NULL
                """,
                [user.site, user.instance],
                as: Instance.init(row:)
            )
            guard let instance = served.first else {
                throw .notFound(kind: .instance, reference: user.instance.rawValue)
            }
            try Self.checkServed(instance)
            // A statement each for the two ways in which a name can be taken, so that the answer tells which.
            let reserved = try connection.query(
                """
                INSERT INTO names (name, kind) VALUES ($1, 'user')
                ON CONFLICT (name) DO UPDATE SET kind = excluded.kind WHERE names.kind = 'user' RETURNING name
                """,
                [folded]
            )
            guard !reserved.isEmpty else {
                throw .conflict("\"\(user.name)\" is the code of a coupon; choose another name")
            }
            let same = try connection.query(
                "SELECT id FROM hotspot_users WHERE site_id = $1 AND folded_name = $2 AND removed_at IS NULL",
                [user.site, folded]
            )
            guard same.isEmpty else {
                throw .conflict("the site has a hotspot user \"\(user.name)\" already; remove it first")
            }
            try connection.query(
                """
                INSERT INTO hotspot_users (
                    id, site_id, instance_id, name, folded_name, sealed_password, profile, uptime_seconds_max,
                    data_bytes_max, on_all_servers, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                [
                    user.id, user.site, user.instance, user.name, folded, SQLValue.bytes(sealed), user.profile,
                    user.uptimeSecondsMaximum, user.dataBytesMaximum, user.onAllServers, user.createdAt,
                ]
            )
            try Self.dropWishes(connection, user.name, at: user.site)
            try Revisions.raise(connection, [Change(.site(user.site), name: user.name)], now: user.createdAt)
        }
    }

    /// The named accounts of a site with their passwords, by name.
    ///
    /// - Parameter site: the site.
    /// - Returns: the accounts that were not removed.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func hotspotUsers(at site: Site.ID) async throws(StoreError) -> [HotspotUser] {
        try await read { [sealing] connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM hotspot_users WHERE site_id = $1 AND removed_at IS NULL ORDER BY name, id",
                [site]
            ) { row throws(StoreError) in try HotspotUser(row: row, sealing: sealing) }
        }
    }

    /// One page of the named accounts of a site, by name.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most.
    /// - Returns: the accounts that were not removed, with their passwords.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func hotspotUsers(
        at site: Site.ID,
        after cursor: NameCursor?,
        limit: Int
    ) async throws(StoreError) -> [HotspotUser] {
        try await read { [sealing] connection throws(StoreError) in
            try connection.query(
                """
                SELECT * FROM hotspot_users WHERE site_id = $1 AND (name, id) > ($2, $3) AND removed_at IS NULL
                ORDER BY name, id LIMIT $4
                """,
                [site, cursor?.name ?? "", cursor?.id ?? "", limit]
            ) { row throws(StoreError) in try HotspotUser(row: row, sealing: sealing) }
        }
    }

    /// One named account of a site.
    ///
    /// - Parameters:
    ///   - id: the account.
    ///   - site: the site.
    /// - Returns: the account with its password.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such account.
    public func hotspotUser(_ id: HotspotUser.ID, at site: Site.ID) async throws(StoreError) -> HotspotUser {
        try await read { [sealing] connection throws(StoreError) in
            let found = try connection.query(
                "SELECT * FROM hotspot_users WHERE id = $1 AND site_id = $2 AND removed_at IS NULL",
                [id, site]
            ) { row throws(StoreError) in try HotspotUser(row: row, sealing: sealing) }
            guard let user = found.first else { throw .notFound(kind: .hotspotUser, reference: id.rawValue) }
            return user
        }
    }

    /// Removes a named account from a site; whoever is logged in with it is logged out.
    ///
    /// - Parameters:
    ///   - reference: its id or its name.
    ///   - site: the site.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such account.
    public func removeHotspotUser(_ reference: String, at site: Site.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            // The row stays as the reason for which the user has to go from routers; its password does not.
            let removed = try connection.query(
                """
                UPDATE hotspot_users SET removed_at = $4, sealed_password = NULL
                WHERE site_id = $1 AND (id = $2 OR folded_name = $3) AND removed_at IS NULL RETURNING name
                """,
                [site, reference.lowercased(), reference.uppercased(), now]
            )
            guard let name = try removed.first?.text("name") else {
                throw .notFound(kind: .hotspotUser, reference: reference)
            }
            try Revisions.raise(connection, [Change(.site(site), name: name)], now: now)
        }
    }
}

extension HotspotUser {
    /// Reads an account that was not removed.
    init(row: SQLRow, sealing: SecretSealing) throws(StoreError) {
        let id = try row.id("id", of: HotspotUser.self)
        self.init(
            id: id,
            site: try row.id("site_id"),
            instance: try row.id("instance_id"),
            name: try row.text("name"),
            password: try sealing.open(row.bytes("sealed_password"), row: id.rawValue),
            createdAt: try row.time("created_at")
        )
        profile = try row.optionalText("profile")
        uptimeSecondsMaximum = try row.optionalInteger("uptime_seconds_max")
        dataBytesMaximum = try row.optionalInteger("data_bytes_max")
        onAllServers = try row.flag("on_all_servers")
        adoptedAt = try row.optionalTime("adopted_at")
    }
}
