import GatewayDomain

/// What changed, and whose devices it concerns.
struct Change: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        /// The devices of every site that the instance serves.
        case instance(Instance.ID)
        /// The devices of a site.
        case site(Site.ID)
        /// One device.
        case device(Device.ID)
    }

    var target: Target
    /// The name of the hotspot user that is to be compared; nil for everything.
    var name: String?

    init(_ target: Target, name: String?) {
        self.target = target
        self.name = name
    }
}

/// The one place that raises revisions.
enum Revisions {
    /// So many changes are kept; a device that is further behind is compared in full.
    static let keptCount = 5000

    /// Notes changes under a new revision, and tells every device concerned.
    ///
    /// Four statements, whatever the number of changes and devices.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that makes the change.
    ///   - changes: at least one change.
    ///   - now: since when a device is behind that was not until now.
    /// - Returns: the new revision.
    /// - Throws: ``StoreError`` when the database cannot be written.
    @discardableResult
    static func raise(
        _ connection: any SQLConnection,
        _ changes: [Change],
        now: Timestamp
    ) throws(StoreError) -> Int64 {
        let revision = try next(connection)
        let rows = SQLRows(changes.enumerated()) { position, change in
            switch change.target {
            case .instance(let id): [position, id, SQLValue.null, SQLValue.null, change.name]
            case .site(let id): [position, SQLValue.null, id, SQLValue.null, change.name]
            case .device(let id): [position, SQLValue.null, SQLValue.null, id, change.name]
            }
        }
        let source: SQL = """
            \(rows: 2, [
                "position": .int64, "instance_id": .text, "site_id": .text, "device_id": .text, "name": .text,
            ])
            """
        try connection.query(
            """
            INSERT INTO changes (revision, position, instance_id, site_id, device_id, name)
            SELECT $1, r.position, r.instance_id, r.site_id, r.device_id, r.name FROM \(source) AS r
            """,
            [revision, rows]
        )
        // A device that was up to date has missed nothing before this revision, however long ago its last change is: it is
        // not taken for one that is further behind than the kept changes. And a device that answers is told what is new at once,
        // though a part of the old, which it would not take, waits: a code that was used elsewhere must not.
        try connection.query(
            """
            UPDATE devices SET desired_revision = $1,
                applied_revision = CASE WHEN applied_revision = desired_revision THEN $1 - 1 ELSE applied_revision END,
                \(behindSince(now: "$2")),
                retry_at = CASE WHEN failing_since IS NULL THEN NULL ELSE retry_at END
            WHERE id IN (SELECT device_id FROM changes WHERE revision = $1)
                OR site_id IN (SELECT site_id FROM changes WHERE revision = $1)
                OR site_id IN (
                    SELECT site_id FROM services
                    WHERE instance_id IN (SELECT instance_id FROM changes WHERE revision = $1) AND ended_at IS NULL
                )
            """,
            [revision, now]
        )
        // Whole revisions only: a device that has missed nothing before the oldest one has missed nothing.
        try connection.query(
            """
            DELETE FROM changes WHERE revision <= (
                SELECT revision FROM changes ORDER BY revision DESC, position DESC LIMIT 1 OFFSET $1
            )
            """,
            [keptCount]
        )
        return revision
    }

    /// Notes under a new revision that everything changed for every device.
    ///
    /// No change is kept any more: a device that does not find all of those that it missed is compared in full.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that makes the change.
    ///   - now: since when a device is behind that was not until now.
    /// - Throws: ``StoreError`` when the database cannot be written.
    static func raiseAll(_ connection: any SQLConnection, now: Timestamp) throws(StoreError) {
        let revision = try next(connection)
        try connection.query("DELETE FROM changes")
        try connection.query(
            """
            UPDATE devices SET desired_revision = $1, \(behindSince(now: "$2")),
                retry_at = CASE WHEN failing_since IS NULL THEN NULL ELSE retry_at END
            """,
            [revision, now]
        )
    }

    private static func behindSince(now: SQL) -> SQL {
        """
        behind_since = CASE
            WHEN applied_revision < desired_revision AND behind_since IS NOT NULL THEN behind_since
            ELSE \(now)
        END
        """
    }

    private static func next(_ connection: any SQLConnection) throws(StoreError) -> Int64 {
        let counted = try connection.query(
            "UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value"
        )
        guard let revision = try counted.first?.integer("value") else { throw .damaged("the revision counter is gone") }
        return revision
    }
}
