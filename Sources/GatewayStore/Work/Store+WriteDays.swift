public import GatewayDomain

extension Store {
    /// Counts rows that were written to a device, so that a restart does not forget them.
    ///
    /// A run that is short tells it when it finishes (``finish(_:run:followUp:identity:rowsWritten:now:)``).
    ///
    /// - Parameters:
    ///   - rows: how many.
    ///   - device: to which device; nothing happens when it is gone.
    ///   - now: the time, which decides on which day they count.
    /// - Throws: when nothing can be written.
    public func noteWrites(_ rows: Int, to device: Device.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET \(Self.countedWrites(day: "$2", rows: "$3")) WHERE id = $1",
                [device, WriteDay.number(of: now), rows]
            )
        }
    }

    /// What counts rows of a day in `devices`; where it is another day than the one that is counted, counting begins anew.
    static func countedWrites(day: SQL, rows: SQL) -> SQL {
        """
        write_day_rows = CASE WHEN \(rows) = 0 OR write_day = \(day) THEN write_day_rows + \(rows) ELSE \(rows) END,
        write_day = CASE WHEN \(rows) = 0 THEN write_day ELSE \(day) END
        """
    }
}

extension WriteDay {
    /// The present day of a device, from its row.
    init(row: SQLRow, at now: Timestamp) throws(StoreError) {
        let isToday = try row.integer("write_day") == WriteDay.number(of: now)
        self.init(rows: isToday ? Int(try row.integer("write_day_rows")) : 0, at: now)
    }
}
