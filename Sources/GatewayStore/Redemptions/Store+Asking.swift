public import GatewayDomain

extension Store {
    /// Has a router asked about users of whom somebody claims something that is not believed.
    ///
    /// Nothing is recorded but that these names of this device are to be compared: the next run, within moments, reads what the router
    /// itself says of them and records that. A claim that is false thereby costs a little reading and does nothing.
    ///
    /// Passed over are names that are none of ours, or not of this site; codes that were redeemed here and whose session is over;
    /// names that wait to be compared already, unless a run is under way, which may have read them a moment before; and devices that are
    /// left alone for a while after a run that did not succeed. When all are passed over, only one statement was read and nothing is
    /// written, so that claims are cheap, however many there are.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - names: names as guests type them; of coupons also in lower case.
    ///   - now: the time.
    /// - Returns: the names that are compared now; none when there is no such device.
    /// - Throws: ``StoreError`` when the database cannot be used.
    @discardableResult
    public func askToLook(
        at device: Device.ID,
        names: Set<String>,
        now: Timestamp
    ) async throws(StoreError) -> Set<String> {
        guard !names.isEmpty else { return [] }
        let rows = SQLRows(names) { [$0, CouponCode.matching($0)] }
        let wanted = try await read { connection throws(StoreError) in
            try Self.worthALook(connection, device, rows, now: now)
        }
        guard !wanted.isEmpty else { return [] }
        return try await write { connection throws(StoreError) in
            // Once more: what was read a moment ago may have been settled since.
            let names = try Self.worthALook(connection, device, rows, now: now)
            guard !names.isEmpty else { return [] }
            try Revisions.raise(connection, names.sorted().map { Change(.device(device), name: $0) }, now: now)
            return names
        }
    }

    private static func worthALook(
        _ connection: any SQLConnection,
        _ device: Device.ID,
        _ rows: SQLRows,
        now: Timestamp
    ) throws(StoreError) -> Set<String> {
        let names = try connection.query(worthALook, [device, rows, now]) { row throws(StoreError) in
            try row.text("name")
        }
        return Set(names)
    }

    /// Of the names `$2` (as typed, and in upper case) those that the device `$1` is to be asked about at `$3`, as the router has them.
    static let worthALook: SQL = """
        WITH ours AS (
            SELECT COALESCE(c.spelling, c.code) AS name FROM \(rows: 2, ["typed": .text, "upper": .text]) AS r
            JOIN coupons AS c ON c.code = r.upper
            JOIN devices AS d ON d.id = $1
            JOIN services AS v ON v.site_id = d.site_id AND v.instance_id = c.instance_id
            LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE e.coupon_id IS NULL OR e.site_id <> d.site_id OR e.ends_at > $3
            UNION
            SELECT u.name FROM \(rows: 2, ["typed": .text, "upper": .text]) AS r
            JOIN hotspot_users AS u ON u.name = r.typed
            JOIN devices AS d ON d.id = $1 AND d.site_id = u.site_id
            WHERE u.removed_at IS NULL
        )
        SELECT o.name FROM ours AS o JOIN devices AS d ON d.id = $1 AND (d.retry_at IS NULL OR d.retry_at <= $3)
        WHERE d.leased_until > $3 OR (
            NOT EXISTS (
                SELECT 1 FROM changes AS c
                WHERE c.device_id = d.id AND c.revision > d.applied_revision AND (c.name = o.name OR c.name IS NULL)
            ) AND NOT EXISTS (
                SELECT 1 FROM changes AS c
                WHERE c.site_id = d.site_id AND c.revision > d.applied_revision AND (c.name = o.name OR c.name IS NULL)
            ) AND NOT EXISTS (
                SELECT 1 FROM services AS v JOIN changes AS c
                    ON c.instance_id = v.instance_id AND c.revision > d.applied_revision
                WHERE v.site_id = d.site_id AND v.ended_at IS NULL AND (c.name = o.name OR c.name IS NULL)
            )
        )
        """

    /// What tells the syslog lines of each device from those of the others.
    ///
    /// - Returns: one for each device.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func syslogPeers() async throws(StoreError) -> [SyslogPeer] {
        try await read { connection throws(StoreError) in
            try connection.query("SELECT id, site_id, host, syslog_source, identity FROM devices ORDER BY id") {
                row throws(StoreError) in
                SyslogPeer(
                    device: try row.id("id"),
                    site: try row.id("site_id"),
                    host: try row.text("host"),
                    source: try row.optionalText("syslog_source").flatMap { IPAddress($0) },
                    identity: try row.optionalText("identity")
                )
            }
        }
    }
}
