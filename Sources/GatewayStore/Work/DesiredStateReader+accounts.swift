import GatewayDomain

/// The named accounts that a device should hold.
extension DesiredStateReader {
    func addAccounts(to state: inout DesiredState) throws(StoreError) {
        let names: Set<String> = if case .names(let names) = scope { names } else { [] }
        let rows = try connection.query(
            """
            SELECT * FROM hotspot_users
            WHERE site_id = $1 AND ($2 = 1 OR name IN (SELECT r.name FROM \(rows: 3, ["name": .text]) AS r))
            """,
            [site.id, scope == .everything, SQLRows(names) { [$0] }]
        )
        var present: Set<String> = []
        var limited: [(name: String, since: Timestamp)] = []
        for row in rows where try row.optionalTime("removed_at") == nil {
            guard try row.optionalInteger("uptime_seconds_max") != nil else { continue }
            // Not before the account was made: another one of its name may have been there, whose guest is gone.
            limited.append((name: try row.text("name"), since: try row.time("created_at")))
        }
        let used = try usedSeconds(limited)
        let served = Set(site.services.map(\.instance))
        for row in rows where try row.optionalTime("removed_at") == nil {
            let account = try HotspotUser(row: row, sealing: sealing)
            present.insert(account.name)
            // It stays in the portal, and is back on the routers as soon as its instance serves the site again.
            guard served.contains(account.instance) else {
                state.departures[account.name] = .notServedHere
                continue
            }
            var user = DesiredStateRules.user(for: account, gateway: gateway) {
                sealing.passwordDigest(gateway: gateway, user: account.name, password: $0)
            }
            user.uptimeSecondsUsed = used[account.name] ?? 0
            state.users.append(user)
        }
        for row in rows {
            let name = try row.text("name")
            if !present.contains(name) { state.departures[name] = .deleted }
        }
    }

    /// How long guests were online with names whose online time is limited, as far as is on record; nothing is read without such names.
    func usedSeconds(_ limited: [(name: String, since: Timestamp)]) throws(StoreError) -> [String: Int64] {
        guard !limited.isEmpty else { return [:] }
        let used = try connection.query(
            """
            SELECT u.user_name, SUM(s.uptime_seconds) AS seconds
            FROM \(rows: 2, ["name": .text, "since": .int64]) AS r
            JOIN site_users AS u ON u.site_id = $1 AND u.user_name = r.name
            JOIN guest_sessions AS s ON s.site_user_id = u.id AND s.started_at >= r.since GROUP BY u.user_name
            """,
            [site.id, SQLRows(limited) { [$0.name, $0.since] }]
        )
        var seconds: [String: Int64] = [:]
        for row in used { seconds[try row.text("user_name")] = try row.optionalInteger("seconds") ?? 0 }
        return seconds
    }
}
