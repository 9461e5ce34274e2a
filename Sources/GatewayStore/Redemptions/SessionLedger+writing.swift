import GatewayDomain

extension SessionLedger {
    /// Writes the sessions that are new or changed; nothing when none is.
    func write(_ connection: any SQLConnection, now: Timestamp, newID: () -> String) throws(StoreError) {
        let added = items.filter { $0.id == nil }
        if !added.isEmpty {
            let users = try writeSiteUsers(connection, added, newID: newID)
            try insert(connection, added, users: users, now: now, newID: newID)
        }
        let changed = items.filter { $0.id != nil && $0.isChanged }
        if !changed.isEmpty { try update(connection, changed) }
    }

    private func writeSiteUsers(
        _ connection: any SQLConnection,
        _ added: [Item],
        newID: () -> String
    ) throws(StoreError) -> [Recording.Place: SiteUser.ID] {
        var first: [Recording.Place: Item] = [:]
        var last: [Recording.Place: Timestamp] = [:]
        for item in added {
            let place = Recording.Place(site: item.session.site, user: item.session.user)
            if first[place].map({ item.session.startedAt < $0.session.startedAt }) ?? true { first[place] = item }
            last[place] = max(last[place] ?? item.session.startedAt, item.session.startedAt)
        }
        let rows = SQLRows(first) { place, item in
            [
                newID(), place.site, place.user, item.instance, item.session.coupon, item.session.startedAt,
                last[place] ?? item.session.startedAt,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "site_id": .text, "user_name": .text, "instance_id": .text, "coupon_id": .text,
                "first_seen_at": .int64, "last_seen_at": .int64,
            ])
            """
        // The condition keeps the engine from taking ON for a part of a join.
        let written = try connection.query(
            """
            INSERT INTO site_users (id, site_id, user_name, instance_id, coupon_id, first_seen_at, last_seen_at)
            SELECT r.id, r.site_id, r.user_name, r.instance_id, r.coupon_id, r.first_seen_at, r.last_seen_at
            FROM \(source) AS r WHERE r.id <> ''
            ON CONFLICT (site_id, user_name) DO UPDATE SET
                first_seen_at = CASE WHEN excluded.first_seen_at < site_users.first_seen_at
                    THEN excluded.first_seen_at ELSE site_users.first_seen_at END,
                last_seen_at = CASE WHEN excluded.last_seen_at > site_users.last_seen_at
                    THEN excluded.last_seen_at ELSE site_users.last_seen_at END
            RETURNING id, site_id, user_name
            """,
            [rows]
        )
        var ids: [Recording.Place: SiteUser.ID] = [:]
        for row in written {
            let place = Recording.Place(site: try row.id("site_id"), user: try row.text("user_name"))
            ids[place] = try row.id("id")
        }
        return ids
    }

    private func insert(
        _ connection: any SQLConnection,
        _ added: [Item],
        users: [Recording.Place: SiteUser.ID],
        now: Timestamp,
        newID: () -> String
    ) throws(StoreError) {
        let rows = SQLRows(added) { item in
            let session = item.session
            return [
                newID(), users[Recording.Place(site: session.site, user: session.user)], session.site,
                session.device, session.user, session.coupon, session.macAddress, session.address, item.guest.mac,
                item.guest.address, session.startedAt, session.lastSeenAt, session.endedAt, session.isEndTold,
                session.endCause, session.uptimeSeconds, session.bytesIn, session.bytesOut, session.expiresAt,
                session.isLoginTold, item.references.script, item.references.line,
                item.isStartGuessed,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "site_user_id": .text, "site_id": .text, "device_id": .text, "user_name": .text,
                "coupon_id": .text, "mac_address": .text, "address": .text, "mac_digest": .text,
                "address_digest": .text, "started_at": .int64, "last_seen_at": .int64, "ended_at": .int64,
                "is_end_told": .int64, "end_cause": .text, "uptime_seconds": .int64, "bytes_in": .int64,
                "bytes_out": .int64, "expires_at": .int64, "is_login_told": .int64,
                "script_digest": .text, "line_digest": .text, "is_start_guessed": .int64,
            ])
            """
        try connection.query(
            """
            INSERT INTO guest_sessions (
                id, site_user_id, site_id, device_id, user_name, coupon_id, mac_address, address, mac_digest,
                address_digest, started_at, last_seen_at, ended_at, is_end_told, end_cause, uptime_seconds, bytes_in,
                bytes_out, expires_at, is_login_told, script_digest, line_digest,
                is_start_guessed, recorded_at
            )
            SELECT r.id, r.site_user_id, r.site_id, r.device_id, r.user_name, r.coupon_id, r.mac_address, r.address,
                r.mac_digest, r.address_digest, r.started_at, r.last_seen_at, r.ended_at, r.is_end_told, r.end_cause,
                r.uptime_seconds, r.bytes_in, r.bytes_out, r.expires_at, r.is_login_told, r.script_digest,
                r.line_digest, r.is_start_guessed, $2
            FROM \(source) AS r
            """,
            [rows, now]
        )
    }

    private func update(_ connection: any SQLConnection, _ changed: [Item]) throws(StoreError) {
        let rows = SQLRows(changed) { item in
            let session = item.session
            return [
                item.id, session.macAddress, session.address, item.guest.mac, item.guest.address, session.startedAt,
                session.lastSeenAt, session.endedAt, session.isEndTold, session.endCause, session.uptimeSeconds,
                session.bytesIn, session.bytesOut, session.isLoginTold, item.references.script, item.references.line,
                item.isStartGuessed,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "mac_address": .text, "address": .text, "mac_digest": .text, "address_digest": .text,
                "started_at": .int64, "last_seen_at": .int64, "ended_at": .int64, "is_end_told": .int64,
                "end_cause": .text, "uptime_seconds": .int64, "bytes_in": .int64, "bytes_out": .int64,
                "is_login_told": .int64,
                "script_digest": .text, "line_digest": .text, "is_start_guessed": .int64,
            ])
            """
        try connection.query(
            """
            UPDATE guest_sessions SET mac_address = r.mac_address, address = r.address, mac_digest = r.mac_digest,
                address_digest = r.address_digest, last_seen_at = r.last_seen_at, ended_at = r.ended_at,
                is_end_told = r.is_end_told, end_cause = r.end_cause, uptime_seconds = r.uptime_seconds,
                bytes_in = r.bytes_in, bytes_out = r.bytes_out, is_login_told = r.is_login_told,
                script_digest = r.script_digest, line_digest = r.line_digest, started_at = r.started_at,
                is_start_guessed = r.is_start_guessed
            FROM \(source) AS r WHERE guest_sessions.id = r.id
            """,
            [rows]
        )
    }
}
