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
        let (kind, target) =
            switch entry.target {
            case .network(let subnet): ("network", subnet.description)
            case .host(let host): ("host", host)
            }
        return try await write { connection throws(StoreError) in
            try Self.checkSite(connection, entry.site)
            let count =
                try connection.query(
                    "SELECT COUNT(*) AS entries FROM walled_garden WHERE site_id = $1 AND removed_at IS NULL",
                    [entry.site]
                ).first?.integer("entries") ?? 0
            var placed = entry
            placed.position = min(max(0, position ?? Int(count)), Int(count))
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
                    id, site_id, position, name, target_kind, target, action, port, transport, method, path, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                [
                    placed.id, placed.site, placed.position, placed.name, kind, target, placed.action.rawValue,
                    placed.port, placed.transport, placed.method, placed.path, placed.createdAt,
                ]
            )
            try Revisions.raise(connection, [Change(.site(entry.site), name: nil)])
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
            try Revisions.raise(connection, [Change(.site(site), name: nil)])
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
        action = try row.choice("action")
        port = try row.optionalText("port")
        transport = try row.optionalText("transport")
        method = try row.optionalText("method")
        path = try row.optionalText("path")
    }
}
