import GatewayDomain

/// A device that has to be looked at, and why: the row that a claim starts from.
struct Claim: Sendable {
    /// The reasons in the order of their urgency, as ``candidates`` numbers them.
    enum Reason: Int64, Sendable {
        case push = 0
        case changedNames = 1
        case dueNames = 2
        case changedEverything = 3
        case look = 4
        case audit = 5
    }

    var device: Device
    var reason: Reason
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

    /// Free devices with a reason, most urgent first: `$1` is the time, `$2` how many, `$3` a request or null, `$4` devices to pass over,
    /// `$5` how many besides whose names changed.
    ///
    /// With a request only its devices count, and of them only what was asked for: whoever plans must not write what is due besides.
    ///
    /// Names are known to have changed only when every change since the applied revision is still kept and none of them
    /// concerns everything; a device that was never compared is compared in full first.
    ///
    /// A device whose names changed goes ahead with nothing but these, also past a push, but once only: a push that waited for one
    /// such run takes the names that changed since along.
    ///
    /// Devices without a reason are not even read: each reason that there can be is looked up by an index.
    ///
    /// Materialized: the changes of a device would otherwise be counted twice, to choose it and to tell the reason.
    static let candidates: SQL = """
        WITH free AS MATERIALIZED (
            SELECT d.*, s.paused_at, q.id AS request_id, q.mode, q.adopted_names, q.requested_at, w.confirmed_digest,
                CASE
                    WHEN $3 IS NOT NULL OR q.id IS NULL AND d.retry_at > $1 THEN 0
                    WHEN s.paused_at IS NULL AND d.applied_revision < d.desired_revision
                        AND d.reconciled_at IS NOT NULL
                        AND d.applied_revision + 1 >= (SELECT MIN(revision) FROM changes)
                        AND (
                            SELECT CASE WHEN COUNT(*) > \(Self.namesMaximum) OR COUNT(*) > COUNT(name) THEN 0 ELSE 1 END
                            FROM (\(missed) LIMIT \(Self.namesMaximum) + 1) AS missed
                        ) = 1 THEN 1
                    ELSE 0
                END AS has_names
            FROM devices AS d
            JOIN sites AS s ON s.id = d.site_id
            LEFT JOIN push_requests AS q ON q.id = (
                SELECT p.request_id FROM push_runs AS p JOIN push_requests AS o ON o.id = p.request_id
                WHERE p.device_id = d.id AND p.run_id IS NULL AND p.expires_at > $1
                ORDER BY o.requested_at, o.id LIMIT 1
            )
            LEFT JOIN push_runs AS w ON w.request_id = q.id AND w.device_id = d.id
            WHERE d.id IN (
                    SELECT id FROM devices WHERE applied_revision < desired_revision
                    UNION SELECT id FROM devices WHERE due_at <= $1
                    UNION SELECT id FROM devices WHERE look_at <= $1
                    UNION SELECT id FROM devices WHERE audit_at <= $1
                    UNION SELECT id FROM devices WHERE audit_at IS NULL
                    UNION SELECT device_id FROM push_runs WHERE run_id IS NULL
                )
                AND (d.leased_until IS NULL OR d.leased_until <= $1)
                AND (
                    $3 IS NULL
                    OR q.id IS NOT NULL AND d.id IN (SELECT device_id FROM push_runs WHERE request_id = $3)
                )
                AND d.id NOT IN (SELECT r.id FROM \(rows: 4, ["id": .text]) AS r)
        ), candidate AS MATERIALIZED (
            SELECT *,
                CASE WHEN has_names = 1 AND (request_id IS NULL OR last_run_at IS NULL OR last_run_at < requested_at)
                    THEN 1 ELSE 0 END AS may_go_ahead,
                CASE
                    WHEN request_id IS NOT NULL THEN 0
                    WHEN retry_at > $1 THEN NULL
                    WHEN has_names = 1 THEN 1
                    WHEN paused_at IS NULL AND due_at <= $1 AND reconciled_at IS NOT NULL THEN 2
                    WHEN paused_at IS NULL AND applied_revision < desired_revision THEN 3
                    WHEN look_at <= $1 THEN 4
                    WHEN audit_at IS NULL OR audit_at <= $1 THEN 5
                END AS reason
            FROM free
        ), ordered AS (
            SELECT *, CASE WHEN may_go_ahead = 1 AND ROW_NUMBER() OVER (
                PARTITION BY may_go_ahead ORDER BY reason, last_run_at, id
            ) <= $5 THEN 1 ELSE 0 END AS is_ahead
            FROM candidate WHERE reason IS NOT NULL
        ), placed AS (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY is_ahead ORDER BY reason, last_run_at, id) AS place FROM ordered
        )
        SELECT * FROM placed WHERE is_ahead = 1 OR place <= $2 ORDER BY is_ahead DESC, place
        """

    private static let namesMaximum = SQL(stringLiteral: String(Scope.namesMaximum))

    /// The names of the changes that the device `d` has missed, by index for each kind of target; null for everything.
    private static let missed: SQL = """
        SELECT c.name FROM changes AS c WHERE c.device_id = d.id AND c.revision > d.applied_revision
        UNION ALL
        SELECT c.name FROM changes AS c WHERE c.site_id = d.site_id AND c.revision > d.applied_revision
        UNION ALL
        SELECT c.name FROM services AS v JOIN changes AS c
            ON c.instance_id = v.instance_id AND c.revision > d.applied_revision
        WHERE v.site_id = d.site_id AND v.ended_at IS NULL
        """

    init(row: SQLRow) throws(StoreError) {
        device = try Device(row: row)
        guard let reason = Reason(rawValue: try row.integer("reason")) else { throw .damaged("reason of a claim") }
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
            SELECT d.id, c.code, 0 FROM claimed AS d
            JOIN services AS v ON v.site_id = d.site_id AND v.ended_at IS NULL
            JOIN coupons AS c ON c.instance_id = v.instance_id
                AND c.expires_at > d.reconciled_at AND c.expires_at <= $2
            LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE d.is_wide = 0 AND e.coupon_id IS NULL AND c.revoked_at IS NULL AND \(Coupon.validAtService)
            UNION
            SELECT d.id, c.code, 0 FROM claimed AS d
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
