extension Migration {
    /// At which sites the gateway's login page is shown to the guests of an instance.
    static let loginPages = Migration(
        name: "login_pages",
        tables: [],
        statements: ["ALTER TABLE services ADD COLUMN has_login_page INTEGER NOT NULL DEFAULT 0"]
    )
}
