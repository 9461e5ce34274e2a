public import GatewayDomain

extension Store {
    /// A page of redemptions, those recorded last first.
    ///
    /// The order is that of recording, so that a page never shifts: a router that was offline reports an earlier login later.
    ///
    /// - Parameters:
    ///   - selection: which redemptions.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most. Default: 1000.
    /// - Returns: the redemptions.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func redemptions(
        _ selection: RedemptionSelection,
        after cursor: TimeCursor? = nil,
        limit: Int = 1000
    ) async throws(StoreError) -> [RedemptionRecord] {
        let last = cursor?.time ?? Timestamp(milliseconds: .max)
        let since = selection.since ?? Timestamp(milliseconds: .min)
        let until = selection.until ?? Timestamp(milliseconds: .max)
        return try await read { connection throws(StoreError) in
            guard let site = selection.site else {
                return try connection.query(
                    RedemptionRecord.pageOfAll,
                    [last, cursor?.id ?? "", since, until, limit],
                    as: RedemptionRecord.init(row:)
                )
            }
            return try connection.query(
                RedemptionRecord.pageOfSite,
                [last, cursor?.id ?? "", since, until, limit, site],
                as: RedemptionRecord.init(row:)
            )
        }
    }

    /// A page of the redemptions at a site, those recorded last first.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most. Default: 1000.
    /// - Returns: the redemptions.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func redemptions(
        at site: Site.ID,
        after cursor: TimeCursor? = nil,
        limit: Int = 1000
    ) async throws(StoreError) -> [RedemptionRecord] {
        try await redemptions(RedemptionSelection(site: site), after: cursor, limit: limit)
    }
}

extension RedemptionRecord {
    private static let source: SQL = """
        SELECT e.*, c.code, p.address, p.source FROM redemptions AS e JOIN coupons AS c ON c.id = e.coupon_id
        JOIN reports AS p ON p.id = e.report_id
        """
    private static let part: SQL = """
        (e.recorded_at, e.coupon_id) < ($1, $2) AND e.redeemed_at >= $3 AND e.redeemed_at < $4
        ORDER BY e.recorded_at DESC, e.coupon_id DESC LIMIT $5
        """

    /// The redemptions at site `$6` before the place `$1`, `$2`, of logins from `$3` and before `$4`, at most `$5`.
    static let pageOfSite: SQL = "\(source) WHERE e.site_id = $6 AND \(part)"

    /// The same of all sites.
    static let pageOfAll: SQL = "\(source) WHERE \(part)"

    init(row: SQLRow) throws(StoreError) {
        coupon = try row.id("coupon_id")
        code = try row.text("code")
        redemption = Coupon.Redemption(
            site: try row.id("site_id"),
            device: try row.id("device_id"),
            at: try row.time("redeemed_at"),
            sessionSeconds: try row.integer("session_seconds"),
            macAddress: try row.optionalText("mac_address")
        )
        redemption.holder = try row.optionalText("holder_mac")
        redemption.holderSince = try row.optionalTime("holder_since") ?? redemption.at
        recordedAt = try row.time("recorded_at")
        address = try row.optionalText("address")
        source = try row.choice("source")
    }
}
