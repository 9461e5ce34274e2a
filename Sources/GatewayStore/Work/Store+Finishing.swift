public import GatewayDomain

extension Store {
    /// So many runs of a device are kept.
    static let keptRunCount = 100
    /// When a device is looked at again for which no time was given, so that it is neither forgotten nor looked at in a loop.
    static let lookIntervalDefault = Duration.seconds(60)
    static let auditIntervalDefault = Duration.seconds(6 * 3600)
    static let retryIntervalDefault = Duration.seconds(60)

    /// Records a run and gives the device back, all in one transaction.
    ///
    /// A run that succeeded in writing mode (`unchanged` or `converged`) brings the device to the revision of its work, and to
    /// the next moment at which the store means something else for it: the earliest expiry or end of a session. A cheap look that
    /// found nothing leaves no run behind, nor does a comparison of names that nobody asked for, nor a run that came to nothing with the
    /// same plan as the one before. Of each device the newest 100 runs are kept, and those that a request still shows.
    ///
    /// After a plan for everything was refused, the device is looked at until something changes that the plan depends on.
    ///
    /// - Parameters:
    ///   - work: the claimed device.
    ///   - run: what came of it.
    ///   - followUp: when it is to be looked at again.
    ///   - identity: what the router calls itself, when the run has read it.
    ///   - rowsWritten: how many rows the run wrote, but for those that it told of before.
    ///   - now: the time.
    /// - Throws: ``StoreError/leaseLost(device:)`` when another worker has the device: nothing is recorded then.
    public func finish(
        _ work: DeviceWork,
        run: SyncRun,
        followUp: FollowUp,
        identity: String? = nil,
        rowsWritten: Int = 0,
        now: Timestamp
    ) async throws(StoreError) {
        let planText = try run.planText()
        try await write { [self] connection throws(StoreError) in
            let isSettled = run.outcome == .unchanged || run.outcome == .converged
            let compared = run.compared ?? work.scope  // A look may have gone on to compare everything.
            let isApplied = isSettled && work.mode == .push && compared != nil && !work.isPaused
            let dueAt = isApplied ? try Self.nextDue(connection, site: work.device.site, after: work.claimedAt) : nil
            // Names are compared as often as guests, or those who pretend to be guests, make us: what was found as it should be is no
            // news, and must not push the runs that are out of the record.
            let isLook = work.scope != .everything && work.request == nil && run.outcome == .unchanged
            // Nor may they put off the regular look and audit, which find what nobody told of; nor a look the audit that is due with it.
            let keepsRhythm = isSettled && work.scope != .everything
            let needsRetry = !isSettled && run.outcome != .planned
            let retryAt = needsRetry ? followUp.retryAt ?? now + Self.retryIntervalDefault : nil
            let isFailed = run.outcome == .failed
            // One that takes only a part is not failing, but is left alone for longer each time.
            let isUnfinished = isFailed || run.outcome == .partial
            let isWhole = compared == .everything
            let isRefused = run.outcome == .refused && isWhole && run.plan?.refusalCode != .stale
            let isDecided = isApplied && isWhole || run.outcome == .partial
            let updated = try connection.query(
                """
                UPDATE devices SET
                    applied_revision = CASE WHEN $3 = 1 AND applied_revision < $4 THEN $4 ELSE applied_revision END,
                    reconciled_at = CASE WHEN $3 = 1 THEN $5 ELSE reconciled_at END,
                    due_at = CASE WHEN $3 = 1 THEN $6 ELSE due_at END,
                    look_at = CASE WHEN \(Self.wasWantedMeanwhile) THEN look_at ELSE COALESCE($7, \(Self.keptLook), $10) END,
                    audit_at = COALESCE($8, CASE WHEN audit_at > $9 OR $16 = 1 THEN audit_at END, $11),
                    retry_at = $12,
                    failure_count = CASE WHEN $15 = 1 THEN failure_count + 1 ELSE 0 END,
                    failing_since = CASE WHEN $13 = 1 THEN COALESCE(failing_since, $9) ELSE NULL END,
                    failure = $14,
                    last_run_at = $9,
                    last_success_at = CASE WHEN $13 = 1 THEN last_success_at ELSE $9 END,
                    identity = COALESCE($17, identity),
                    failure_label = $18,
                    refused_revision = CASE WHEN $21 = 1 THEN $4 WHEN $22 = 1 THEN NULL ELSE refused_revision END,
                    behind_since = CASE
                        WHEN $3 = 1 AND $4 >= desired_revision THEN NULL
                        WHEN $3 = 1 AND $4 > applied_revision THEN $5
                        ELSE behind_since
                    END,
                    \(Self.countedWrites(day: "$19", rows: "$20")),
                    leased_by = NULL, leased_until = NULL
                WHERE id = $1 AND leased_by = $2 RETURNING failure_count, failing_since, unreachable_at, trust,
                    reconciled_at, told_state, told_state_at,
                    (SELECT s.name FROM sites AS s WHERE s.id = devices.site_id) AS site_name,
                    (SELECT s.paused_at FROM sites AS s WHERE s.id = devices.site_id) AS site_paused_at
                """,
                [
                    work.device.id, work.holder.text, isApplied, work.targetRevision, work.claimedAt, dueAt,
                    followUp.lookAt, followUp.auditAt, now, now + Self.lookIntervalDefault,
                    now + Self.auditIntervalDefault, retryAt, isFailed, isFailed ? run.failure : nil,
                    isUnfinished, keepsRhythm, identity, isFailed ? run.failureLabel?.rawValue : nil,
                    WriteDay.number(of: now), rowsWritten, isRefused, isDecided,
                ]
            )
            guard let device = updated.first else { throw .leaseLost(device: work.device.host) }
            try tellReach(connection, of: work.device, device, failure: run.failure, now: now)
            try noteHealth(connection, after: run, of: work, device, now: now)
            if !isLook { try Self.keep(connection, run, of: work, rowsWritten: rowsWritten, plan: planText) }
        }
    }

    /// Whether a look was asked for since the work was claimed at `$5`: what the run read may be older than the reason.
    private static let wasWantedMeanwhile: SQL = "look_at > $5 AND look_at <= $9"
    private static let keptLook: SQL = "CASE WHEN look_at > $9 OR $16 = 1 THEN look_at END"

    /// The next moment at which the store means something else for the devices of a site, or nil.
    private static func nextDue(
        _ connection: any SQLConnection,
        site: Site.ID,
        after time: Timestamp
    ) throws(StoreError) -> Timestamp? {
        // The innermost query ends at its first row, which the index gives; a minimum over all would read every coupon.
        let rows = try connection.query(
            """
            SELECT MIN(at) AS at FROM (
                SELECT (
                    SELECT c.expires_at FROM coupons AS c
                    WHERE c.instance_id = v.instance_id AND c.expires_at > $2 AND c.revoked_at IS NULL
                        AND NOT EXISTS (SELECT 1 FROM redemptions AS e WHERE e.coupon_id = c.id)
                        AND \(Coupon.validAtService)
                    ORDER BY c.expires_at LIMIT 1
                ) AS at
                FROM services AS v WHERE v.site_id = $1 AND v.ended_at IS NULL
                UNION ALL
                SELECT MIN(ends_at) FROM redemptions WHERE site_id = $1 AND ends_at > $2
            ) AS moments
            """,
            [site, time]
        )
        return try rows.first?.optionalTime("at")
    }

    /// Whether a run came to nothing as the one before it did, with the same plan, and nobody asked for it: such a plan may have thousands
    /// of lines, and is made again every few minutes.
    private static func repeats(
        _ connection: any SQLConnection,
        _ run: SyncRun,
        of work: DeviceWork
    ) throws(StoreError) -> Bool {
        guard run.outcome == .refused || run.outcome == .partial, work.request == nil, let digest = run.planDigest
        else {
            return false
        }
        let newest = try connection.query(
            """
            SELECT outcome, plan_digest, failure FROM sync_runs WHERE device_id = $1
            ORDER BY finished_at DESC, id DESC LIMIT 1
            """,
            [run.device]
        )
        guard let row = newest.first else { return false }
        let before = (try row.text("outcome"), try row.optionalText("plan_digest"), try row.optionalText("failure"))
        return before == (run.outcome.rawValue, digest.rawValue, run.failure)
    }

    private static func keep(
        _ connection: any SQLConnection,
        _ run: SyncRun,
        of work: DeviceWork,
        rowsWritten: Int,
        plan: String?
    ) throws(StoreError) {
        // What wrote rows is never left out: another tool that undoes them makes the same plan for ever.
        if rowsWritten == 0, try repeats(connection, run, of: work) { return }
        try connection.query(
            """
            INSERT INTO sync_runs (
                id, device_id, site_id, trigger_kind, mode, started_at, finished_at, outcome, plan, plan_digest,
                failure, failure_label
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                run.id, run.device, work.device.site, run.trigger.rawValue, run.mode.rawValue, run.startedAt,
                run.finishedAt,
                run.outcome.rawValue, plan, run.planDigest?.rawValue, run.failure,
                run.failureLabel?.rawValue,
            ]
        )
        try connection.query(
            """
            DELETE FROM sync_runs WHERE device_id = $1 AND finished_at < (
                SELECT finished_at FROM sync_runs WHERE device_id = $1 ORDER BY finished_at DESC LIMIT 1 OFFSET $2
            ) AND NOT EXISTS (SELECT 1 FROM push_runs AS p WHERE p.run_id = sync_runs.id)
            """,
            [run.device, keptRunCount - 1]
        )
        guard let request = work.request else { return }
        try connection.query(
            "UPDATE push_runs SET run_id = $3 WHERE request_id = $1 AND device_id = $2",
            [request, work.device.id, run.id]
        )
    }
}
