import GatewayDomain

/// A device that has to be looked at, and why: the row that a claim starts from.
struct Claim: Sendable {
    var device: Device
    var reason: WorkUrgency
    var isPaused: Bool
    var desiredRevision: Int64
    var appliedRevision: Int64
    var failureCount: Int
    var auditAt: Timestamp?
    var request: PushRequest.ID?
    var mode: SyncRun.Mode
    var decisions: PushDecisions
    var hasNames: Bool
    var isAhead: Bool

    init(row: SQLRow) throws(StoreError) {
        device = try Device(row: row)
        guard let reason = WorkUrgency(rawValue: try row.integer("reason")) else { throw .damaged("reason of a claim") }
        hasNames = try row.flag("has_names")
        isAhead = try row.flag("is_ahead")
        self.reason = isAhead ? .changedNames : reason
        isPaused = try row.optionalTime("paused_at") != nil
        desiredRevision = try row.integer("desired_revision")
        appliedRevision = try row.integer("applied_revision")
        failureCount = Int(try row.integer("failure_count"))
        auditAt = try row.optionalTime("audit_at")
        request = isAhead ? nil : try row.optionalID("request_id")
        mode = request == nil ? .push : try row.choice("mode")
        decisions = PushDecisions()
        if request != nil {
            decisions.confirmedPlan = try row.optionalText("confirmed_digest").map { PlanDigest($0) }
            decisions.adoptedNames = try PushRequest.names(in: row.text("adopted_names"))
            decisions.ignoresWindow = try row.flag("ignores_window")
        }
    }

    var needsNames: Bool { hasNames || reason == .dueNames }

    /// What to compare, by device: the names that changed and those that fall due, or everything when these are too many.
    ///
    /// With it, the devices that are asked about names.
    ///
    /// No more rows are read for a device than tell that they are too many. A device that is claimed because names fall due
    /// may have missed a change of everything: its changes are left for the next claim.
    static func scopes(
        _ connection: any SQLConnection,
        _ claims: [Claim],
        now: Timestamp
    ) throws(StoreError) -> (scopes: [Device.ID: Scope], asked: Set<Device.ID>) {
        guard !claims.isEmpty else { return ([:], []) }
        let source: SQL = "\(rows: 1, ["id": .text, "is_changed": .int64])"
        let rows = try connection.query(
            """
            WITH claimed AS MATERIALIZED (
                SELECT d.*, r.is_changed, CASE WHEN (
                    SELECT COUNT(*) FROM (
                        SELECT c.id FROM services AS v JOIN coupons AS c ON c.instance_id = v.instance_id
                            AND c.expires_at > d.reconciled_at AND c.expires_at <= $2
                        WHERE v.site_id = d.site_id AND v.ended_at IS NULL LIMIT $3
                    ) AS expired
                ) = $3 THEN 1 ELSE 0 END AS is_wide
                FROM devices AS d JOIN \(source) AS r ON r.id = d.id
            )
            SELECT d.id AS device_id, NULL AS name, 0 AS is_asked FROM claimed AS d WHERE d.is_wide = 1
            UNION
            SELECT d.id, c.name, 1 FROM claimed AS d
            JOIN changes AS c ON c.device_id = d.id AND c.revision > d.applied_revision
            WHERE d.is_wide = 0 AND d.is_changed = 1
            UNION
            SELECT d.id, c.name, 0 FROM claimed AS d
            JOIN changes AS c ON c.site_id = d.site_id AND c.revision > d.applied_revision
            WHERE d.is_wide = 0 AND d.is_changed = 1
            UNION
            SELECT d.id, c.name, 0 FROM claimed AS d
            JOIN services AS v ON v.site_id = d.site_id AND v.ended_at IS NULL
            JOIN changes AS c ON c.instance_id = v.instance_id AND c.revision > d.applied_revision
            WHERE d.is_wide = 0 AND d.is_changed = 1
            UNION
            SELECT d.id, COALESCE(c.spelling, c.code), 0 FROM claimed AS d
            JOIN services AS v ON v.site_id = d.site_id AND v.ended_at IS NULL
            JOIN coupons AS c ON c.instance_id = v.instance_id
                AND c.expires_at > d.reconciled_at AND c.expires_at <= $2
            LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE d.is_wide = 0 AND e.coupon_id IS NULL AND c.revoked_at IS NULL AND \(Coupon.validAtService)
            UNION
            SELECT d.id, COALESCE(c.spelling, c.code), 0 FROM claimed AS d
            JOIN redemptions AS e ON e.site_id = d.site_id AND e.ends_at > d.reconciled_at AND e.ends_at <= $2
            JOIN coupons AS c ON c.id = e.coupon_id
            WHERE d.is_wide = 0
            """,
            [SQLRows(claims) { [$0.device.id, $0.hasNames] }, now, Scope.namesMaximum + 1]
        )
        var names: [Device.ID: Set<String>] = [:]
        var wide: Set<Device.ID> = []
        // A name that is one device's business was told by somebody who speaks for that device and may be anybody.
        var asked: Set<Device.ID> = []
        for row in rows {
            let device = try row.id("device_id", of: Device.self)
            if let name = try row.optionalText("name") {
                names[device, default: []].insert(name)
                if try row.flag("is_asked") { asked.insert(device) }
            } else {
                wide.insert(device)
            }
        }
        var scopes = names.mapValues { Scope.names([]).union(.names($0)) }
        for device in wide { scopes[device] = .everything }
        return (scopes, asked)
    }

    /// The names of the next changes of a device behind a position, those of ``Scope/namesMaximum`` changes at most.
    static func changedNames(
        _ connection: any SQLConnection,
        device: Device.ID,
        behind position: ChangePosition
    ) throws(StoreError) -> (names: Set<String>, position: ChangePosition) {
        let rows = try connection.query(
            """
            SELECT revision, position, name FROM (
                SELECT c.* FROM changes AS c WHERE c.device_id = $1 AND c.revision >= $2
                UNION ALL
                SELECT c.* FROM devices AS d JOIN changes AS c ON c.site_id = d.site_id AND c.revision >= $2
                WHERE d.id = $1
                UNION ALL
                SELECT c.* FROM devices AS d JOIN services AS v ON v.site_id = d.site_id AND v.ended_at IS NULL
                JOIN changes AS c ON c.instance_id = v.instance_id AND c.revision >= $2
                WHERE d.id = $1
            ) AS changed
            WHERE name IS NOT NULL AND (revision > $2 OR position > $3) ORDER BY revision, position LIMIT $4
            """,
            [device, position.revision, position.position, Scope.namesMaximum]
        )
        var (names, last) = (Set<String>(), position)
        for row in rows {
            names.insert(try row.text("name"))
            last = ChangePosition(revision: try row.integer("revision"), position: try row.integer("position"))
        }
        return (names, last)
    }

    /// The work that the claim stands for.
    func work(names: Scope, holder: LeaseHolder, until: Timestamp, now: Timestamp) -> DeviceWork {
        let scope: Scope? =
            switch reason {
            case .push, .changedEverything, .audit: .everything
            case .changedNames, .dueNames: names
            case .look: nil
            }
        // Names that fall due do not make up for a change of everything that is still waiting.
        let coversChanges = reason != .dueNames || scope == .everything
        let trigger: SyncRun.Trigger =
            switch reason {
            case .push: .push
            case .changedNames, .changedEverything: .change
            case .dueNames: .due
            case .look: .look
            case .audit: .audit
            }
        var work = DeviceWork(
            device: device,
            isPaused: isPaused,
            mode: mode,
            trigger: trigger,
            scope: scope,
            targetRevision: coversChanges ? desiredRevision : appliedRevision,
            decisions: decisions,
            request: request,
            holder: holder,
            leasedUntil: until,
            claimedAt: now,
            failureCount: failureCount,
            auditAt: auditAt
        )
        if reason == .push, case .names(let waiting) = names { work.waitingNames = waiting }
        work.isAhead = isAhead
        return work
    }
}
