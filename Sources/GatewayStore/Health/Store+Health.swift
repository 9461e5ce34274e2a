public import GatewayDomain

extension Store {
    /// Writes down what holds for a device after a run, and tells of a state that has lasted.
    ///
    /// One statement that reads, and no other unless something changed.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that finishes the run.
    ///   - run: what came of the run.
    ///   - work: the claimed device.
    ///   - row: the device's row after the run, with the name of its site and whether that is paused.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    func noteHealth(
        _ connection: any SQLConnection,
        after run: SyncRun,
        of work: DeviceWork,
        _ row: SQLRow,
        now: Timestamp
    ) throws(StoreError) {
        var run = run
        run.compared = run.compared ?? work.scope
        let device = work.device
        let before = try HealthRecord.known(connection, of: [device.id])[device.id] ?? []
        let trust = DeviceTrust(text: try row.text("trust")) ?? device.trust
        let standing = HealthRules.Standing(
            trust: trust,
            isPaused: try row.optionalTime("site_paused_at") != nil,
            wasCompared: try row.optionalTime("reconciled_at") != nil
        )
        let after: [ConditionNote]
        if run.outcome == .failed, trust != device.trust {
            // It was tried with a trust that is no longer asked for: the next run tells.
            after = HealthRules.conditions(standing, isTrustNew: true, known: before, now: now)
        } else {
            after = HealthRules.conditions(after: run, standing, known: before, now: now)
        }
        try HealthRecord.keep(connection, [device.id: (before, after)], now: now)
        guard let state = HealthRecord.state(of: after) else { return }
        let told: DeviceCondition? = try row.optionalChoice("told_state")
        let toldAt = try row.optionalTime("told_state_at")
        guard StateTelling.isDue(state, told: told, toldAt: toldAt, now: now) else { return }
        let health = DeviceHealth(
            after,
            DeviceHealth.Circumstances(
                device: device,
                siteName: try row.text("site_name"),
                lastSuccessAt: nil,
                isBehind: false
            )
        )
        try connection.query(
            "UPDATE devices SET told_state = $2, told_state_at = $3 WHERE id = $1",
            [device.id, state.condition.rawValue, now]
        )
        let event = GatewayEvent(state: health, of: device, before: told, at: now)
        try Outbox.append(connection, [event], now: now, newID: newEventID)
    }

    /// Writes down what holds for devices after somebody changed them or their site.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that changed them.
    ///   - site: whose devices.
    ///   - device: which of them; nil for all.
    ///   - isTrustNew: whether they are recognised in another way from now on.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    static func noteStanding(
        _ connection: any SQLConnection,
        at site: Site.ID,
        device: Device.ID? = nil,
        isTrustNew: Bool = false,
        now: Timestamp
    ) throws(StoreError) {
        let rows = try connection.query(
            """
            SELECT d.id, d.trust, d.reconciled_at, s.paused_at FROM devices AS d JOIN sites AS s ON s.id = d.site_id
            WHERE d.site_id = $1 AND ($2 IS NULL OR d.id = $2)
            """,
            [site, device]
        )
        var standings: [Device.ID: HealthRules.Standing] = [:]
        for row in rows {
            let text = try row.text("trust")
            guard let trust = DeviceTrust(text: text) else { throw .damaged("trust \"\(text)\"") }
            standings[try row.id("id")] = HealthRules.Standing(
                trust: trust,
                isPaused: try row.optionalTime("paused_at") != nil,
                wasCompared: try row.optionalTime("reconciled_at") != nil
            )
        }
        let known = try HealthRecord.known(connection, of: standings.keys)
        var changes: [Device.ID: (before: [ConditionNote], after: [ConditionNote])] = [:]
        for (id, standing) in standings {
            let before = known[id] ?? []
            let after = HealthRules.conditions(standing, isTrustNew: isTrustNew, known: before, now: now)
            changes[id] = (before, after)
        }
        try HealthRecord.keep(connection, changes, now: now)
    }

    /// The states that a device went through, newest first.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - limit: how many at most. Default: all that are kept, 50.
    /// - Returns: the states, each with when it began and why.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func states(of device: Device.ID, limit: Int = 50) async throws(StoreError) -> [DeviceStateChange] {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(
                "SELECT * FROM device_states WHERE device_id = $1 ORDER BY number DESC LIMIT $2",
                [device, limit]
            )
            var changes: [DeviceStateChange] = []
            for row in rows {
                guard let state = DeviceCondition(rawValue: try row.text("state")) else { continue }
                changes.append(DeviceStateChange(state: state, at: try row.time("at"), why: try row.text("why")))
            }
            return changes
        }
    }
}
