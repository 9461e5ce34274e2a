extension Migration {
    /// What the portal tells of an instance beyond coupons; instances, sites and services that are no more but stay as reasons.
    static let portalDetails = Migration(
        name: "portal_details",
        tables: [],
        statements: [
            "ALTER TABLE instances ADD COLUMN auth_integration_id TEXT",
            "ALTER TABLE instances ADD COLUMN auth_window_seconds INTEGER",
            "ALTER TABLE instances ADD COLUMN theme TEXT",
            "ALTER TABLE instances ADD COLUMN terms_text TEXT",
            "ALTER TABLE instances ADD COLUMN deleted_at INTEGER",
            "ALTER TABLE sites ADD COLUMN deleted_at INTEGER",
            // Since when the instance serves the site no more: the reason for which what it pushed has to go from routers.
            "ALTER TABLE services ADD COLUMN ended_at INTEGER",
            "ALTER TABLE walled_garden ADD COLUMN purpose TEXT",
            // Pages are read in the order of these.
            "CREATE INDEX sites_in_order ON sites (name, id)",
            "DROP INDEX sites_by_name",
            "CREATE INDEX hotspot_users_in_order ON hotspot_users (site_id, name, id) WHERE removed_at IS NULL",
        ]
    )
}
