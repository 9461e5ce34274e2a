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
    ///   - clock: what is known of the time: what ends by time ends by its earliest moment. Default: `now`, which is believed.
    /// - Returns: the state, with passwords. The number of statements does not depend on the number of rows.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a device.
    public func desiredState(
        for device: Device.ID,
        scope: Scope,
        now: Timestamp,
        clock: ClockReading? = nil
    ) async throws(StoreError) -> DesiredState {
        try await read { [gatewayID, sealing] connection throws(StoreError) in
            let rows = try connection.query(
                """
                SELECT s.*, d.allows_unsupported, d.reconciled_at, d.write_day, d.write_day_rows, t.generation, t.ends_at AS token_ends_at,
                    t.last_used_at AS token_used_at, g.url, g.authority, g.changed_at AS endpoint_changed_at,
                    CASE WHEN EXISTS (SELECT 1 FROM takeovers AS o WHERE o.device_id = d.id) THEN 1 ELSE 0 END AS takes_over
                FROM devices AS d JOIN sites AS s ON s.id = d.site_id LEFT JOIN gateway_endpoint AS g ON g.slot = 1
                LEFT JOIN device_tokens AS t ON t.device_id = d.id AND t.generation = (
                    SELECT MAX(generation) FROM device_tokens WHERE device_id = d.id
                )
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
                endsBy: clock?.earliest ?? now,
                departuresSince: try row.optionalTime("reconciled_at").map {
                    // By the earliest moment, too: what has not ended by it is told as being there.
                    min($0, (clock?.earliest ?? now) - Self.departuresKept)
                }
            )
            var state = try reader.state()
            let takeovers = try row.flag("takes_over") ? reader.takeovers(on: device) : []
            for index in state.users.indices where takeovers.contains(state.users[index].name) {
                state.users[index].takesOver = true
            }
            state.scripts = try reader.scripts(of: device, row)
            state.isPaused = site.pausedAt != nil
            state.allowsUnsupported = try row.flag("allows_unsupported")
            state.writes = try WriteDay(row: row, at: now)
            state.window = site.windows.state(at: now)
            state.clockDoubt = clock?.doubt
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
    /// What is to end by time has ended when it was to end by this moment.
    let endsBy: Timestamp
    /// From when on departures are told; nil for all.
    let departuresSince: Timestamp?

    func state() throws(StoreError) -> DesiredState {
        var state = DesiredState(gateway: gateway, scope: scope)
        let instances = try instances()
        let traits = try addCoupons(to: &state, instances)
        for service in site.services {
            guard let instance = instances[service.instance] else { throw .damaged("a service without instance") }
            state.services.append(
                DesiredStateRules.service(
                    of: instance,
                    at: service,
                    gateway: gateway,
                    rateLimits: traits.rateLimits[instance.id] ?? []
                )
            )
        }
        try addAccounts(to: &state)
        if scope == .everything { addLoginPages(to: &state, instances, adopted: traits.adopted) }
        try addDisconnects(to: &state)
        state.users.sort { $0.name < $1.name }
        if scope == .everything { try addGarden(to: &state) }
        return state
    }

    private func instances() throws(StoreError) -> [Instance.ID: Instance] {
        let instances = try connection.query(
            """
            SELECT i.*, \(Rollouts.columns) FROM services AS v JOIN instances AS i ON i.id = v.instance_id
            \(Rollouts.join)
            WHERE v.site_id = $1 AND v.ended_at IS NULL
            """,
            [site.id],
            as: Instance.init(atSite:)
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
                WHERE c.code IN (SELECT r.code FROM \(rows: 1, ["code": .text]) AS r)
                """,
                [SQLRows(names) { [CouponCode.matching($0)] }]
            )
            return try Coupon.all(connection, rows).filter { names.contains($0.userName) }
        case .everything:
            let rows = try connection.query(
                Self.everything,
                [site.id, departuresSince ?? Timestamp(milliseconds: .min)]
            )
            return try Coupon.all(connection, rows)
        }
    }

    /// What the coupons that should be there ask for beside their users.
    private struct CouponTraits {
        /// Speeds of their own.
        var rateLimits: [Instance.ID: Set<String>] = [:]
        /// Instances with vouchers of another tool.
        var adopted: Set<Instance.ID> = []
    }

    /// Adds the users of coupons.
    private func addCoupons(
        to state: inout DesiredState,
        _ instances: [Instance.ID: Instance]
    ) throws(StoreError) -> CouponTraits {
        var traits = CouponTraits()
        let coupons = try coupons()
        // A code never comes back, so every session of its name is its own.
        let limited = coupons.filter { $0.uptimeSecondsMaximum != nil }
        let used = try usedSeconds(limited.map { (name: $0.userName, since: Timestamp(milliseconds: 0)) })
        for coupon in coupons {
            switch DesiredStateRules.placement(of: coupon, at: site, now: endsBy) {
            case .present:
                guard let instance = instances[coupon.instance] else { throw .damaged("a coupon without instance") }
                var user = DesiredStateRules.user(for: coupon, instance: instance, gateway: gateway) {
                    sealing.passwordDigest(gateway: gateway, user: coupon.userName, password: $0)
                }
                user.uptimeSecondsUsed += used[coupon.userName] ?? 0
                state.users.append(user)
                let ending = DesiredStateRules.ending(for: coupon, policy: instance.devicePolicy)
                state.endings[coupon.userName] = ending.map { [$0] }
                if let rateLimit = coupon.rateLimit {
                    traits.rateLimits[coupon.instance, default: []].insert(rateLimit)
                }
                if coupon.adoptedAt != nil { traits.adopted.insert(coupon.instance) }
            case .absent(let reason):
                state.departures[coupon.userName] = reason
            }
        }
        return traits
    }

    /// Adds the login pages that somebody asked for.
    private func addLoginPages(
        to state: inout DesiredState,
        _ instances: [Instance.ID: Instance],
        adopted: Set<Instance.ID>
    ) {
        for (index, service) in site.services.enumerated() {
            guard let instance = instances[service.instance] else { continue }
            let hasAccounts = state.users.contains { user in
                user.kind == .account && (user.server == .all || user.server == .serving(instance.id))
            }
            state.services[index].loginPage = DesiredStateRules.loginPage(
                of: instance,
                at: service,
                // What was taken over may have a password of its own, and small letters.
                hasAccounts: hasAccounts || adopted.contains(instance.id),
                gateway: gateway
            )
        }
    }

    /// Adds the guests whom somebody disconnected, until their sessions are known to have ended.
    private func addDisconnects(to state: inout DesiredState) throws(StoreError) {
        let names: Set<String> = if case .names(let names) = scope { names } else { [] }
        let rows = try connection.query(
            Self.disconnects,
            [site.id, scope == .everything, SQLRows(names) { [$0] }, endsBy]
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
