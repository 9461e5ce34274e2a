public import GatewayDomain

extension Store {
    /// Remembers a router that is being set up; one that is remembered already keeps its password.
    ///
    /// It may be a device already, which is told another password or account: both lie here until it has been seen with them.
    ///
    /// - Parameters:
    ///   - device: the router as it will be: site, host, port and account count.
    ///   - password: the password for one that is new.
    ///   - renews: whether a new password replaces the one that is remembered.
    ///   - now: the time.
    /// - Returns: what is remembered.
    /// - Throws: ``StoreError/conflict(_:)`` when there is another device at that host and port, or one is being set up there for another site;
    ///   ``StoreError/notFound(kind:reference:)`` without such a site, ``StoreError/invalidValue(_:)``.
    public func beginDevice(
        _ device: Device,
        password: Secret,
        renews: Bool = false,
        now: Timestamp
    ) async throws(StoreError) -> PendingDevice {
        try Self.checked(device.validate)
        return try await write { [self] connection throws(StoreError) in
            try Self.checkSite(connection, device.site)
            let devices = try connection.query(
                "SELECT id FROM devices WHERE host = $1 AND port = $2 AND id <> $3",
                [device.host, device.port, device.id]
            )
            guard devices.isEmpty else { throw .conflict("there is a device at \(device.host):\(device.port) already") }
            let known = try pending(connection, host: device.host, port: device.port)
            if let known, known.site != device.site {
                throw .conflict(
                    "the router at \(device.host):\(device.port) is being set up for another site; "
                        + "forget that with gardengate device bootstrap --forget"
                )
            }
            if let known, known.user == device.user, !renews { return known }
            let id = known?.id ?? device.id
            try connection.query(
                """
                INSERT INTO pending_devices (id, site_id, host, port, user_name, sealed_password, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (host, port) DO UPDATE
                    SET user_name = excluded.user_name, sealed_password = excluded.sealed_password,
                        created_at = excluded.created_at
                """,
                [
                    id, device.site, device.host, device.port, device.user,
                    SQLValue.bytes(try sealing.seal(password, row: id.rawValue)), now,
                ]
            )
            guard let kept = try pending(connection, host: device.host, port: device.port) else {
                throw .damaged("a pending device is gone")
            }
            return kept
        }
    }

    /// The router that is being set up at an address.
    ///
    /// - Parameters:
    ///   - host: its name or address.
    ///   - port: its port.
    /// - Returns: nil when none is.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func pendingDevice(host: String, port: Int) async throws(StoreError) -> PendingDevice? {
        try await read { [self] connection throws(StoreError) in try pending(connection, host: host, port: port) }
    }

    /// Forgets a router that is being set up; what it was told stays on it.
    ///
    /// - Parameters:
    ///   - host: its name or address.
    ///   - port: its port.
    /// - Returns: whether there was one.
    /// - Throws: ``StoreError`` when the database cannot be written.
    @discardableResult
    public func forgetPendingDevice(host: String, port: Int) async throws(StoreError) -> Bool {
        try await write { connection throws(StoreError) in
            try !connection.query(
                "DELETE FROM pending_devices WHERE host = $1 AND port = $2 RETURNING id",
                [host, port]
            ).isEmpty
        }
    }

    private func pending(
        _ connection: any SQLConnection,
        host: String,
        port: Int
    ) throws(StoreError) -> PendingDevice? {
        try connection.query(
            "SELECT * FROM pending_devices WHERE host = $1 AND port = $2",
            [host, port]
        ) { row throws(StoreError) in
            try PendingDevice(row: row, sealing: sealing)
        }.first
    }
}
