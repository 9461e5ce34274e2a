import GatewayDomain

extension Store {
    /// Tells that a device cannot be reached any more, or again, when the run that just ended is the one that says so.
    ///
    /// No statement unless there is something to tell.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that finishes the run.
    ///   - device: the device.
    ///   - row: its `failure_count`, `failing_since` and `unreachable_at` after the run.
    ///   - failure: why the run failed, if it did.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    func tellReach(
        _ connection: any SQLConnection,
        of device: Device,
        _ row: SQLRow,
        failure: String?,
        now: Timestamp
    ) throws(StoreError) {
        let message = DeviceReach.message(
            failureCount: Int(try row.integer("failure_count")),
            failingSince: try row.optionalTime("failing_since"),
            toldAt: try row.optionalTime("unreachable_at"),
            now: now
        )
        guard let message else { return }
        let event: GatewayEvent
        let toldAt: Timestamp?
        switch message {
        case .unreachable(let since):
            event = GatewayEvent(unreachable: device, since: since, failure: failure, at: now)
            toldAt = now
        case .recovered(let since):
            event = GatewayEvent(recovered: device, unreachableSince: since, at: now)
            toldAt = nil
        }
        try connection.query("UPDATE devices SET unreachable_at = $2 WHERE id = $1", [device.id, toldAt])
        try Outbox.append(connection, [event], now: now, newID: newEventID)
    }
}
