public import GatewayDomain

/// Foreign users that somebody confirmed to take over: a wish for one row of one router, gone once it is done.
///
/// A user of the same name that shows up later, there or on another router, is nobody's but its maker's.
extension Store {
    /// Notes that users of a router have the gateway's mark now.
    ///
    /// - Parameters:
    ///   - names: their names.
    ///   - device: the router.
    /// - Throws: ``StoreError`` when it cannot be written.
    public func noteTakenOver(_ names: Set<String>, on device: Device.ID) async throws(StoreError) {
        guard !names.isEmpty else { return }
        try await write { connection throws(StoreError) in
            try connection.query(
                """
                DELETE FROM takeovers
                WHERE device_id = $1 AND name IN (SELECT r.name FROM \(rows: 2, ["name": .text]) AS r)
                """,
                [device, SQLRows(names) { [$0] }]
            )
        }
    }

    /// Writes down which users are to be taken over.
    static func wish(_ connection: any SQLConnection, _ rows: Set<AdoptionPlan.Row>) throws(StoreError) {
        try connection.query(
            """
            INSERT INTO takeovers (device_id, name)
            SELECT r.device_id, r.name FROM \(rows: 1, ["device_id": .text, "name": .text]) AS r
            WHERE true ON CONFLICT (device_id, name) DO NOTHING
            """,
            [SQLRows(rows) { [$0.device, $0.name] }]
        )
    }

    /// Forgets what was to be taken over under a name that means somebody else from now on.
    static func dropWishes(_ connection: any SQLConnection, _ name: String, at site: Site.ID) throws(StoreError) {
        try connection.query(
            "DELETE FROM takeovers WHERE name = $1 AND device_id IN (SELECT id FROM devices WHERE site_id = $2)",
            [name, site]
        )
    }
}

extension DesiredStateReader {
    /// The names whose foreign users on a device are to be taken over.
    func takeovers(on device: Device.ID) throws(StoreError) -> Set<String> {
        let names: Set<String> = if case .names(let names) = scope { names } else { [] }
        let rows = try connection.query(
            """
            SELECT name FROM takeovers
            WHERE device_id = $1 AND ($2 = 1 OR name IN (SELECT r.name FROM \(rows: 3, ["name": .text]) AS r))
            """,
            [device, scope == .everything, SQLRows(names) { [$0] }]
        ) { row throws(StoreError) in try row.text("name") }
        return Set(rows)
    }
}
