public import GatewayDomain

/// Why a device has to be looked at, the most urgent first.
public enum WorkUrgency: Int64, CaseIterable, Hashable, Sendable {
    /// Somebody asked for a push.
    case push = 0
    /// Names changed, such as a code that was used elsewhere, and nothing else did.
    case changedNames = 1
    /// Names fall due: coupons expire, or sessions end.
    case dueNames = 2
    /// Something changed that concerns everything.
    case changedEverything = 3
    /// The regular look.
    case look = 4
    /// The regular full comparison.
    case audit = 5
}

/// A device that has to be looked at, before anybody claims it.
public struct WaitingWork: Hashable, Sendable {
    /// The device.
    public var device: Device.ID
    /// Where it is.
    public var site: Site.ID
    /// Its most urgent reason.
    public var urgency: WorkUrgency
    /// Since when it waits, as far as that is known, so that the first of one urgency is served first; for changes the end of its last run.
    public var since: Timestamp
    /// Whether it may be claimed for names that changed alone, past everything else.
    public var mayGoAhead: Bool
    /// Whether its last run failed.
    public var isFailing: Bool

    /// Describes a device that waits.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - site: where it is.
    ///   - urgency: its most urgent reason.
    ///   - since: since when it waits.
    ///   - mayGoAhead: whether it may be claimed for names that changed alone. Default: no.
    ///   - isFailing: whether its last run failed. Default: no.
    public init(
        device: Device.ID,
        site: Site.ID,
        urgency: WorkUrgency,
        since: Timestamp,
        mayGoAhead: Bool = false,
        isFailing: Bool = false
    ) {
        self.device = device
        self.site = site
        self.urgency = urgency
        self.since = since
        self.mayGoAhead = mayGoAhead
        self.isFailing = isFailing
    }

    init(row: SQLRow) throws(StoreError) {
        guard let urgency = WorkUrgency(rawValue: try row.integer("reason")) else {
            throw .damaged("reason of waiting work")
        }
        self.init(
            device: try row.id("id", of: Device.self),
            site: try row.id("site_id", of: Site.self),
            urgency: urgency,
            since: try row.time("since"),
            mayGoAhead: try row.flag("may_go_ahead"),
            isFailing: try row.flag("is_failing")
        )
    }
}

/// A device that was chosen to be worked on.
public struct WorkChoice: Hashable, Sendable {
    /// The device.
    public var device: Device.ID
    /// Whether only for names that changed.
    public var isAhead: Bool

    /// Chooses a device.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - isAhead: whether only for names that changed.
    public init(_ device: Device.ID, isAhead: Bool) {
        self.device = device
        self.isAhead = isAhead
    }
}
