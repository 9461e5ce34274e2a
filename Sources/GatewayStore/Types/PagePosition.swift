public import GatewayDomain

/// A place in a list that is read page by page, newest first: the moment and the id of the last row of the page before.
///
/// It names a row's key and no count, so pages neither repeat nor skip a row when new ones come in front of them.
public struct PagePosition: Hashable, Sendable {
    /// The moment that the list is sorted by.
    public var time: Timestamp
    /// What tells rows of one moment apart.
    public var id: String

    /// Names a place.
    ///
    /// - Parameters:
    ///   - time: the moment that the list is sorted by.
    ///   - id: what tells rows of one moment apart.
    public init(time: Timestamp, id: String) {
        self.time = time
        self.id = id
    }

    /// Before everything: where the first page begins.
    public static let newest = PagePosition(time: Timestamp(milliseconds: .max), id: "")

    /// The place of a run.
    ///
    /// - Parameter run: the run.
    public init(of run: SyncRun) {
        self.init(time: run.finishedAt, id: run.id.rawValue)
    }

    /// The place of a redemption.
    ///
    /// - Parameter record: the redemption.
    public init(of record: RedemptionRecord) {
        self.init(time: record.recordedAt, id: record.coupon.rawValue)
    }
}
