import GatewayDomain

extension Recording {
    /// The tables that ``writeRecord(_:newID:)`` writes.
    static let recordTables = ["reports", "redemptions", "guest_sessions", "site_users"]

    /// Writes what was decided; nothing when all was known.
    func write(_ connection: any SQLConnection, newID: () -> String) throws(StoreError) {
        try writeRecord(connection, newID: newID)
        try Outbox.append(connection, events, now: now) { GatewayEvent.ID(newID()) }
        var changes = handedOver.union(redeemed.map(\.code)).sorted().flatMap(changes(of:))
        for place in misused.sorted(by: { ($0.user, $0.site.rawValue) < ($1.user, $1.site.rawValue) }) {
            // The row is there although it should not be, or somebody is in who has to go.
            changes.append(Change(.site(place.site), name: place.user))
        }
        // While the router is listened to, nobody would read its list, and miss there who has gone long ago.
        changes += doubtful.map { Change(.device($0.device), name: $0.user) }
        guard !changes.isEmpty else { return }
        try Revisions.raise(connection, changes, now: now)
    }

    /// Writes what goes on record, and tells nobody.
    func writeRecord(_ connection: any SQLConnection, newID: () -> String) throws(StoreError) {
        try writeReports(connection)
        try writeRedemptions(connection)
        try writeHolders(connection)
        try sessions.write(connection, now: now, newID: newID)
    }

    /// What others want to know of it, each report once.
    private var events: [GatewayEvent] {
        entries.compactMap { entry in
            guard let coupon = coupons[entry.report.user]?.coupon else { return nil }
            switch entry.meaning {
            case .redeemed, .late:
                return GatewayEvent(redemptionOf: coupon, isLate: entry.meaning == .late, at: now)
            case .conflict:
                return GatewayEvent(
                    conflictOver: coupon,
                    site: entry.report.site,
                    device: entry.report.device,
                    usedAt: entry.report.loginAt,
                    at: now
                )
            case .repeated, .handover, .refused, .ended, .account, .unmatched:
                return nil
            }
        }
    }

    private func changes(of code: String) -> [Change] {
        guard let coupon = coupons[code]?.coupon, let site = coupon.redemption?.site else { return [] }
        // Which of a guest's devices holds the coupon is the business of one site.
        guard redeemed.contains(where: { $0.code == code }) else { return [Change(.site(site), name: code)] }
        var changes = Change.of(coupon)
        // A coupon that was used where it is not valid is on a device there all the same.
        if !coupon.sites.isEmpty, !coupon.sites.contains(site) { changes.append(Change(.site(site), name: code)) }
        return changes
    }

    private func writeReports(_ connection: any SQLConnection) throws(StoreError) {
        guard !entries.isEmpty else { return }
        let rows = SQLRows(entries) { entry in
            var report = entry.report
            if entry.isErased {
                (report.macAddress, report.address) = (nil, nil)
                if entry.coupon == nil { report.user = sealing.erasedName(report.user) }
            }
            return [
                entry.id, entry.key.dedupeKey, report.source.rawValue, report.device, report.site, report.user,
                report.macAddress, report.address, entry.key.guest.mac, entry.key.guest.address, report.loginAt,
                entry.key.happenedAt, report.observedAt, report.uptimeSeconds, report.bytesIn, report.bytesOut,
                entry.meaning.rawValue, entry.coupon, report.event.rawValue, report.endedAt, report.endCause,
                entry.key.referenceDigest, report.clockErrorSeconds, entry.isErased ? now : nil,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "dedupe_key": .text, "source": .text, "device_id": .text, "site_id": .text,
                "user_name": .text, "mac_address": .text, "address": .text, "mac_digest": .text,
                "address_digest": .text, "login_at": .int64, "session_at": .int64, "observed_at": .int64,
                "uptime_seconds": .int64, "bytes_in": .int64, "bytes_out": .int64, "meaning": .text,
                "coupon_id": .text, "event": .text, "ended_at": .int64, "end_cause": .text,
                "reference_digest": .text, "clock_error_seconds": .int64, "erased_at": .int64,
            ])
            """
        try connection.query(
            """
            INSERT INTO reports (
                id, dedupe_key, source, device_id, site_id, user_name, mac_address, address, mac_digest, address_digest,
                login_at, session_at, observed_at, uptime_seconds, bytes_in, bytes_out, meaning, coupon_id, event,
                ended_at, end_cause, reference_digest, clock_error_seconds, erased_at, recorded_at
            )
            SELECT r.id, r.dedupe_key, r.source, r.device_id, r.site_id, r.user_name, r.mac_address, r.address,
                r.mac_digest, r.address_digest, r.login_at, r.session_at, r.observed_at, r.uptime_seconds, r.bytes_in,
                r.bytes_out, r.meaning, r.coupon_id, r.event, r.ended_at, r.end_cause, r.reference_digest,
                r.clock_error_seconds, r.erased_at, $2
            FROM \(source) AS r
            """,
            [rows, now]
        )
    }

    private func writeRedemptions(_ connection: any SQLConnection) throws(StoreError) {
        guard !redeemed.isEmpty else { return }
        let rows = SQLRows(redeemed) { item in
            let coupon = coupons[item.code]?.coupon
            let redemption = coupon?.redemption
            return [
                coupon?.id, item.entry, redemption?.site, redemption?.device, redemption?.at,
                redemption?.sessionSeconds, redemption?.endsAt, redemption?.macAddress, redemption?.holder,
                redemption?.holderSince,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "coupon_id": .text, "report_id": .text, "site_id": .text, "device_id": .text, "redeemed_at": .int64,
                "session_seconds": .int64, "ends_at": .int64, "mac_address": .text, "holder_mac": .text,
                "holder_since": .int64,
            ])
            """
        // The key of the table is the coupon: should two ever meet, the second fails, and nothing of it is written.
        try connection.query(
            """
            INSERT INTO redemptions (
                coupon_id, report_id, site_id, device_id, redeemed_at, session_seconds, ends_at, mac_address,
                holder_mac, holder_since, recorded_at
            )
            SELECT r.coupon_id, r.report_id, r.site_id, r.device_id, r.redeemed_at, r.session_seconds, r.ends_at,
                r.mac_address, r.holder_mac, r.holder_since, $2
            FROM \(source) AS r
            """,
            [rows, now]
        )
    }

    private func writeHolders(_ connection: any SQLConnection) throws(StoreError) {
        let changed = handedOver.union(renewed).subtracting(redeemed.map(\.code)).sorted().compactMap {
            coupons[$0]?.coupon
        }
        guard !changed.isEmpty else { return }
        let rows = SQLRows(changed) { coupon in
            let redemption = coupon.redemption
            return [coupon.id, redemption?.macAddress, redemption?.holder, redemption?.holderSince]
        }
        let source: SQL = """
            \(rows: 1, ["coupon_id": .text, "mac_address": .text, "holder_mac": .text, "holder_since": .int64])
            """
        try connection.query(
            """
            UPDATE redemptions SET mac_address = r.mac_address, holder_mac = r.holder_mac, holder_since = r.holder_since
            FROM \(source) AS r WHERE redemptions.coupon_id = r.coupon_id
            """,
            [rows]
        )
    }
}
