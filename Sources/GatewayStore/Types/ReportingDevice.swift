public import GatewayDomain

/// A router that showed a good token.
public struct ReportingDevice: Hashable, Sendable {
    /// The token.
    public let token: DeviceToken
    /// Where the router stands: the only site that it reports for.
    public let site: Site.ID
    /// How wrong its clock was when that was last noted; nil when it never was.
    public let clock: RouterClockNote?
    /// When the gateway, which cannot reach it, last tried to; nil when it can, as far as it knows.
    let unreachedAt: Timestamp?

    /// Whether the gateway should try again to reach it, since it was just heard from: not at each of its reports.
    ///
    /// - Parameter now: the time.
    /// - Returns: true when it could not be reached, and the last try is a while ago.
    public func isWorthATry(at now: Timestamp) -> Bool {
        unreachedAt.map { $0 + Self.tryInterval <= now } ?? false
    }

    /// How long a router that reports, and cannot be reached, is left alone between two tries.
    static let tryInterval = Duration.seconds(15)

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
