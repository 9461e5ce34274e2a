public import GatewayDomain

extension Store {
    /// How long reasons for departures are told for everything, at least; see ``desiredState(for:scope:now:)``.
    static let departuresKept = Duration.seconds(30 * 86_400)

    /// What a device should hold.
    ///
    /// For names, every reason that the store knows is told, whatever its age. For everything, those since the device was
    /// last compared, and of 30 days at least: what left the portal before has left the device in the meantime, and the answer
    /// does not grow for ever. A device that was never compared is told every reason.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - scope: how much of it.
    ///   - now: the moment to tell it for.
    /// - Returns: the state, with passwords. The number of statements does not depend on the number of rows.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func desiredState(
        for device: Device.ID,
        scope: Scope,
        now: Timestamp
    ) async throws(StoreError) -> DesiredState {
        try await read { [gatewayID, sealing] connection throws(StoreError) in
            let rows = try connection.query(
                """
                SELECT s.*, d.allows_unsupported, d.reconciled_at FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                WHERE d.id = $1
                """,
                [device]
            )
            guard let row = rows.first else { throw .notFound(kind: .device, reference: device.rawValue) }
            let services = try connection.query(
                """
                SELECT v.* FROM services AS v JOIN instances AS i ON i.id = v.instance_id
                WHERE v.site_id = $1 AND v.ended_at IS NULL AND i.strategy = $2 ORDER BY v.position, v.instance_id
                """,
                [try row.text("id"), Instance.Strategy.coupon.rawValue]
            )
            guard let site = try Site.all([row], services: services).first else { throw .damaged("a site") }
            let reader = DesiredStateReader(
                connection: connection,
                gateway: gatewayID,
                sealing: sealing,
                site: site,
                scope: scope,
                now: now,
                departuresSince: try row.optionalTime("reconciled_at").map { min($0, now - Self.departuresKept) }
            )
            var state = try reader.state()
            state.isPaused = site.pausedAt != nil
            state.allowsUnsupported = try row.flag("allows_unsupported")
            return state
        }
    }
}

/// Fetches what a device should hold; what that is, the rules of the domain decide.
struct DesiredStateReader {
    let connection: any SQLConnection
    let gateway: GatewayID
    let sealing: SecretSealing
    let site: Site
    let scope: Scope
    let now: Timestamp
    /// From when on departures are told; nil for all.
    let departuresSince: Timestamp?

    func state() throws(StoreError) -> DesiredState {
        var state = DesiredState(gateway: gateway, scope: scope)
        let instances = try instances()
        let rateLimits = try addCoupons(to: &state, instances)
        for service in site.services {
            guard let instance = instances[service.instance] else { throw .damaged("a service without instance") }
            state.services.append(
                DesiredStateRules.service(
                    of: instance,
                    at: service,
                    gateway: gateway,
                    rateLimits: rateLimits[instance.id] ?? []
                )
            )
        }
        try addAccounts(to: &state)
        try addDisconnects(to: &state)
        state.users.sort { $0.name < $1.name }
        if scope == .everything { try addGarden(to: &state) }
        return state
    }

    private func instances() throws(StoreError) -> [Instance.ID: Instance] {
        let instances = try connection.query(
            """
            SELECT i.* FROM instances AS i JOIN services AS v ON v.instance_id = i.id
            WHERE v.site_id = $1 AND v.ended_at IS NULL
            """,
            [site.id],
            as: Instance.init(row:)
        )
        return Dictionary(instances.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The coupons that everything at the site `$1` is told with, of departures those since `$2`.
    ///
    /// Three lookups by index: one condition with OR would read every coupon that ever was, and so would the last one as a join, which
    /// begins at the service. Coupons of a service that ended lately are told, too: that is the reason for which they go.
    static let everything: SQL = {
        let told: SQL = "(v.ended_at IS NULL OR v.ended_at >= $2)"
        return """
            SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE c.id IN (
                SELECT k.id FROM services AS v JOIN coupons AS k ON k.instance_id = v.instance_id
                WHERE v.site_id = $1 AND \(told) AND k.expires_at > $2
                UNION
                SELECT k.id FROM services AS v JOIN coupons AS k ON k.instance_id = v.instance_id
                WHERE v.site_id = $1 AND \(told) AND k.revoked_at > $2
                UNION
                SELECT k.id FROM redemptions AS n JOIN coupons AS k ON k.id = n.coupon_id
                WHERE n.ends_at > $2 AND EXISTS (
                    SELECT 1 FROM services AS v WHERE v.site_id = $1 AND v.instance_id = k.instance_id AND \(told)
                )
            )
            """
    }()

    private func coupons() throws(StoreError) -> [Coupon] {
        switch scope {
        case .names(let names):
            let rows = try connection.query(
                """
                SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE c.code IN (SELECT r.name FROM \(rows: 1, ["name": .text]) AS r)
                """,
                [SQLRows(names) { [$0] }]
            )
            return try Coupon.all(connection, rows)
        case .everything:
            let rows = try connection.query(
                Self.everything,
                [site.id, departuresSince ?? Timestamp(milliseconds: .min)]
            )
            return try Coupon.all(connection, rows)
        }
    }

    /// Adds the users of coupons, and tells the speeds of their own that these have.
    private func addCoupons(
        to state: inout DesiredState,
        _ instances: [Instance.ID: Instance]
    ) throws(StoreError) -> [Instance.ID: Set<String>] {
        var rateLimits: [Instance.ID: Set<String>] = [:]
        for coupon in try coupons() {
            switch DesiredStateRules.placement(of: coupon, at: site, now: now) {
            case .present:
                guard let instance = instances[coupon.instance] else { throw .damaged("a coupon without instance") }
                let user = DesiredStateRules.user(for: coupon, instance: instance, gateway: gateway) {
                    sealing.passwordDigest(gateway: gateway, user: coupon.code, password: $0)
                }
                state.users.append(user)
                let ending = DesiredStateRules.ending(for: coupon, policy: instance.devicePolicy)
                state.endings[coupon.code] = ending.map { [$0] }
                if let rateLimit = coupon.rateLimit { rateLimits[coupon.instance, default: []].insert(rateLimit) }
            case .absent(let reason):
                state.departures[coupon.code] = reason
            }
        }
        return rateLimits
    }

    private func addAccounts(to state: inout DesiredState) throws(StoreError) {
        let names: Set<String> = if case .names(let names) = scope { names } else { [] }
        let rows = try connection.query(
            """
            SELECT * FROM hotspot_users
            WHERE site_id = $1 AND ($2 = 1 OR name IN (SELECT r.name FROM \(rows: 3, ["name": .text]) AS r))
            """,
            [site.id, scope == .everything, SQLRows(names) { [$0] }]
        )
        var present: Set<String> = []
        let served = Set(site.services.map(\.instance))
        for row in rows where try row.optionalTime("removed_at") == nil {
            let account = try HotspotUser(row: row, sealing: sealing)
            present.insert(account.name)
            // It stays in the portal, and is back on the routers as soon as its instance serves the site again.
            guard served.contains(account.instance) else {
                state.departures[account.name] = .notServedHere
                continue
            }
            let user = DesiredStateRules.user(for: account, gateway: gateway) {
                sealing.passwordDigest(gateway: gateway, user: account.name, password: $0)
            }
            state.users.append(user)
        }
        for row in rows {
            let name = try row.text("name")
            if !present.contains(name) { state.departures[name] = .deleted }
        }
    }

    /// Adds the guests whom somebody disconnected, until their sessions are known to have ended.
    private func addDisconnects(to state: inout DesiredState) throws(StoreError) {
        let names: Set<String> = if case .names(let names) = scope { names } else { [] }
        let rows = try connection.query(
            Self.disconnects,
            [site.id, scope == .everything, SQLRows(names) { [$0] }, now]
        )
        for row in rows {
            let ending = SessionEnding.disconnected(at: try row.time("disconnect_at"))
            state.endings[try row.text("user_name"), default: []].append(ending)
        }
    }

    /// The names at the site `$1`, all or those of `$3`, of which sessions have to end that still run at the time `$4`.
    static let disconnects: SQL = """
        SELECT user_name, MAX(disconnect_at) AS disconnect_at FROM guest_sessions
        WHERE site_id = $1 AND disconnect_at IS NOT NULL AND ended_at IS NULL AND expires_at > $4
            AND ($2 = 1 OR user_name IN (SELECT r.name FROM \(rows: 3, ["name": .text]) AS r))
        GROUP BY user_name
        """

    private func addGarden(to state: inout DesiredState) throws(StoreError) {
        let rows = try connection.query(
            "SELECT * FROM walled_garden WHERE site_id = $1 ORDER BY position, id",
            [site.id]
        )
        for row in rows {
            let entry = try WalledGardenEntry(row: row)
            guard try row.optionalTime("removed_at") == nil else {
                state.gardenDepartures.insert(entry.id)
                continue
            }
            do throws(PortalValueError) {
                state.garden.append(try entry.row())
            } catch {
                throw .invalidValue(error)
            }
        }
    }
}
