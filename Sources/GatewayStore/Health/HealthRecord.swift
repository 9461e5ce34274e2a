import GatewayDomain

/// The one place that writes down what holds for devices.
///
/// Whoever makes a condition true or false writes it in the same transaction. What does not change is not written: a look that finds a device
/// as it was costs one statement here, which reads.
enum HealthRecord {
    /// So many states of a device are kept.
    static let keptStateCount: Int64 = 50

    /// What is written down for some devices.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a transaction.
    ///   - devices: the devices.
    /// - Returns: what holds for each; a device for which nothing is written down is missing.
    /// - Throws: ``StoreError`` when the database cannot be read.
    static func known(
        _ connection: any SQLConnection,
        of devices: some Collection<Device.ID> & Sendable
    ) throws(StoreError) -> [Device.ID: [ConditionNote]] {
        var known: [Device.ID: [ConditionNote]] = [:]
        let rows = try connection.query(
            """
            SELECT c.* FROM device_conditions AS c JOIN \(rows: 1, ["id": .text]) AS r ON r.id = c.device_id
            """,
            [SQLRows(devices) { [$0] }]
        )
        for row in rows {
            // One that a later version knows, and this one does not, is left alone.
            guard let note = try ConditionNote(row: row) else { continue }
            known[try row.id("device_id"), default: []].append(note)
        }
        return known
    }

    /// Writes down what holds now, and the states that are new.
    ///
    /// Four statements at the most, whatever the number of devices; none where nothing changes.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that makes it true.
    ///   - changes: for each device what was written down and what holds now.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    static func keep(
        _ connection: any SQLConnection,
        _ changes: [Device.ID: (before: [ConditionNote], after: [ConditionNote])],
        now: Timestamp
    ) throws(StoreError) {
        var gone: [(Device.ID, DeviceCondition)] = []
        var found: [(Device.ID, ConditionNote)] = []
        var states: [(Device.ID, ConditionNote)] = []
        for (device, change) in changes {
            let after = Set(change.after.map(\.condition))
            gone += change.before.filter { !after.contains($0.condition) }.map { (device, $0.condition) }
            found += change.after.filter { !change.before.contains($0) }.map { (device, $0) }
            if let state = state(of: change.after), state.condition != self.state(of: change.before)?.condition {
                states.append((device, state))
            }
        }
        if !gone.isEmpty {
            try connection.query(
                """
                DELETE FROM device_conditions WHERE (device_id, condition) IN (
                    SELECT r.device_id, r.condition FROM \(rows: 1, ["device_id": .text, "condition": .text]) AS r
                )
                """,
                [SQLRows(gone) { [$0.0, $0.1.rawValue] }]
            )
        }
        if !found.isEmpty { try write(connection, found) }
        if !states.isEmpty { try remember(connection, states, now: now) }
    }

    /// The state among what is written down, as history and events tell it.
    static func state(of notes: [ConditionNote]) -> ConditionNote? {
        guard let state = notes.filter(\.condition.isState).max(by: { $0.condition < $1.condition }) else { return nil }
        return state.condition.isRemembered ? state : ConditionNote(.synced, since: state.since, why: "")
    }

    private static func write(
        _ connection: any SQLConnection,
        _ found: [(device: Device.ID, note: ConditionNote)]
    ) throws(StoreError) {
        let source: SQL = """
            \(rows: 1, [
                "device_id": .text, "condition": .text, "since": .int64, "why": .text, "remedy": .text,
            ])
            """
        try connection.query(
            """
            INSERT INTO device_conditions (device_id, condition, since, why, remedy)
            SELECT r.device_id, r.condition, r.since, r.why, r.remedy FROM \(source) AS r WHERE true
            ON CONFLICT (device_id, condition) DO UPDATE SET
                since = excluded.since, why = excluded.why, remedy = excluded.remedy
            """,
            [
                SQLRows(found) { device, note in
                    [device, note.condition.rawValue, note.since, note.why, note.remedy]
                }
            ]
        )
    }

    private static func remember(
        _ connection: any SQLConnection,
        _ states: [(device: Device.ID, note: ConditionNote)],
        now: Timestamp
    ) throws(StoreError) {
        let rows = SQLRows(states) { device, note in [device, note.condition.rawValue, note.why] }
        let source: SQL = "\(rows: 1, ["device_id": .text, "state": .text, "why": .text])"
        try connection.query(
            """
            INSERT INTO device_states (device_id, number, state, at, why)
            SELECT r.device_id, COALESCE((
                SELECT MAX(number) FROM device_states AS s WHERE s.device_id = r.device_id
            ), 0) + 1, r.state, $2, r.why FROM \(source) AS r
            """,
            [rows, now]
        )
        try connection.query(
            """
            DELETE FROM device_states WHERE device_id IN (SELECT r.device_id FROM \(source) AS r) AND number <= (
                SELECT MAX(number) FROM device_states AS s WHERE s.device_id = device_states.device_id
            ) - $2
            """,
            [rows, keptStateCount]
        )
    }
}

extension ConditionNote {
    /// Reads what is written down; nil for a condition that this version does not know.
    init?(row: SQLRow) throws(StoreError) {
        guard let condition = DeviceCondition(rawValue: try row.text("condition")) else { return nil }
        self.init(
            condition,
            since: try row.time("since"),
            why: try row.text("why"),
            remedy: try row.optionalText("remedy")
        )
    }
}
