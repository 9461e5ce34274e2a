import GatewayDomain

/// Coupons as a table for spreadsheets: RFC 4180, with the names and in the order of ``CouponView``.
enum CouponTable {
    private static let header = [
        "id", "code", "expires_at", "redeemed_at", "created_at", "state", "note", "data_limit", "rate_limit", "sites",
        "template_id", "schedule_id", "redeemed_site_id", "revoked_at", "instance_id",
    ]

    /// Writes coupons.
    ///
    /// - Parameters:
    ///   - coupons: the coupons.
    ///   - now: the time that their states are told for.
    /// - Returns: the table with a line of names; what is absent is empty, sites are told apart by spaces.
    static func csv(_ coupons: [Coupon], now: Timestamp) -> String {
        var lines = CSVText()
        lines.add(header)
        for coupon in coupons {
            lines.add([
                coupon.id.rawValue, coupon.code, coupon.expiresAt.description, coupon.redemption?.at.description ?? "",
                coupon.createdAt.description, coupon.state(at: now).rawValue, coupon.note ?? "",
                coupon.dataBytesMaximum.map { String($0) } ?? "", coupon.rateLimit ?? "",
                coupon.sites.map(\.rawValue).joined(separator: " "), coupon.template?.rawValue ?? "",
                coupon.run?.schedule.rawValue ?? "", coupon.redemption?.site.rawValue ?? "",
                coupon.revokedAt?.description ?? "", coupon.instance.rawValue,
            ])
        }
        return lines.text
    }
}
