public import GatewayDomain

extension Store {
    /// What would go with a site.
    ///
    /// - Parameter site: the site.
    /// - Returns: what there is of it.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site.
    public func belongings(of site: Site.ID) async throws(StoreError) -> SiteBelongings {
        try await read { connection throws(StoreError) in
            try Self.checkSite(connection, site)
            return try Self.belongings(connection, of: site)
        }
    }

    /// Removes a site with its hotspot users and its walled garden; its name is free, and what happened there stays on record for ever.
    ///
    /// - Parameters:
    ///   - site: the site, without devices: a router that was forgotten keeps what it holds, so each is to be removed for itself.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site, ``StoreError/conflict(_:)`` while it has devices.
    public func removeSite(_ site: Site.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try Self.checkSite(connection, site)
            let devices = try Self.belongings(connection, of: site).deviceCount
            guard devices == 0 else {
                throw .conflict(
                    "the site has \(devices == 1 ? "a device" : "\(devices) devices"); remove \(devices == 1 ? "it" : "them") first: "
                        + "a router that is forgotten keeps what it holds"
                )
            }
            try connection.query("UPDATE sites SET deleted_at = $2 WHERE id = $1", [site, now])
            // Routers that were given keys and never came.
            try connection.query("DELETE FROM tunnel_routers WHERE site_id = $1", [site])
            try connection.query(
                "UPDATE services SET ended_at = $2 WHERE site_id = $1 AND ended_at IS NULL",
                [site, now]
            )
            try connection.query(
                """
                UPDATE hotspot_users SET removed_at = $2, sealed_password = NULL
                WHERE site_id = $1 AND removed_at IS NULL
                """,
                [site, now]
            )
            try connection.query(
                "UPDATE walled_garden SET removed_at = $2 WHERE site_id = $1 AND removed_at IS NULL",
                [site, now]
            )
        }
    }

    private static func belongings(
        _ connection: any SQLConnection,
        of site: Site.ID
    ) throws(StoreError) -> SiteBelongings {
        let rows = try connection.query(
            """
            SELECT
                (SELECT COUNT(*) FROM hotspot_users WHERE site_id = $1 AND removed_at IS NULL) AS users,
                (SELECT COUNT(*) FROM walled_garden WHERE site_id = $1 AND removed_at IS NULL) AS entries,
                (SELECT COUNT(*) FROM devices WHERE site_id = $1) AS devices
            """,
            [site]
        )
        guard let row = rows.first else { throw .damaged("a count of nothing") }
        return SiteBelongings(
            userCount: Int(try row.integer("users")),
            gardenCount: Int(try row.integer("entries")),
            deviceCount: Int(try row.integer("devices"))
        )
    }
}
