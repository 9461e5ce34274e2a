public import GatewayDomain

extension Store {
    /// Changes a site: its name, whether it is paused, which instances serve it, whether its routers run scripts, and when they are written
    /// to; all of it at once.
    ///
    /// What an instance pushed that no longer serves the site is removed from its devices. While a site is paused its devices are looked
    /// at, but not written; one that is paused stays paused since then. Its devices are compared in full, and left alone when only its name
    /// changes.
    ///
    /// - Parameters:
    ///   - id: the site.
    ///   - now: the time.
    ///   - change: changes the site as it is; its id and when it was made stay.
    /// - Returns: the site as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site or instance, ``StoreError/invalid(field:reason:)``,
    ///   ``StoreError/invalidValue(_:)``, and ``StoreError/conflict(_:)`` when another site bears the name.
    @discardableResult
    public func updateSite(
        _ id: Site.ID,
        now: Timestamp,
        change: @escaping @Sendable (inout Site) -> Void
    ) async throws(StoreError) -> Site {
        try await write { connection throws(StoreError) in
            let sites = try connection.query("SELECT * FROM sites WHERE id = $1 AND deleted_at IS NULL", [id])
            let services = try connection.query(
                "SELECT * FROM services WHERE site_id = $1 AND ended_at IS NULL ORDER BY position, instance_id",
                [id]
            )
            guard let before = try Site.all(sites, services: services).first else {
                throw .notFound(kind: .site, reference: id.rawValue)
            }
            var site = before
            change(&site)
            (site.id, site.createdAt) = (before.id, before.createdAt)
            if site.pausedAt != nil { site.pausedAt = before.pausedAt ?? now }
            guard site != before else { return site }
            try Self.checked(site.validate)
            if site.name != before.name { try Self.checkName(connection, of: site) }
            try connection.query(
                "UPDATE sites SET name = $2, paused_at = $3, has_scripts = $4, windows = $5 WHERE id = $1",
                [site.id, site.name, site.pausedAt, site.hasScripts, site.windows.text]
            )
            if site.services != before.services {
                try Services.check(connection, of: site)
                try Services.replace(connection, of: site, now: now)
            }
            if site.pausedAt == nil, before.pausedAt != nil {
                // Whatever was held back waited for this.
                try connection.query(
                    """
                    UPDATE devices SET retry_at = NULL,
                        behind_since = CASE WHEN behind_since IS NULL THEN NULL ELSE $2 END
                    WHERE site_id = $1
                    """,
                    [id, now]
                )
            }
            if site.pausedAt != before.pausedAt { try Self.noteStanding(connection, at: id, now: now) }
            if site.services != before.services || site.pausedAt != before.pausedAt
                || site.hasScripts != before.hasScripts || site.windows != before.windows
            {
                try Revisions.raise(connection, [Change(.site(id), name: nil)], now: now)
            }
            return site
        }
    }

    /// Changes which instances serve a site, and with which subnets, as ``updateSite(_:now:change:)``.
    ///
    /// - Parameters:
    ///   - site: the site with its new services.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site or instance, and ``StoreError/invalid(field:reason:)``.
    public func updateServices(of site: Site, now: Timestamp) async throws(StoreError) {
        try await updateSite(site.id, now: now) { $0.services = site.services }
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
        try await updateSite(site, now: now) { $0.pausedAt = now }
    }

    /// Lets a site's devices be written again; all of them are compared in full.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site.
    public func resumeSite(_ site: Site.ID, now: Timestamp) async throws(StoreError) {
        try await updateSite(site, now: now) { $0.pausedAt = nil }
    }
}
