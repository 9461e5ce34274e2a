import GatewayDomain

/// Coupons that reports are about, and what holds for them where.
extension Recording {
    /// What an instance says about the use of a coupon.
    struct Terms {
        var sessionSeconds: Int64
        var policy: DevicePolicy
    }

    /// A coupon with what its instance says about its use.
    struct KnownCoupon {
        var coupon: Coupon
        var terms: Terms
        /// How that was before a change that has not come to all sites yet; nil where there is none.
        var held: Terms?
        var recordedAt: Timestamp?
        /// Whether what redeemed it told when the login was.
        var isTimeTold = true
    }

    /// A site that a change of an instance has come to.
    struct Reach: Hashable {
        var instance: Instance.ID
        var site: Site.ID
    }

    /// Finds places by the key of their table, however many sites a change has come to.
    static let reachedStatement: SQL = """
        SELECT k.instance_id, k.site_id FROM \(rows: 1, ["instance_id": .text, "site_id": .text]) AS r
        JOIN rollout_sites AS k ON k.instance_id = r.instance_id AND k.site_id = r.site_id
        """

    static func coupons(
        _ connection: any SQLConnection,
        _ users: Set<String>
    ) throws(StoreError) -> [String: KnownCoupon] {
        let rows = try connection.query(
            """
            SELECT \(Coupon.columns), e.recorded_at, i.session_seconds AS instance_session_seconds, i.device_policy,
                o.session_seconds AS held_session_seconds, o.device_policy AS held_device_policy, p.session_at
            FROM coupons AS c JOIN \(rows: 1, ["name": .text, "code": .text]) AS r
                ON r.code = c.code AND r.name = COALESCE(c.spelling, c.code)
            JOIN instances AS i ON i.id = c.instance_id LEFT JOIN rollouts AS o ON o.instance_id = i.id
            LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            LEFT JOIN reports AS p ON p.id = e.report_id
            """,
            [SQLRows(users) { [$0, CouponCode.matching($0)] }]
        )
        var coupons: [String: KnownCoupon] = [:]
        for (coupon, row) in zip(try Coupon.all(connection, rows), rows) {
            var terms = Terms(
                sessionSeconds: try row.integer("instance_session_seconds"),
                policy: try Instance.policy(try row.text("device_policy"))
            )
            terms.sessionSeconds = coupon.accessSeconds ?? terms.sessionSeconds
            var held: Terms?
            if let seconds = try row.optionalInteger("held_session_seconds") {
                held = Terms(
                    sessionSeconds: coupon.accessSeconds ?? seconds,
                    policy: try Instance.policy(try row.text("held_device_policy"))
                )
            }
            coupons[coupon.userName] = KnownCoupon(
                coupon: coupon,
                terms: terms,
                held: held,
                recordedAt: try row.optionalTime("recorded_at"),
                isTimeTold: try row.optionalTime("session_at") != nil
            )
        }
        return coupons
    }

    /// At which of the sites that reports come from a change has arrived that is held; nothing is read while there is none.
    static func reached(
        _ connection: any SQLConnection,
        _ coupons: [String: KnownCoupon],
        _ reports: [RedemptionReport]
    ) throws(StoreError) -> Set<Reach> {
        var places: Set<Reach> = []
        for report in reports {
            guard let known = coupons[report.user], known.held != nil else { continue }
            places.insert(Reach(instance: known.coupon.instance, site: report.site))
        }
        guard !places.isEmpty else { return [] }
        let rows = try connection.query(reachedStatement, [SQLRows(places) { [$0.instance, $0.site] }]) {
            row throws(StoreError) in
            Reach(instance: try row.id("instance_id"), site: try row.id("site_id"))
        }
        return Set(rows)
    }

    /// What holds for a coupon at a site.
    func terms(of known: KnownCoupon, at site: Site.ID) -> Terms {
        guard let held = known.held, !reached.contains(Reach(instance: known.coupon.instance, site: site)) else {
            return known.terms
        }
        return held
    }
}
