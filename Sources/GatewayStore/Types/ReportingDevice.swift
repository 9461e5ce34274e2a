public import GatewayDomain

/// A router that showed a good token.
public struct ReportingDevice: Hashable, Sendable {
    /// The token.
    public let token: DeviceToken
    /// Where the router stands: the only site that it reports for.
    public let site: Site.ID
    /// How wrong its clock was when that was last noted; nil when it never was.
    public let clock: RouterClockNote?

    /// The router.
    public var device: Device.ID { token.device }
}

/// How wrong a router's clock is, as its own reports tell.
public struct RouterClockNote: Hashable, Sendable {
    /// How far it is ahead of ours, in seconds; negative when it is behind.
    public let errorSeconds: Int64
    /// When that was noted.
    public let notedAt: Timestamp

    /// Notes a reading.
    ///
    /// - Parameters:
    ///   - errorSeconds: how far the clock is ahead of ours; negative when it is behind.
    ///   - notedAt: when.
    public init(errorSeconds: Int64, notedAt: Timestamp) {
        self.errorSeconds = errorSeconds
        self.notedAt = notedAt
    }

    /// Reads a note beside which there may be none.
    init?(row: SQLRow) throws(StoreError) {
        guard let error = try row.optionalInteger("error_seconds") else { return nil }
        self.init(errorSeconds: error, notedAt: try row.time("noted_at"))
    }

    /// Whether another reading says nothing that is worth a write: a difference that the way of a request explains, within an hour.
    func covers(_ other: RouterClockNote) -> Bool {
        let (difference, overflow) = errorSeconds.subtractingReportingOverflow(other.errorSeconds)
        return !overflow && difference.magnitude < 5 && other.notedAt - notedAt < .seconds(3600)
    }
}
