extension Migration {
    /// Plans that can be confirmed, and runs and redemptions of a site page by page.
    static let plans = Migration(
        name: "plans",
        tables: [],
        statements: [
            // What was left to do when a run ended, and what a push that confirms a plan was told about a device.
            "ALTER TABLE sync_runs ADD COLUMN plan_digest TEXT",
            "ALTER TABLE push_runs ADD COLUMN confirmed_digest TEXT",
            "ALTER TABLE push_requests ADD COLUMN confirms TEXT",
            // Of how many devices the site had: one that was removed since has taken its answer with it.
            "ALTER TABLE push_requests ADD COLUMN device_count INTEGER",
            // A push confirms a plan, or nothing.
            "ALTER TABLE push_requests DROP COLUMN is_confirmed",
            "CREATE INDEX push_requests_by_site_id_requested_at ON push_requests (site_id, requested_at, id)",
            // A device stays at its site, and its runs go with it.
            "ALTER TABLE sync_runs ADD COLUMN site_id TEXT",
            "UPDATE sync_runs SET site_id = (SELECT d.site_id FROM devices AS d WHERE d.id = sync_runs.device_id)",
            "CREATE INDEX sync_runs_by_site_id_finished_at ON sync_runs (site_id, finished_at, id)",
            // The coupon makes the order of redemptions complete.
            "DROP INDEX redemptions_by_site_id_recorded_at",
            "CREATE INDEX redemptions_by_site_id_recorded_at ON redemptions (site_id, recorded_at, coupon_id)",
        ]
    )
}
