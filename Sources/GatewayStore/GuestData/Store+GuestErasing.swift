import Foundation
public import GatewayDomain

extension Store {
    /// Erases what is known of one guest: MAC and IP addresses and names are overwritten at once, the records stay.
    ///
    /// A guest who is in stays in, and what is reported of the session is known as before. Whoever logs in again is recorded again. The audit
    /// log keeps that somebody was erased, with a keyed digest of what the guest was told by.
    ///
    /// - Parameters:
    ///   - guest: who.
    ///   - now: the time.
    /// - Returns: how many records were overwritten; ``scrub(bytesMaximum:)`` frees the files of what stood there.
    /// - Throws: ``StoreError`` when nothing could be written; then nothing was.
    public func eraseGuest(_ guest: GuestIdentity, now: Timestamp) async throws(StoreError) -> Int {
        let mark = newID(of: AuditEntry.self).rawValue
        let digest = sealing.digest(["erased guest", guest.kind, guest.value], length: 16)
        return try await write(about: "\(guest.kind) \(digest)") { [sealing] connection throws(StoreError) in
            var erasure = GuestErasure(connection, sealing: sealing, now: now)
            let search = GuestSearch(guest, connection)
            let reports = try search.reports()
            let sessions = try search.sessions()
            let redemptions = try search.redemptions(of: reports)
            try erasure.plans(search.forgetPlans(of: reports + sessions, redemptions))
            try erasure.reports(reports)
            try erasure.sessions(sessions)
            try erasure.redemptions(redemptions)
            try erasure.siteUsers(search.siteUsers(of: sessions))
            try erasure.removedUsers(search.removedUsers())
            try search.forgetChanges()
            try erasure.noteTraces(mark)
            return erasure.count
        }
    }
}

/// Finds the rows that tell of one guest.
private struct GuestSearch {
    private let guest: GuestIdentity
    private let connection: any SQLConnection
    private let names: SQLRows

    init(_ guest: GuestIdentity, _ connection: any SQLConnection) {
        self.guest = guest
        self.connection = connection
        names = SQLRows(guest.names) { [$0] }
    }

    func reports() throws(StoreError) -> [SQLRow] { try rows(of: "reports") }

    func sessions() throws(StoreError) -> [SQLRow] { try rows(of: "guest_sessions") }

    private func rows(of table: SQL) throws(StoreError) -> [SQLRow] {
        let selection: SQL = "SELECT * FROM \(table) WHERE \(GuestRows.personalNameOrAddress)"
        return switch guest {
        case .macAddress(let value): try connection.query("\(selection) AND mac_address = $1", [value])
        case .address(let value): try connection.query("\(selection) AND address = $1", [value])
        case .name: try connection.query("\(selection) AND user_name IN (\(Self.named))", [names])
        }
    }

    private static let named: SQL = "SELECT r.name FROM \(rows: 1, ["name": .text]) AS r"

    /// Those of the guest's device, those that the reports redeemed, and that of the guest's code.
    func redemptions(of reports: [SQLRow]) throws(StoreError) -> [SQLRow] {
        var ids: [String] = []
        for row in reports { ids.append(try row.text("id")) }
        var mac: String?
        if case .macAddress(let value) = guest { mac = value }
        return try connection.query(
            """
            SELECT coupon_id, site_id, mac_address, holder_mac FROM redemptions WHERE \(GuestRows.device) AND (
                mac_address = $3 OR holder_mac = $3
                OR report_id IN (SELECT r.id FROM \(rows: 2, ["id": .text]) AS r)
                OR coupon_id IN (
                    SELECT c.id FROM coupons AS c WHERE c.code IN (\(Self.named)) AND c.spelling IS NULL
                    UNION SELECT c.id FROM coupons AS c WHERE c.spelling IN (\(Self.named))
                )
            )
            """,
            [names, SQLRows(ids) { [$0] }, mac]
        )
    }

    /// Those of the name, and those of whom no session is left that tells who it was.
    func siteUsers(of sessions: [SQLRow]) throws(StoreError) -> [SQLRow] {
        var ids: Set<String> = []
        for row in sessions { ids.insert(try row.text("site_user_id")) }
        return try connection.query(
            """
            SELECT u.id FROM site_users AS u WHERE u.coupon_id IS NULL AND u.erased_at IS NULL AND (
                u.user_name IN (\(Self.named))
                OR u.id IN (SELECT r.id FROM \(rows: 2, ["id": .text]) AS r) AND NOT EXISTS (
                    SELECT 1 FROM guest_sessions AS s WHERE s.site_user_id = u.id AND s.erased_at IS NULL
                )
            )
            """,
            [names, SQLRows(ids) { [$0] }]
        )
    }

    func removedUsers() throws(StoreError) -> [SQLRow] {
        try connection.query(
            "SELECT id, folded_name FROM hotspot_users WHERE \(GuestRows.removedName) AND folded_name IN (\(Self.named))",
            [names]
        )
    }

    /// Plans that show the guest, by name or by any device that is known to be the guest's, at the sites where the guest is known.
    ///
    /// - Returns: the runs whose plan is gone.
    func forgetPlans(of found: [SQLRow], _ redemptions: [SQLRow]) throws(StoreError) -> [SQLRow] {
        var texts = guest.names
        if case .macAddress(let value) = guest { texts.insert(value) }
        var sites: Set<String> = []
        for row in found + redemptions {
            sites.insert(try row.text("site_id"))
            if let text = try row.optionalText("mac_address") { texts.insert(text) }
        }
        for row in redemptions { if let text = try row.optionalText("holder_mac") { texts.insert(text) } }
        return try connection.query(
            """
            UPDATE sync_runs SET plan = NULL WHERE plan IS NOT NULL
                AND (
                    site_id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
                    OR site_id IN (SELECT u.site_id FROM hotspot_users AS u WHERE u.folded_name IN (\(Self.folded)))
                )
                AND EXISTS (
                    SELECT 1 FROM \(rows: 2, ["text": .text]) AS t WHERE replace(plan, t.text, '') <> plan
                )
            RETURNING id
            """,
            [SQLRows(sites) { [$0] }, SQLRows(try texts.map(Self.inPlan)) { [$0] }, names]
        )
    }

    private static let folded: SQL = "SELECT n.name FROM \(rows: 3, ["name": .text]) AS n"

    /// A text as it stands in a plan, which is kept as JSON.
    private static func inPlan(_ text: String) throws(StoreError) -> String {
        do {
            return String(decoding: try SyncRun.planEncoder.encode(text).dropFirst().dropLast(), as: UTF8.self)
        } catch {
            throw .invalid(field: "name", reason: "cannot be looked for: \(error)")
        }
    }

    /// Names that are still to be compared become everything, which compares them, too.
    func forgetChanges() throws(StoreError) {
        try connection.query(
            """
            UPDATE changes SET name = NULL WHERE name IN (\(Self.named))
                AND NOT EXISTS (SELECT 1 FROM names AS n WHERE n.name = changes.name)
            """,
            [names]
        )
    }
}
