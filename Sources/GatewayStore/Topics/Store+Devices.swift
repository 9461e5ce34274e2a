public import GatewayDomain

extension Store {
    /// Adds a device to a site; it is compared in full at once.
    ///
    /// - Parameters:
    ///   - device: the device; its id is drawn with ``newID(of:)``. Host and port together occur once.
    ///   - password: the password of its API account; kept sealed.
    /// - Throws: ``StoreError/conflict(_:)`` when there is a device at that host and port, ``StoreError/notFound(kind:reference:)``
    ///   without such a site, ``StoreError/invalidValue(_:)``.
    public func addDevice(_ device: Device, password: Secret) async throws(StoreError) {
        try Self.checked(device.validate)
        let sealed = try sealing.seal(password, row: device.id.rawValue)
        try await write { connection throws(StoreError) in
            try Self.checkSite(connection, device.site)
            let inserted = try connection.query(
                """
                INSERT INTO devices (
                    id, site_id, host, port, user_name, sealed_password, trust, allows_unsupported, created_at,
                    syslog_source, desired_revision, applied_revision, failure_count
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0)
                ON CONFLICT (host, port) DO NOTHING RETURNING id
                """,
                [
                    device.id, device.site, device.host, device.port, device.user, SQLValue.bytes(sealed),
                    device.trust.text, device.allowsUnsupported, device.createdAt,
                    device.syslogSource?.description,
                ]
            )
            guard !inserted.isEmpty else {
                throw .conflict(
                    "there is a device at \(device.host):\(device.port) already; remove it first, or give another port"
                )
            }
            // It is set up.
            try connection.query(
                "DELETE FROM pending_devices WHERE host = $1 AND port = $2",
                [device.host, device.port]
            )
            try Self.forgetTunnelKey(connection, at: device.host)
            try Self.noteStanding(connection, at: device.site, device: device.id, now: device.createdAt)
            try Revisions.raise(connection, [Change(.device(device.id), name: nil)], now: device.createdAt)
        }
    }

    /// The devices of a site, by host.
    ///
    /// - Parameter site: the site.
    /// - Returns: its devices.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func devices(at site: Site.ID) async throws(StoreError) -> [Device] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM devices WHERE site_id = $1 ORDER BY host, port",
                [site],
                as: Device.init(row:)
            )
        }
    }

    /// Every device, by host.
    public func allDevices() async throws(StoreError) -> [Device] {
        try await read { connection throws(StoreError) in
            try connection.query("SELECT * FROM devices ORDER BY host, port", as: Device.init(row:))
        }
    }

    /// Which devices there are, for whoever asks every few seconds: nothing but an index is read.
    ///
    /// - Returns: the ids of all devices.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func deviceIDs() async throws(StoreError) -> Set<Device.ID> {
        try await read { connection throws(StoreError) in
            Set(
                try connection.query(Self.deviceIDs) { row throws(StoreError) in
                    try row.id("id", of: Device.self)
                }
            )
        }
    }

    static let deviceIDs: SQL = "SELECT id FROM devices"

    /// One device.
    ///
    /// - Parameter reference: its id, its `host:port`, or its host when only one device has that.
    /// - Returns: the device.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/ambiguous(kind:name:count:)``.
    public func device(_ reference: String) async throws(StoreError) -> Device {
        let parts = reference.split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count > 1 ? parts.last.flatMap { Int64($0) } : nil
        let host = port == nil ? reference : parts.dropLast().joined(separator: ":")
        return try await read { connection throws(StoreError) in
            let found = try connection.query(
                """
                SELECT * FROM devices WHERE id = $1 OR host = $2 OR (host = $3 AND port = $4) ORDER BY host, port
                """,
                [reference.lowercased(), reference, host, port],
                as: Device.init(row:)
            )
            return try Self.only(found, kind: .device, reference: reference) { $0.id.rawValue }
        }
    }

    /// One device of a site.
    ///
    /// - Parameters:
    ///   - id: the device.
    ///   - site: the site.
    /// - Returns: the device.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such device.
    public func device(_ id: Device.ID, at site: Site.ID) async throws(StoreError) -> Device {
        try await read { connection throws(StoreError) in try Self.device(id, at: site, connection) }
    }

    /// Forgets a device with its runs.
    ///
    /// What it reported stays on record; what it holds stays on it. Its end of the tunnel goes, too.
    ///
    /// - Parameter device: the device.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func removeDevice(_ device: Device.ID) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let removed = try connection.query("DELETE FROM devices WHERE id = $1 RETURNING host", [device])
            guard let row = removed.first else { throw .notFound(kind: .device, reference: device.rawValue) }
            // Who was reached through a tunnel dials no more.
            try Self.removeTunnelRouter(connection, at: try row.text("host"))
            // Nor is it being set up.
            try connection.query("DELETE FROM pending_devices WHERE id = $1", [device])
            // Nobody will ever tell when they ended.
            try connection.query(
                "UPDATE guest_sessions SET ended_at = last_seen_at WHERE device_id = $1 AND ended_at IS NULL",
                [device]
            )
        }
    }

    /// Changes how a device is recognised; it is tried again at once.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - trust: how it is recognised from now on.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func setTrust(
        of device: Device.ID,
        to trust: DeviceTrust,
        now: Timestamp
    ) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let updated = try connection.query(
                "UPDATE devices SET trust = $2, retry_at = NULL WHERE id = $1 RETURNING site_id",
                [device, trust.text]
            )
            guard let row = updated.first else { throw .notFound(kind: .device, reference: device.rawValue) }
            let site = try row.id("site_id", of: Site.self)
            try Self.noteStanding(connection, at: site, device: device, isTrustNew: true, now: now)
            try Revisions.raise(connection, [Change(.device(device), name: nil)], now: now)
        }
    }

    /// Changes how a device is reached; it is tried again at once.
    ///
    /// - Parameters:
    ///   - device: the device with its new host, port, user, trust, support and syslog source; its id and site tell which one it is and stay.
    ///   - password: the new password of its API account, or nil for the one that it has.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)``, ``StoreError/conflict(_:)`` when another device is at that host and port,
    ///   ``StoreError/invalidValue(_:)``.
    public func updateDevice(_ device: Device, password: Secret?, now: Timestamp) async throws(StoreError) {
        let sealed = try sealed(password, for: device.id)
        try await write { connection throws(StoreError) in
            try Self.replace(connection, device, sealedPassword: sealed, now: now)
        }
    }

    /// Changes something of how a device is reached, and leaves the rest as it is in the database at that moment.
    ///
    /// Two that change different things at once both get what they asked for: the new password of one never goes to the old host of
    /// the other.
    ///
    /// - Parameters:
    ///   - id: the device.
    ///   - site: its site.
    ///   - password: the new password of its API account, or nil for the one that it has.
    ///   - now: the time.
    ///   - change: changes the device as it is; its id, its site and when it was added stay.
    /// - Returns: the device as it is from now on.
    /// - Throws: as ``updateDevice(_:password:now:)``.
    public func updateDevice(
        _ id: Device.ID,
        at site: Site.ID,
        password: Secret?,
        now: Timestamp,
        change: @escaping @Sendable (inout Device) -> Void
    ) async throws(StoreError) -> Device {
        let sealed = try sealed(password, for: id)
        return try await write { connection throws(StoreError) in
            let before = try Self.device(id, at: site, connection)
            var device = before
            change(&device)
            (device.id, device.site, device.createdAt) = (before.id, before.site, before.createdAt)
            try Self.replace(connection, device, sealedPassword: sealed, now: now)
            return device
        }
    }

    private func sealed(_ password: Secret?, for device: Device.ID) throws(StoreError) -> [UInt8]? {
        guard let password else { return nil }
        return try sealing.seal(password, row: device.rawValue)
    }

    private static func device(
        _ id: Device.ID,
        at site: Site.ID,
        _ connection: any SQLConnection
    ) throws(StoreError) -> Device {
        let found = try connection.query(
            "SELECT * FROM devices WHERE id = $1 AND site_id = $2",
            [id, site],
            as: Device.init(row:)
        )
        guard let device = found.first else { throw .notFound(kind: .device, reference: id.rawValue) }
        return device
    }

    private static func replace(
        _ connection: any SQLConnection,
        _ device: Device,
        sealedPassword sealed: [UInt8]?,
        now: Timestamp
    ) throws(StoreError) {
        try checked(device.validate)
        let others = try connection.query(
            "SELECT id FROM devices WHERE host = $2 AND port = $3 AND id <> $1",
            [device.id, device.host, device.port]
        )
        let before = try connection.query("SELECT trust FROM devices WHERE id = $1", [device.id])
        guard others.isEmpty else {
            throw .conflict(
                "there is another device at \(device.host):\(device.port) already; remove that one first"
            )
        }
        let updated = try connection.query(
            """
            UPDATE devices SET host = $2, port = $3, user_name = $4, trust = $5, allows_unsupported = $6,
                sealed_password = COALESCE($7, sealed_password), syslog_source = $8, retry_at = NULL
            WHERE id = $1 RETURNING id
            """,
            [
                device.id, device.host, device.port, device.user, device.trust.text, device.allowsUnsupported,
                sealed.map { SQLValue.bytes($0) } ?? SQLValue.null, device.syslogSource?.description,
            ]
        )
        guard !updated.isEmpty else { throw .notFound(kind: .device, reference: device.id.rawValue) }
        if sealed != nil {
            // What it was to be told is true now, or another password is.
            try connection.query(
                "DELETE FROM pending_devices WHERE host = $1 AND port = $2",
                [device.host, device.port]
            )
        }
        try forgetTunnelKey(connection, at: device.host)
        let isTrustNew = try before.first?.text("trust") != device.trust.text
        try noteStanding(connection, at: device.site, device: device.id, isTrustNew: isTrustNew, now: now)
        try Revisions.raise(connection, [Change(.device(device.id), name: nil)], now: now)
    }

    /// The password of a device's API account.
    ///
    /// - Parameter device: the device.
    /// - Returns: the password.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func password(of device: Device.ID) async throws(StoreError) -> Secret {
        let sealed = try await read { connection throws(StoreError) in
            let rows = try connection.query("SELECT sealed_password FROM devices WHERE id = $1", [device])
            guard let row = rows.first else { throw .notFound(kind: .device, reference: device.rawValue) }
            return try row.bytes("sealed_password")
        }
        return try sealing.open(sealed, row: device.rawValue)
    }
}

extension Device {
    init(row: SQLRow) throws(StoreError) {
        let text = try row.text("trust")
        guard let trust = DeviceTrust(text: text) else { throw .damaged("trust \"\(text)\"") }
        self.init(
            id: try row.id("id"),
            site: try row.id("site_id"),
            host: try row.text("host"),
            port: Int(try row.integer("port")),
            user: try row.text("user_name"),
            trust: trust,
            createdAt: try row.time("created_at")
        )
        allowsUnsupported = try row.flag("allows_unsupported")
        syslogSource = try row.optionalText("syslog_source").flatMap { IPAddress($0) }
    }
}
