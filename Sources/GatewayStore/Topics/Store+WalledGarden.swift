public import GatewayDomain

extension Store {
    /// Adds an entry to a site's walled garden.
    ///
    /// - Parameters:
    ///   - entry: the entry; its id is drawn with ``newID(of:)``, its position is replaced.
    ///   - position: where it stands, 0 for the first; the entries from there on move down by one. Nil, or more than there
    ///     are entries: the last.
    /// - Returns: the entry with its position.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when there is no such site.
    @discardableResult
    public func addWalledGardenEntry(
        _ entry: WalledGardenEntry,
        at position: Int? = nil
    ) async throws(StoreError) -> WalledGardenEntry {
        try Self.checked(entry.validate)
        return try await write { connection throws(StoreError) in
            try Self.checkSite(connection, entry.site)
            let count = try Self.entryCount(connection, at: entry.site)
            var placed = entry
            placed.position = min(max(0, position ?? count), count)
            try connection.query(
                """
                UPDATE walled_garden SET position = position + 1
                WHERE site_id = $1 AND position >= $2 AND removed_at IS NULL
                """,
                [entry.site, placed.position]
            )
            try connection.query(
                """
                INSERT INTO walled_garden (
                    id, position, name, purpose, target_kind, target, action, port, transport, method, path, site_id,
                    created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                placed.values + [placed.site, placed.createdAt]
            )
            try Revisions.raise(connection, [Change(.site(entry.site), name: nil)], now: entry.createdAt)
            return placed
        }
    }

    /// The walled garden of a site, in order.
    ///
    /// - Parameter site: the site.
    /// - Returns: its entries.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func walledGarden(at site: Site.ID) async throws(StoreError) -> [WalledGardenEntry] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM walled_garden WHERE site_id = $1 AND removed_at IS NULL ORDER BY position, id",
                [site],
                as: WalledGardenEntry.init(row:)
            )
        }
    }

    /// One entry of a site's walled garden.
    ///
    /// - Parameters:
    ///   - id: the entry.
    ///   - site: the site.
    /// - Returns: the entry.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such entry.
    public func walledGardenEntry(
        _ id: WalledGardenEntry.ID,
        at site: Site.ID
    ) async throws(StoreError) -> WalledGardenEntry {
        try await read { connection throws(StoreError) in try Self.entry(connection, id, at: site) }
    }

    /// Changes an entry where it stands; on routers its row is changed, not taken away and added again, where that is possible.
    ///
    /// - Parameters:
    ///   - entry: what it says from now on; its id and site tell which one it is, when it was made stays.
    ///   - position: where it stands from now on, 0 for the first; more than there are entries: the last. Nil: where it stands.
    ///   - now: the time.
    /// - Returns: the entry as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such entry, ``StoreError/invalidValue(_:)``.
    @discardableResult
    public func updateWalledGardenEntry(
        _ entry: WalledGardenEntry,
        at position: Int? = nil,
        now: Timestamp
    ) async throws(StoreError) -> WalledGardenEntry {
        try Self.checked(entry.validate)
        return try await write { connection throws(StoreError) in
            let before = try Self.entry(connection, entry.id, at: entry.site)
            let count = try Self.entryCount(connection, at: entry.site)
            var placed = entry
            placed.createdAt = before.createdAt
            placed.position = min(max(0, position ?? before.position), count - 1)
            try connection.query(
                """
                UPDATE walled_garden SET position = position + CASE WHEN $2 < $3 THEN -1 ELSE 1 END
                WHERE site_id = $1 AND removed_at IS NULL
                    AND CASE WHEN $2 < $3 THEN position > $2 AND position <= $3 ELSE position >= $3 AND position < $2 END
                """,
                [entry.site, before.position, placed.position]
            )
            try connection.query(
                """
                UPDATE walled_garden SET position = $2, name = $3, purpose = $4, target_kind = $5, target = $6,
                    action = $7, port = $8, transport = $9, method = $10, path = $11
                WHERE id = $1
                """,
                placed.values
            )
            try Revisions.raise(connection, [Change(.site(entry.site), name: nil)], now: now)
            return placed
        }
    }

    private static func entry(
        _ connection: any SQLConnection,
        _ id: WalledGardenEntry.ID,
        at site: Site.ID
    ) throws(StoreError) -> WalledGardenEntry {
        let found = try connection.query(
            "SELECT * FROM walled_garden WHERE id = $1 AND site_id = $2 AND removed_at IS NULL",
            [id, site],
            as: WalledGardenEntry.init(row:)
        )
        guard let entry = found.first else { throw .notFound(kind: .walledGardenEntry, reference: id.rawValue) }
        return entry
    }

    private static func entryCount(_ connection: any SQLConnection, at site: Site.ID) throws(StoreError) -> Int {
        let rows = try connection.query(
            "SELECT COUNT(*) AS entries FROM walled_garden WHERE site_id = $1 AND removed_at IS NULL",
            [site]
        )
        return Int(try rows.first?.integer("entries") ?? 0)
    }

    /// Removes an entry; those behind it move up by one.
    ///
    /// - Parameters:
    ///   - reference: its id or its unique name.
    ///   - site: the site.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/ambiguous(kind:name:count:)``.
    public func removeWalledGardenEntry(
        _ reference: String,
        at site: Site.ID,
        now: Timestamp
    ) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let found = try connection.query(
                """
                SELECT * FROM walled_garden WHERE site_id = $1 AND (id = $2 OR name = $3) AND removed_at IS NULL
                ORDER BY position
                """,
                [site, reference.lowercased(), reference],
                as: WalledGardenEntry.init(row:)
            )
            let entry = try Self.only(found, kind: .walledGardenEntry, reference: reference) { $0.id.rawValue }
            // The row stays as the reason for which the entry has to go from routers.
            try connection.query("UPDATE walled_garden SET removed_at = $2 WHERE id = $1", [entry.id, now])
            try connection.query(
                """
                UPDATE walled_garden SET position = position - 1
                WHERE site_id = $1 AND position > $2 AND removed_at IS NULL
                """,
                [site, entry.position]
            )
            try Revisions.raise(connection, [Change(.site(site), name: nil)], now: now)
        }
    }
}

extension WalledGardenEntry {
    init(row: SQLRow) throws(StoreError) {
        let text = try row.text("target")
        let target: Target
        if try row.text("target_kind") == "host" {
            target = .host(text)
        } else {
            guard let subnet = Subnet(text) else { throw .damaged("network \"\(text)\"") }
            target = .network(subnet)
        }
        self.init(
            id: try row.id("id"),
            site: try row.id("site_id"),
            position: Int(try row.integer("position")),
            name: try row.text("name"),
            target: target,
            createdAt: try row.time("created_at")
        )
        purpose = try row.optionalChoice("purpose")
        action = try row.choice("action")
        port = try row.optionalText("port")
        transport = try row.optionalText("transport")
        method = try row.optionalText("method")
        path = try row.optionalText("path")
    }

    /// What is kept of it, in the order of the columns above.
    fileprivate var values: [any SQLConvertible] {
        let (kind, text) =
            switch target {
            case .network(let subnet): ("network", subnet.description)
            case .host(let host): ("host", host)
            }
        return [
            id, position, name, purpose?.rawValue, kind, text, action.rawValue, port, transport, method, path,
        ]
    }
}
