public import GatewayDomain

extension Store {
    /// Adds a site with the instances that serve it.
    ///
    /// - Parameter site: the site; its id is drawn with ``newID(of:)``.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when an instance does not exist, ``StoreError/invalidValue(_:)``.
    public func createSite(_ site: Site) async throws(StoreError) {
        try Self.checked(site.validate)
        try await write { connection throws(StoreError) in
            try Self.checkServices(connection, of: site)
            try connection.query(
                "INSERT INTO sites (id, name, paused_at, created_at) VALUES ($1, $2, $3, $4)",
                [site.id, site.name, site.pausedAt, site.createdAt]
            )
            try Self.insertServices(connection, of: site)
        }
    }

    /// Changes which instances serve a site, and with which subnets; its devices are compared in full.
    ///
    /// What an instance pushed that no longer serves the site is removed from its devices.
    ///
    /// - Parameter site: the site with its new services.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site or instance, ``StoreError/invalid(field:reason:)``, and
    ///   ``StoreError/invalidValue(_:)``.
    public func updateServices(of site: Site) async throws(StoreError) {
        try Self.checked(site.validate)
        try await write { connection throws(StoreError) in
            let found = try connection.query("SELECT id FROM sites WHERE id = $1", [site.id])
            guard !found.isEmpty else { throw .notFound(kind: .site, reference: site.id.rawValue) }
            try Self.checkServices(connection, of: site)
            try connection.query("DELETE FROM services WHERE site_id = $1", [site.id])
            try Self.insertServices(connection, of: site)
            try Revisions.raise(connection, [Change(.site(site.id), name: nil)])
        }
    }

    private static func checkServices(_ connection: any SQLConnection, of site: Site) throws(StoreError) {
        let wanted = SQLRows(site.services) { [$0.instance] }
        let known = try connection.query(
            "SELECT id FROM instances WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)",
            [wanted]
        ) { row throws(StoreError) in try row.id("id", of: Instance.self) }
        if let missing = site.services.first(where: { !known.contains($0.instance) }) {
            throw .notFound(kind: .instance, reference: missing.instance.rawValue)
        }
        guard Set(site.services.map(\.instance)).count == site.services.count else {
            throw .invalid(
                field: "services",
                reason: "an instance serves the site twice; give its subnets together"
            )
        }
    }

    private static func insertServices(_ connection: any SQLConnection, of site: Site) throws(StoreError) {
        let services = SQLRows(site.services.enumerated()) { position, service in
            [service.instance, position, service.subnets.map(\.description).joined(separator: " ")]
        }
        try connection.query(
            """
            INSERT INTO services (site_id, instance_id, position, subnets)
            SELECT $1, r.instance_id, r.position, r.subnets
            FROM \(rows: 2, ["instance_id": .text, "position": .int64, "subnets": .text]) AS r
            """,
            [site.id, services]
        )
    }

    /// Every site, by name.
    public func sites() async throws(StoreError) -> [Site] {
        try await read { connection throws(StoreError) in
            let sites = try connection.query("SELECT * FROM sites ORDER BY name, id")
            let services = try connection.query("SELECT * FROM services ORDER BY site_id, position")
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
                "SELECT * FROM sites WHERE id = $1 OR name = $2 ORDER BY id",
                [reference.lowercased(), reference]
            )
            let services = try connection.query(
                """
                SELECT * FROM services WHERE site_id IN (SELECT id FROM sites WHERE id = $1 OR name = $2)
                ORDER BY site_id, position
                """,
                [reference.lowercased(), reference]
            )
            let found = try Site.all(sites, services: services)
            return try Self.only(found, kind: .site, reference: reference) { $0.id.rawValue }
        }
    }

    /// Pauses a site: its devices are looked at, but not written.
    ///
    /// A site that is paused stays paused since then.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site.
    public func pauseSite(_ site: Site.ID, now: Timestamp) async throws(StoreError) {
        try await setPaused(site, since: now)
    }

    /// Lets a site's devices be written again; all of them are compared in full.
    ///
    /// - Parameter site: the site.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site.
    public func resumeSite(_ site: Site.ID) async throws(StoreError) {
        try await setPaused(site, since: nil)
    }

    private func setPaused(_ site: Site.ID, since time: Timestamp?) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let rows = try connection.query("SELECT paused_at FROM sites WHERE id = $1", [site])
            guard let row = rows.first else { throw .notFound(kind: .site, reference: site.rawValue) }
            // Asked for twice: nothing changes, and no device is bothered.
            guard try row.optionalTime("paused_at") == nil else {
                guard time == nil else { return }
                try connection.query("UPDATE sites SET paused_at = NULL WHERE id = $1", [site])
                // Whatever was held back waited for this.
                try connection.query("UPDATE devices SET retry_at = NULL WHERE site_id = $1", [site])
                try Revisions.raise(connection, [Change(.site(site), name: nil)])
                return
            }
            guard let time else { return }
            try connection.query("UPDATE sites SET paused_at = $2 WHERE id = $1", [site, time])
            try Revisions.raise(connection, [Change(.site(site), name: nil)])
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
            result.append(site)
        }
        return result
    }
}

extension Site.Service {
    init(row: SQLRow) throws(StoreError) {
        var subnets: [Subnet] = []
        for text in try row.text("subnets").split(separator: " ") {
            guard let subnet = Subnet(text) else { throw .damaged("subnet \"\(text)\"") }
            subnets.append(subnet)
        }
        self.init(instance: try row.id("instance_id"), subnets: subnets)
    }
}
