public import GatewayDomain

extension Store {
    /// Who has names that foreign users would get; see ``AdoptionRules/reservedNames(for:)``.
    ///
    /// - Parameters:
    ///   - names: codes of coupons and names of accounts, in upper case.
    ///   - site: the site whose accounts are told apart from those of others.
    /// - Returns: those names that somebody has.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func takenNames(
        _ names: Set<String>,
        at site: Site.ID
    ) async throws(StoreError) -> [String: TakenName] {
        guard !names.isEmpty else { return [:] }
        return try await read { connection throws(StoreError) in
            let rows = try connection.query(
                """
                SELECT n.name, c.instance_id, COALESCE(c.spelling, c.code) AS coupon_name,
                    c.adopted_at IS NOT NULL AS is_adopted, u.name AS account_name,
                    u.adopted_at IS NOT NULL AS is_adopted_account
                FROM \(rows: 1, ["name": .text]) AS r JOIN names AS n ON n.name = r.name
                LEFT JOIN coupons AS c ON c.code = n.name
                LEFT JOIN hotspot_users AS u ON u.site_id = $2 AND u.folded_name = n.name AND u.removed_at IS NULL
                """,
                [SQLRows(names) { [$0] }, site]
            )
            var taken: [String: TakenName] = [:]
            for row in rows {
                let name = try row.text("name")
                if let coupon = try row.optionalText("coupon_name") {
                    taken[name] = .coupon(
                        name: coupon,
                        instance: try row.id("instance_id"),
                        isAdopted: try row.flag("is_adopted")
                    )
                } else if let account = try row.optionalText("account_name") {
                    taken[name] = .account(name: account, isAdopted: try row.flag("is_adopted_account"))
                } else {
                    taken[name] = .accountElsewhere
                }
            }
            return taken
        }
    }
}
