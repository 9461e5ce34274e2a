import GatewayDomain

/// Which instances serve which sites: the one place that changes it.
///
/// A service that ends stays as a row: it is the reason for which what the instance pushed has to go from the site's routers, so that
/// nobody has to confirm it. One that begins again takes its row back.
enum Services {
    private static let columns: SQL = "site_id, instance_id, position, subnets"

    /// Lets exactly these instances serve a site.
    static func replace(_ connection: any SQLConnection, of site: Site, now: Timestamp) throws(StoreError) {
        try connection.query(
            """
            UPDATE services SET ended_at = $2 WHERE site_id = $1 AND ended_at IS NULL
                AND instance_id NOT IN (SELECT r.id FROM \(rows: 3, ["id": .text]) AS r)
            """,
            [site.id, now, SQLRows(site.services) { [$0.instance] }]
        )
        try begin(connection, of: site)
    }

    /// Lets these instances serve a site.
    static func begin(_ connection: any SQLConnection, of site: Site) throws(StoreError) {
        let services = SQLRows(site.services.enumerated()) { position, service in
            [service.instance, position, text(of: service.subnets), service.hasLoginPage]
        }
        try connection.query(
            """
            INSERT INTO services (\(columns), has_login_page)
            SELECT $1, r.instance_id, r.position, r.subnets, r.has_login_page
            FROM \(rows: 2, ["instance_id": .text, "position": .int64, "subnets": .text, "has_login_page": .int64]) AS r
            WHERE true
            ON CONFLICT (site_id, instance_id) DO UPDATE SET position = excluded.position, subnets = excluded.subnets,
                has_login_page = excluded.has_login_page, ended_at = NULL
            """,
            [site.id, services]
        )
    }

    /// Lets an instance serve exactly these sites.
    ///
    /// - Returns: the sites that it serves no more.
    static func replace(
        _ connection: any SQLConnection,
        of instance: Instance.ID,
        with places: [Instance.Place],
        now: Timestamp
    ) throws(StoreError) -> [Site.ID] {
        let ended = try connection.query(
            """
            UPDATE services SET ended_at = $2 WHERE instance_id = $1 AND ended_at IS NULL
                AND site_id NOT IN (SELECT r.id FROM \(rows: 3, ["id": .text]) AS r)
            RETURNING site_id
            """,
            [instance, now, SQLRows(places) { [$0.site] }]
        ) { row throws(StoreError) in try row.id("site_id", of: Site.self) }
        // A site that it serves already keeps it where it stands among its instances, and its login page; a new one gets it behind the
        // others, and no page that nobody asked for anew.
        try connection.query(
            """
            INSERT INTO services (\(columns))
            SELECT r.site_id, $1, COALESCE((
                SELECT MAX(v.position) + 1 FROM services AS v WHERE v.site_id = r.site_id AND v.ended_at IS NULL
            ), 0), r.subnets
            FROM \(rows: 2, ["site_id": .text, "subnets": .text]) AS r WHERE true
            ON CONFLICT (site_id, instance_id) DO UPDATE SET subnets = excluded.subnets, ended_at = NULL,
                position = CASE WHEN services.ended_at IS NULL THEN services.position ELSE excluded.position END,
                has_login_page = CASE WHEN services.ended_at IS NULL THEN services.has_login_page ELSE 0 END
            """,
            [instance, SQLRows(places) { [$0.site, text(of: $0.subnets)] }]
        )
        return ended
    }

    /// Whether a site shows an instance's login page.
    static func showLoginPage(_ connection: any SQLConnection, of instance: Instance.ID) throws(StoreError) -> Bool {
        try !connection.query(
            "SELECT 1 FROM services WHERE instance_id = $1 AND has_login_page = 1 AND ended_at IS NULL LIMIT 1",
            [instance]
        ).isEmpty
    }

    /// Refuses a site whose instances do not exist, or that names one twice.
    static func check(_ connection: any SQLConnection, of site: Site) throws(StoreError) {
        let known = try connection.query(
            """
            SELECT id FROM instances
            WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r) AND deleted_at IS NULL
            """,
            [SQLRows(site.services) { [$0.instance] }]
        ) { row throws(StoreError) in try row.id("id", of: Instance.self) }
        if let missing = site.services.first(where: { !known.contains($0.instance) }) {
            throw .notFound(kind: .instance, reference: missing.instance.rawValue)
        }
        guard Set(site.services.map(\.instance)).count == site.services.count else {
            throw .invalid(
                field: "instances",
                reason: "an instance serves the site twice; give its subnets together"
            )
        }
    }

    /// Refuses places that do not exist, or one that is named twice.
    static func check(_ connection: any SQLConnection, _ places: [Instance.Place]) throws(StoreError) {
        let known = try connection.query(
            """
            SELECT id FROM sites
            WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r) AND deleted_at IS NULL
            """,
            [SQLRows(places) { [$0.site] }]
        ) { row throws(StoreError) in try row.id("id", of: Site.self) }
        let sites = Set(known)
        if let missing = places.first(where: { !sites.contains($0.site) }) {
            throw .notFound(kind: .site, reference: missing.site.rawValue)
        }
        guard Set(places.map(\.site)).count == places.count else {
            throw .invalid(field: "sites", reason: "a site is named twice; give its subnets together")
        }
    }

    private static func text(of subnets: [Subnet]) -> String {
        subnets.map(\.description).joined(separator: " ")
    }
}

extension Site.Service {
    init(row: SQLRow) throws(StoreError) {
        self.init(instance: try row.id("instance_id"), subnets: try Subnet.all(in: row))
        hasLoginPage = try row.flag("has_login_page")
    }
}

extension Instance.Place {
    init(row: SQLRow) throws(StoreError) {
        self.init(site: try row.id("site_id"), subnets: try Subnet.all(in: row))
    }
}

extension Subnet {
    fileprivate static func all(in row: SQLRow) throws(StoreError) -> [Subnet] {
        var subnets: [Subnet] = []
        for text in try row.text("subnets").split(separator: " ") {
            guard let subnet = Subnet(text) else { throw .damaged("subnet \"\(text)\"") }
            subnets.append(subnet)
        }
        return subnets
    }
}
