public import GatewayDomain

extension Store {
    /// Adds a schedule.
    ///
    /// - Parameters:
    ///   - settings: what is asked of it.
    ///   - instance: the instance whose coupons it makes.
    ///   - now: when it is made; its first run comes later.
    /// - Returns: the schedule.
    /// - Throws: ``StoreError/invalidValue(_:)`` with the setting that is wrong, ``StoreError/notFound(kind:reference:)`` without
    ///   such an instance.
    public func createCouponSchedule(
        _ settings: ScheduleSettings,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleStatus {
        let id: CouponSchedule.ID = newID()
        let schedule = try Self.checkedValue { () throws(PortalValueError) in
            try CouponSchedule(id: id, instance: instance, settings: settings, at: now)
        }
        return try await write { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            try connection.query(
                """
                INSERT INTO coupon_schedules (
                    id, instance_id, name, coupon_count, recurrence, day_of_week, day_of_month, minute_of_day, time_zone,
                    valid_minutes, notification_group, next_run_at, created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                [id, instance] + CouponSchedule.values(of: settings) + [schedule.nextRunAt, now]
            )
            return ScheduleStatus(schedule: schedule, figures: ScheduleFigures(generated: 0, used: 0, available: 0))
        }
    }

    /// The schedules of an instance, by name.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time that their figures are told for.
    /// - Returns: the schedules that were not deleted.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func couponSchedules(of instance: Instance.ID, now: Timestamp) async throws(StoreError) -> [ScheduleStatus] {
        try await read { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            return try ScheduleStatus.all(connection, of: instance, id: nil, now: now)
        }
    }

    /// One schedule.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - instance: its instance; a schedule of another one is not found.
    ///   - now: the time that its figures are told for.
    /// - Returns: the schedule.
    /// - Throws: ``StoreError/notFound(kind:reference:)``, also for one that was deleted.
    public func couponSchedule(
        _ id: CouponSchedule.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleStatus {
        try await read { connection throws(StoreError) in
            try ScheduleStatus.one(connection, id, of: instance, now: now)
        }
    }

    /// Replaces all settings of a schedule; coupons that it made stay as they are.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - instance: its instance.
    ///   - settings: what is asked of it from now on.
    ///   - now: the time that its next run is computed from, where that changes.
    /// - Returns: the schedule as it is from now on.
    /// - Throws: ``StoreError/invalidValue(_:)`` with the setting that is wrong, ``StoreError/notFound(kind:reference:)``.
    @discardableResult
    public func updateCouponSchedule(
        _ id: CouponSchedule.ID,
        of instance: Instance.ID,
        to settings: ScheduleSettings,
        now: Timestamp
    ) async throws(StoreError) -> ScheduleStatus {
        try Self.checked { () throws(PortalValueError) in try settings.validated() }
        return try await write { connection throws(StoreError) in
            var status = try ScheduleStatus.one(connection, id, of: instance, now: now)
            let before = status.schedule
            status.schedule.nextRunAt = try Self.checkedValue { () throws(PortalValueError) in
                try ScheduleRules.nextRun(of: before, changedTo: settings, at: now)
            }
            status.schedule.settings = settings
            try connection.query(
                """
                UPDATE coupon_schedules SET name = $2, coupon_count = $3, recurrence = $4, day_of_week = $5,
                    day_of_month = $6, minute_of_day = $7, time_zone = $8, valid_minutes = $9, notification_group = $10,
                    next_run_at = $11
                WHERE id = $1
                """,
                [id] + CouponSchedule.values(of: settings) + [status.schedule.nextRunAt]
            )
            return status
        }
    }

    /// Deletes a schedule: it runs no more, links to it are dead, its coupons stay valid.
    ///
    /// - Parameters:
    ///   - id: the schedule.
    ///   - instance: its instance.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)``, also for one that was deleted before.
    public func deleteCouponSchedule(
        _ id: CouponSchedule.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            // The row stays for its coupons, which can still be told and revoked by it.
            let deleted = try connection.query(
                """
                UPDATE coupon_schedules SET deleted_at = $3 WHERE id = $1 AND instance_id = $2 AND deleted_at IS NULL
                RETURNING id
                """,
                [id, instance, now]
            )
            guard !deleted.isEmpty else { throw .notFound(kind: .couponSchedule, reference: id.rawValue) }
        }
    }
}
