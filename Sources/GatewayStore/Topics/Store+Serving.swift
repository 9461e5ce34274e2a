public import GatewayDomain

extension Store {
    /// Becomes the one process that serves this database.
    ///
    /// A process of the same machine that no longer exists loses its lease, and its leases of devices, at once, so that a
    /// gateway that crashed can be started again; one of another machine when its lease has run out. Every device is due for a look, but
    /// for those that are left alone for a while after a failure: a new process is connected to none, and hears of no guest before.
    ///
    /// - Parameters:
    ///   - holder: this process.
    ///   - now: the time.
    ///   - duration: how long the lease lasts unless it is renewed. Default: 15 s.
    /// - Throws: ``StoreError/conflict(_:)`` that names the process that serves it already.
    public func acquireServeLease(
        _ holder: LeaseHolder,
        now: Timestamp,
        for duration: Duration = .seconds(15)
    ) async throws(StoreError) {
        // No lease lasts for longer than this: the clock was set back since. Whoever lives renews it meanwhile; whoever was killed on another
        // machine would else keep everybody out until the clock is there again.
        let end = now + duration
        try await write { connection throws(StoreError) in
            try connection.query("UPDATE serve_lease SET leased_until = $1 WHERE leased_until > $1", [end])
        }
        try await write { connection throws(StoreError) in
            let before = try Self.serveLease(connection)
            if before?.holder != holder {
                try connection.query("UPDATE devices SET look_at = $1 WHERE look_at > $1", [now])
            }
            if let (current, until) = before, current != holder {
                guard current.isGone(seenBy: holder) || until <= now else { throw Self.alreadyServed(by: current) }
                if current.isGone(seenBy: holder) {
                    try connection.query(
                        "UPDATE devices SET leased_by = NULL, leased_until = NULL WHERE leased_by = $1",
                        [current.text]
                    )
                }
            }
            try connection.query(
                """
                INSERT INTO serve_lease (slot, holder, leased_until) VALUES (1, $1, $2)
                ON CONFLICT (slot) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
                """,
                [holder.text, now + duration]
            )
        }
    }

    /// Keeps the lease of the serving process.
    ///
    /// - Parameters:
    ///   - holder: this process.
    ///   - now: the time.
    ///   - duration: how long the lease lasts from now on. Default: 15 s.
    /// - Throws: ``StoreError/conflict(_:)`` when another process took it over: this one has to stop.
    public func renewServeLease(
        _ holder: LeaseHolder,
        now: Timestamp,
        for duration: Duration = .seconds(15)
    ) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let renewed = try connection.query(
                "UPDATE serve_lease SET leased_until = $2 WHERE holder = $1 RETURNING slot",
                [holder.text, now + duration]
            )
            guard renewed.isEmpty else { return }
            if let (current, _) = try Self.serveLease(connection) {
                throw .conflict(
                    "\(current) took over this database while this process stood still; it goes on there, and this one ends"
                )
            }
            throw .conflict("this process no longer serves the database; start it again")
        }
    }

    /// Gives the lease of the serving process back; without effect when another process holds it.
    ///
    /// - Parameter holder: this process.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func releaseServeLease(_ holder: LeaseHolder) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query("DELETE FROM serve_lease WHERE holder = $1", [holder.text])
        }
    }

    /// The process that serves this database.
    ///
    /// - Parameter now: the time.
    /// - Returns: nil when none does: also when the one that did no longer exists, or let its lease run out.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func currentServer(now: Timestamp) async throws(StoreError) -> LeaseHolder? {
        try await read { connection throws(StoreError) in
            guard let (holder, until) = try Self.serveLease(connection), until > now else { return nil }
            return holder.isGone(seenBy: .currentProcess()) && !holder.isThisProcess ? nil : holder
        }
    }

    private static func serveLease(
        _ connection: any SQLConnection
    ) throws(StoreError) -> (holder: LeaseHolder, until: Timestamp)? {
        guard let row = try connection.query("SELECT holder, leased_until FROM serve_lease").first else { return nil }
        return (holder: try LeaseHolder(text: row.text("holder")), until: try row.time("leased_until"))
    }

    private static func alreadyServed(by holder: LeaseHolder) -> StoreError {
        .conflict(
            "\(holder) serves this database already; stop it first, stand by with serve --wait, or use another database"
        )
    }
}
