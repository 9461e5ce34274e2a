public import GatewayDomain

/// Work that is to be done before its time.
extension Store {
    /// Has a router worked on now that waits for its next try, since it was heard from: what it missed must not wait for longer.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func tryAgain(_ device: Device.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query(
                """
                UPDATE devices SET retry_at = NULL
                WHERE id = $1 AND failing_since IS NOT NULL AND retry_at > $2 AND last_run_at <= $3
                """,
                [device, now, now - ReportingDevice.tryInterval]
            )
        }
    }

    /// Has a router looked at now whose connection was lost: until it is connected to, nobody hears of its guests.
    ///
    /// A router that drops every connection is looked at no more often than one that reports is tried, or than its regular look comes. One that waits for its next try
    /// goes on waiting; one that is worked on right now is looked at after that, whatever the run sets.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func lookSoon(at device: Device.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query(
                """
                UPDATE devices SET look_at = CASE
                    WHEN last_run_at > $3 AND COALESCE(leased_until, 0) <= $2 AND look_at < last_run_at + $2 - $3 THEN look_at
                    WHEN last_run_at > $3 THEN last_run_at + $2 - $3
                    ELSE $2
                END
                WHERE id = $1 AND failing_since IS NULL AND (look_at > $2 OR leased_until > $2)
                """,
                [device, now, now - ReportingDevice.tryInterval]
            )
        }
    }
}
