public import GatewayDomain

extension Store {
    /// Runs a schedule because somebody asks; when it is due next stays as it is.
    ///
    /// Coupons, codes, revisions of devices and the run's record come into being together or not at all.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - instance: its instance.
    ///   - now: the time that the coupons' validity counts from.
    /// - Returns: the run with the coupons that it made.
    /// - Throws: ``StoreError/notFound(kind:reference:)``, ``StoreError/conflict(_:)`` when the logins of the instance are not
    ///   served, or ``StoreError/invalidOrder(_:)`` when no free codes are left.
    public func runCouponSchedule(
        _ id: CouponSchedule.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleRun {
        try await write { [self] connection throws(StoreError) in
            guard let (schedule, owner) = try CouponSchedule.live(connection, id), owner.id == instance
            else { throw .notFound(kind: .couponSchedule, reference: id.rawValue) }
            try Self.checkServed(owner)
            guard let run = try runSchedule(connection, schedule, owner, dueAt: nil, now: now) else {
                throw .notFound(kind: .couponSchedule, reference: id.rawValue)
            }
            return run
        }
    }

    /// Runs a schedule if it is due, and says when it is due next, in one transaction.
    ///
    /// Whoever asks, however often and after whatever crash: a due time has one run. Runs that were missed are made up once,
    /// however many they were; the next one is regular.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - now: the time.
    /// - Returns: the run, or nil when the schedule is not due, any more or at all, or was deleted.
    /// - Throws: ``StoreError/invalidOrder(_:)`` when no free codes are left; the schedule stays due.
    public func runDueCouponSchedule(
        _ id: CouponSchedule.ID,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleRun? {
        try await write { [self] connection throws(StoreError) in
            guard let (schedule, instance) = try CouponSchedule.live(connection, id), schedule.nextRunAt <= now,
                instance.isServed
            else { return nil }
            return try runSchedule(connection, schedule, instance, dueAt: schedule.nextRunAt, now: now)
        }
    }

    /// The schedules that are due, the longest first.
    ///
    /// - Parameters:
    ///   - excluded: schedules that are passed over.
    ///   - limit: how many at most. Default: 100.
    ///   - now: the time.
    /// - Returns: their identities.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func dueCouponSchedules(
        except excluded: Set<CouponSchedule.ID> = [],
        limit: Int = 100,
        now: Timestamp
    ) async throws(StoreError) -> [CouponSchedule.ID] {
        try await read { connection throws(StoreError) in
            try connection.query(
                CouponSchedule.due,
                [now, SQLRows(excluded) { [$0] }, limit]
            ) { row throws(StoreError) in try row.id("id") }
        }
    }

    /// When the next schedule is due.
    ///
    /// - Parameter excluded: schedules that are passed over.
    /// - Returns: the time, which may lie in the past; nil when there is no schedule.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func nextScheduleRunAt(
        except excluded: Set<CouponSchedule.ID> = []
    ) async throws(StoreError) -> Timestamp? {
        try await read { connection throws(StoreError) in
            try connection.query(
                CouponSchedule.next,
                [SQLRows(excluded) { [$0] }]
            ).first?.time("next_run_at")
        }
    }

    /// The coupons of a schedule that can be handed out, for whoever has a signed link to it.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - limit: how many at most, newest first. Default: 50,000, more than a daily schedule within its bounds can have.
    ///   - now: the time.
    /// - Returns: the schedule with its instance and coupons; nil when it does not exist or was deleted.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func validCoupons(
        ofSchedule id: CouponSchedule.ID,
        limit: Int = 50_000,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleCoupons? {
        try await read { connection throws(StoreError) in
            guard let (schedule, instance) = try CouponSchedule.live(connection, id) else { return nil }
            let rows = try connection.query(
                """
                SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE c.schedule_id = $1 AND c.expires_at > $2 AND c.revoked_at IS NULL AND e.coupon_id IS NULL
                ORDER BY c.created_at DESC, c.position, c.id LIMIT $3
                """,
                [id, now, limit]
            )
            let coupons = try Coupon.all(connection, rows)
            return ScheduleCoupons(schedule: schedule, instance: instance, coupons: coupons)
        }
    }

    /// Makes a run inside a transaction.
    ///
    /// - Returns: nil when this due time was run before, which a clock that was set back can bring about; it is then only moved on.
    func runSchedule(
        _ connection: any SQLConnection,
        _ schedule: CouponSchedule,
        _ instance: Instance,
        dueAt: Timestamp?,
        now: Timestamp
    ) throws(StoreError) -> ScheduleRun? {
        var schedule = schedule
        if dueAt != nil {
            let settings = schedule.settings
            let timing = try Self.checkedValue { () throws(PortalValueError) in try settings.timing() }
            schedule.nextRunAt = ScheduleRules.nextRun(timing, after: now)
        }
        let id: ScheduleRun.ID = newID()
        let recorded = try connection.query(
            """
            INSERT INTO schedule_runs (id, schedule_id, due_at, ran_at, coupon_count) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (schedule_id, due_at) DO NOTHING RETURNING id
            """,
            [id, schedule.id, dueAt, now, schedule.settings.count]
        )
        guard !recorded.isEmpty else {
            try connection.query(
                "UPDATE coupon_schedules SET next_run_at = $2 WHERE id = $1",
                [schedule.id, schedule.nextRunAt]
            )
            return nil
        }
        schedule.lastRunAt = now
        try connection.query(
            "UPDATE coupon_schedules SET next_run_at = $2, last_run_at = $3, last_run_id = $4 WHERE id = $1",
            [schedule.id, schedule.nextRunAt, now, id]
        )
        let order = ScheduleRules.order(of: schedule, instance: instance, run: id)
        let coupons = try makeCoupons(connection, order, now: now)
        let run = ScheduleRun(id: id, schedule: schedule, dueAt: dueAt, ranAt: now, coupons: coupons)
        try Outbox.append(connection, [GatewayEvent(run)], now: now, newID: newEventID)
        return run
    }
}
