public import GatewayDomain

extension Store {
    /// Which of these names are ours: coupons' codes, and accounts of a site, removed ones too.
    ///
    /// - Parameters:
    ///   - names: the names.
    ///   - site: the site of the accounts.
    /// - Returns: those that are ours.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func knownNames(_ names: Set<String>, at site: Site.ID) async throws(StoreError) -> Set<String> {
        guard !names.isEmpty else { return [] }
        return try await read { connection throws(StoreError) in
            let source: SQL = "\(rows: 1, ["name": .text, "code": .text])"
            let found = try connection.query(
                """
                SELECT r.name FROM \(source) AS r JOIN coupons AS c
                    ON c.code = r.code AND COALESCE(c.spelling, c.code) = r.name
                UNION
                SELECT r.name FROM \(source) AS r JOIN hotspot_users AS u ON u.site_id = $2 AND u.name = r.name
                """,
                [SQLRows(names) { [$0, CouponCode.matching($0)] }, site]
            ) { row throws(StoreError) in try row.text("name") }
            return Set(found)
        }
    }
}
