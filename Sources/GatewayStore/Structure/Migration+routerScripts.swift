extension Migration {
    /// At which sites routers run the gateway's scripts, and which tokens the gateway itself gives to routers.
    ///
    /// Such a token is derived from the gateway's key, the device and a generation, so that it need not be kept.
    static let routerScripts = Migration(
        name: "router_scripts",
        tables: [],
        statements: [
            "ALTER TABLE sites ADD COLUMN has_scripts INTEGER NOT NULL DEFAULT 1",
            "ALTER TABLE device_tokens ADD COLUMN generation INTEGER",
            "CREATE UNIQUE INDEX device_tokens_by_generation ON device_tokens (device_id, generation)",
        ]
    )
}
