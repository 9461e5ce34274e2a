import GatewayDomain

/// How devices are found that have something to be done, and how it is told what that is.
extension Claim {
    /// Free devices with a reason, the most urgent first: `$1` is the time, `$2` a request or null, `$3` devices to pass over.
    ///
    /// With a request only its devices count, and of them only what was asked for: whoever plans must not write what is due besides.
    ///
    /// Devices without a reason are not even read: each reason that there can be is looked up by an index. One that failed is not
    /// read before its time, however much it has missed, so that thousands of dead devices cost nothing.
    static let waiting: SQL = """
        WITH free AS MATERIALIZED (
            \(free(columns: columns, devices: ready))
                AND d.id NOT IN (SELECT r.id FROM \(rows: 3, ["id": .text]) AS r)
        ), candidate AS MATERIALIZED (\(candidate))
        SELECT id, site_id, reason, may_go_ahead, failing_since IS NOT NULL AS is_failing,
            CASE
                WHEN reason = 0 THEN requested_at
                WHEN reason = 2 THEN due_at
                WHEN reason = 4 THEN look_at
                WHEN reason = 5 THEN COALESCE(audit_at, 0)
                ELSE COALESCE(last_run_at, 0)
            END AS since
        FROM candidate WHERE reason IS NOT NULL ORDER BY reason, since, id
        """

    /// Those of some devices that are free and still have a reason: `$1` and `$2` as for ``waiting``, `$3` the devices, and which of them
    /// are only wanted for names that changed.
    static let chosen: SQL = """
        WITH choice AS MATERIALIZED (
            SELECT r.id, r.position, r.is_ahead FROM \(rows: 3, ["id": .text, "position": .int64, "is_ahead": .int64]) AS r
        ), free AS MATERIALIZED (
            \(free(columns: "d.*", devices: "SELECT id FROM choice"))
        ), candidate AS MATERIALIZED (\(candidate))
        SELECT d.*, c.is_ahead FROM choice AS c JOIN candidate AS d ON d.id = c.id
        WHERE d.reason IS NOT NULL AND (c.is_ahead = 0 OR d.may_go_ahead = 1) ORDER BY c.position
        """

    /// What ``candidate`` needs of a device, and no more: there may be ten thousand.
    private static let columns: SQL = """
        d.id, d.site_id, d.retry_at, d.applied_revision, d.desired_revision, d.reconciled_at, d.due_at, d.look_at, d.audit_at,
        d.last_run_at, d.failing_since, d.refused_revision
        """

    /// The devices whose time has come, by index; those of paused sites among them.
    private static let ready: SQL = """
        SELECT id FROM devices WHERE retry_at IS NULL AND applied_revision < desired_revision AND desired_revision > 0
            AND \(isUndecided)
        UNION SELECT id FROM devices WHERE retry_at IS NULL AND due_at <= $1
        UNION SELECT id FROM devices WHERE retry_at IS NULL AND look_at <= $1
        UNION SELECT id FROM devices WHERE retry_at IS NULL AND audit_at <= $1
        UNION SELECT id FROM devices WHERE retry_at IS NULL AND audit_at IS NULL
        UNION SELECT id FROM devices WHERE retry_at <= $1
        UNION SELECT device_id FROM push_runs WHERE run_id IS NULL
        """

    /// What is known of devices that nobody has a lease of.
    ///
    /// Names are known to have changed only when every change since the applied revision is still kept and none of them
    /// concerns everything; a device that was never compared is compared in full first.
    ///
    /// Materialized: the changes of a device would otherwise be counted twice, to choose it and to tell the reason.
    private static func free(columns: SQL, devices: SQL) -> SQL {
        """
        SELECT \(columns), s.paused_at, q.id AS request_id, q.mode, q.adopted_names, q.ignores_window, q.requested_at, w.confirmed_digest,
            CASE
                WHEN $2 IS NOT NULL OR q.id IS NULL AND d.retry_at > $1 THEN 0
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
        WHERE d.id IN (\(devices))
            AND (d.leased_until IS NULL OR d.leased_until <= $1)
            AND (
                $2 IS NULL
                OR q.id IS NOT NULL AND d.id IN (SELECT device_id FROM push_runs WHERE request_id = $2)
            )
        """
    }

    /// The reason of each, as ``WorkUrgency`` numbers them; null where there is none.
    ///
    /// A device whose names changed goes ahead with nothing but these, also past a push, but once only: a push that waited for one
    /// such run takes the names that changed since along.
    private static let candidate: SQL = """
        SELECT *,
            CASE WHEN has_names = 1 AND (request_id IS NULL OR last_run_at IS NULL OR last_run_at < requested_at)
                THEN 1 ELSE 0 END AS may_go_ahead,
            CASE
                WHEN request_id IS NOT NULL THEN 0
                WHEN retry_at > $1 THEN NULL
                WHEN has_names = 1 THEN 1
                WHEN paused_at IS NULL AND due_at <= $1 AND reconciled_at IS NOT NULL THEN 2
                WHEN paused_at IS NULL AND applied_revision < desired_revision AND \(isUndecided) THEN 3
                WHEN look_at <= $1 THEN 4
                WHEN audit_at IS NULL OR audit_at <= $1 THEN 5
            END AS reason
        FROM free
        """

    /// Whether something has changed since the plan for everything was refused: until then the same would be refused again.
    ///
    /// Looks go on, and find out when the device changes.
    static let isUndecided: SQL = "(refused_revision IS NULL OR refused_revision < desired_revision)"

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
}
