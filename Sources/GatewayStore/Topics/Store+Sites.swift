public import GatewayDomain

extension Store {
    /// Adds a site with the instances that serve it.
    ///
    /// - Parameter site: the site; its id is drawn with ``newID(of:)``.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when an instance does not exist, ``StoreError/invalidValue(_:)``,
    ///   ``StoreError/conflict(_:)`` when another site bears the name.
    public func createSite(_ site: Site) async throws(StoreError) {
        try Self.checked(site.validate)
        try await write { connection throws(StoreError) in
            try Self.checkName(connection, of: site)
            try Services.check(connection, of: site)
            try connection.query(
                """
                INSERT INTO sites (id, name, paused_at, created_at, has_scripts, windows) VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [site.id, site.name, site.pausedAt, site.createdAt, site.hasScripts, site.windows.text]
            )
            try Services.begin(connection, of: site)
        }
    }

    /// Every site, by name.
    public func sites() async throws(StoreError) -> [Site] {
        try await read { connection throws(StoreError) in
            let sites = try connection.query("SELECT * FROM sites WHERE deleted_at IS NULL ORDER BY name, id")
            let services = try connection.query(
                "SELECT * FROM services WHERE ended_at IS NULL ORDER BY site_id, position, instance_id"
            )
            return try Site.all(sites, services: services)
        }
    }

    /// One page of the sites, by name.
    ///
    /// - Parameters:
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most.
    /// - Returns: the sites.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func sites(after cursor: NameCursor?, limit: Int) async throws(StoreError) -> [Site] {
        try await read { connection throws(StoreError) in
            let sites = try connection.query(
                """
                SELECT * FROM sites WHERE (name, id) > ($1, $2) AND deleted_at IS NULL ORDER BY name, id LIMIT $3
                """,
                [cursor?.name ?? "", cursor?.id ?? "", limit]
            )
            let ids = try sites.map { row throws(StoreError) in try row.text("id") }
            let services = try connection.query(
                """
                SELECT v.* FROM services AS v JOIN \(rows: 1, ["id": .text]) AS r ON r.id = v.site_id
                WHERE v.ended_at IS NULL ORDER BY v.site_id, v.position, v.instance_id
                """,
                [SQLRows(ids) { [$0] }]
            )
            return try Site.all(sites, services: services)
        }
    }

    /// One site.
    ///
    /// - Parameter reference: its id or its unique name.
    /// - Returns: the site.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/ambiguous(kind:name:count:)``.
    public func site(_ reference: String) async throws(StoreError) -> Site {
        try await read { connection throws(StoreError) in
            let sites = try connection.query(
                "SELECT * FROM sites WHERE (id = $1 OR name = $2) AND deleted_at IS NULL ORDER BY id",
                [reference.lowercased(), reference]
            )
            let services = try connection.query(
                """
                SELECT * FROM services
                WHERE site_id IN (SELECT id FROM sites WHERE id = $1 OR name = $2) AND ended_at IS NULL
                ORDER BY site_id, position, instance_id
                """,
                [reference.lowercased(), reference]
            )
            let found = try Site.all(sites, services: services)
            return try Self.only(found, kind: .site, reference: reference) { $0.id.rawValue }
        }
    }

    /// Refuses a site that does not exist.
    static func checkSite(_ connection: any SQLConnection, _ site: Site.ID) throws(StoreError) {
        let found = try connection.query("SELECT id FROM sites WHERE id = $1 AND deleted_at IS NULL", [site])
        guard !found.isEmpty else { throw .notFound(kind: .site, reference: site.rawValue) }
    }

    /// Refuses a name that another site bears.
    static func checkName(_ connection: any SQLConnection, of site: Site) throws(StoreError) {
        let others = try connection.query(
            "SELECT id FROM sites WHERE name = $1 AND id <> $2 AND deleted_at IS NULL",
            [site.name, site.id]
        )
        guard others.isEmpty else {
            throw .conflict("there is another site \"\(site.name)\" already; choose another name")
        }
    }
}

extension Site {
    /// Puts sites and their services together.
    static func all(_ sites: [SQLRow], services: [SQLRow]) throws(StoreError) -> [Site] {
        var bySite: [Site.ID: [Service]] = [:]
        for row in services {
            bySite[try row.id("site_id"), default: []].append(try Service(row: row))
        }
        var result: [Site] = []
        for row in sites {
            let id = try row.id("id", of: Site.self)
            var site = Site(
                id: id,
                name: try row.text("name"),
                services: bySite[id] ?? [],
                createdAt: try row.time("created_at")
            )
            site.pausedAt = try row.optionalTime("paused_at")
            site.hasScripts = try row.flag("has_scripts")
            let windows = try row.text("windows")
            do throws(PortalValueError) {
                site.windows = try WriteWindows(text: windows)
            } catch {
                throw .damaged("the windows of the site \(site.name): \(error)")
            }
            result.append(site)
        }
        return result
    }
}
