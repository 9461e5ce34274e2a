public import GatewayDomain

/// A report with what it turned out to mean.
public struct RecordedReport: Hashable, Sendable {
    /// What was reported.
    public var report: RedemptionReport
    /// What it means.
    public var meaning: ReportMeaning
    /// The coupon that it concerns, or nil.
    public var coupon: Coupon.ID?
    /// False when the same was already known: then nothing was written.
    public var isNew: Bool
    /// When it was recorded; of one that was known, when that happened.
    public var recordedAt: Timestamp
}

/// A redemption as it is on record.
public struct RedemptionRecord: Hashable, Sendable {
    /// The coupon.
    public var coupon: Coupon.ID
    /// Its code.
    public var code: String
    /// Where, when, for how long, and by which guest's device.
    public var redemption: Coupon.Redemption
    /// When it was recorded.
    public var recordedAt: Timestamp
    /// The guest's IP address, where the report told it and it was not erased since.
    public var address: String?
    /// How the report reached us that made it a redemption.
    public var source: RedemptionReport.Source
}
