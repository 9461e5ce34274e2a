public import GatewayDomain

/// Where a page of a list that is sorted by time, newest first, ended: moment and id of its last element.
public struct TimeCursor: PageCursor {
    /// The moment that the list is sorted by.
    public var time: Timestamp
    /// What tells elements of one moment apart.
    public var id: String

    /// The place right after a run.
    ///
    /// - Parameter run: the run.
    public init(after run: SyncRun) {
        time = run.finishedAt
        id = run.id.rawValue
    }

    /// The place right after a redemption.
    ///
    /// - Parameter record: the redemption.
    public init(after record: RedemptionRecord) {
        time = record.recordedAt
        id = record.coupon.rawValue
    }

    /// The place right after a guest.
    ///
    /// - Parameter record: the guest.
    public init(after record: SiteUserRecord) {
        time = record.user.lastSeenAt
        id = record.user.id.rawValue
    }

    /// Moment and id.
    public var keys: [String] { [String(time.milliseconds), id] }

    /// Reads moment and id.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    public init?(keys: [String]) {
        guard keys.count == 2, let time = Int64(keys[0]) else { return nil }
        self.time = Timestamp(milliseconds: time)
        id = keys[1]
    }
}
