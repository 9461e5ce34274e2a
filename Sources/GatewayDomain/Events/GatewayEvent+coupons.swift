extension GatewayEvent {
    /// So many coupons stand in one event at the most; a sweep that finds more makes several.
    public static let couponsMaximum = 500

    /// A coupon was used for the first time.
    ///
    /// - Parameters:
    ///   - coupon: the coupon; nil comes of one without a redemption.
    ///   - isLate: whether the router let the guest in after its time.
    ///   - now: when it was recorded.
    public init?(redemptionOf coupon: Coupon, isLate: Bool, at now: Timestamp) {
        guard let redemption = coupon.redemption else { return nil }
        self.init(
            .couponRedeemed,
            site: redemption.site,
            occurredAt: now,
            data: [
                Member("coupon_id", .text(coupon.id.rawValue)),
                Member("instance_id", .text(coupon.instance.rawValue)),
                Member("device_id", .text(redemption.device.rawValue)),
                Member("redeemed_at", .time(redemption.at)),
                Member("ends_at", .time(redemption.endsAt)),
                Member("late", .flag(isLate)),
            ]
        )
    }

    /// A coupon that is owned by a guest of another site was used here.
    ///
    /// - Parameters:
    ///   - coupon: the coupon with the redemption that owns it.
    ///   - site: where it was used now.
    ///   - device: the router that let the guest in.
    ///   - usedAt: when, as far as that is known.
    ///   - now: when it was recorded.
    public init(
        conflictOver coupon: Coupon,
        site: Site.ID,
        device: Device.ID,
        usedAt: Timestamp?,
        at now: Timestamp
    ) {
        self.init(
            .couponConflict,
            site: site,
            occurredAt: now,
            data: [
                Member("coupon_id", .text(coupon.id.rawValue)),
                Member("instance_id", .text(coupon.instance.rawValue)),
                Member("device_id", .text(device.rawValue)),
                Member("used_at", usedAt.map(Value.time) ?? .null),
                Member("redeemed_site_id", (coupon.redemption?.site.rawValue).map(Value.text) ?? .null),
                Member("redeemed_at", (coupon.redemption?.at).map(Value.time) ?? .null),
            ]
        )
    }

    /// Coupons were found to have run out unused.
    ///
    /// - Parameters:
    ///   - coupons: the coupons; each stands in one such event, ever.
    ///   - now: when they were found.
    /// - Returns: as many events as it takes to name them all, ``couponsMaximum`` in each; none for none.
    public static func expired(_ coupons: [Coupon.ID], at now: Timestamp) -> [GatewayEvent] {
        stride(from: 0, to: coupons.count, by: couponsMaximum).map { start in
            let part = coupons[start..<min(start + couponsMaximum, coupons.count)]
            return GatewayEvent(
                .couponsExpired,
                site: nil,
                occurredAt: now,
                data: [
                    Member("count", .integer(Int64(part.count))),
                    Member("coupon_ids", .texts(part.map(\.rawValue))),
                ]
            )
        }
    }

    /// A schedule made its coupons.
    ///
    /// - Parameter run: the run; its coupons are counted, and found in the API by the schedule.
    public init(_ run: ScheduleRun) {
        self.init(
            .scheduleRan,
            site: nil,
            occurredAt: run.ranAt,
            data: [
                Member("schedule_id", .text(run.schedule.id.rawValue)),
                Member("instance_id", .text(run.schedule.instance.rawValue)),
                Member("run_id", .text(run.id.rawValue)),
                Member("name", .text(run.schedule.settings.name)),
                Member("due_at", run.dueAt.map(Value.time) ?? .null),
                Member("coupon_count", .integer(Int64(run.coupons.count))),
                Member("notification_group", .text(run.schedule.settings.notificationGroup)),
                Member("next_run_at", .time(run.schedule.nextRunAt)),
            ]
        )
    }
}
