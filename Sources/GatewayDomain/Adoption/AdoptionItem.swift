/// A foreign user on a router, and what becomes of it.
public struct AdoptionItem: Hashable, Sendable {
    /// What becomes of it.
    public enum Outcome: Hashable, Sendable {
        /// It becomes a coupon.
        case coupon(AdoptedCoupon)
        /// It becomes a named account.
        case account(AdoptedAccount)
        /// It belongs to the coupon or account that the same name on another router of the site becomes.
        case joins(host: String)
        /// It was taken over before, and is yet to be marked on the router.
        case unfinished
        /// It stays as it is, for this reason.
        case left(AdoptionObstacle)
    }

    /// The router.
    public var device: Device.ID
    /// Where that is reached, for people.
    public var host: String
    /// The user's name.
    public var name: String
    /// Its profile.
    public var profile: String
    /// What becomes of it.
    public var outcome: Outcome

    /// Describes what becomes of a user.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - host: where that is reached.
    ///   - name: the user's name.
    ///   - profile: its profile.
    ///   - outcome: what becomes of it.
    public init(device: Device.ID, host: String, name: String, profile: String, outcome: Outcome) {
        self.device = device
        self.host = host
        self.name = name
        self.profile = profile
        self.outcome = outcome
    }

    /// Whether it becomes, or is part of, something of the gateway's.
    public var isTakenOver: Bool { if case .left = outcome { false } else { true } }
}

/// A coupon that a foreign user becomes.
public struct AdoptedCoupon: Hashable, Sendable {
    /// How far it was used.
    public enum Use: Hashable, Sendable {
        /// Nobody has used it; it can be redeemed until then.
        case unused(until: Timestamp)
        /// A guest has used it.
        case used(DesiredUser.Login)
    }

    /// The code: letters and digits of the name, in upper case.
    public var code: String
    /// The name as it stands on the router where that is not the code; guests go on typing it.
    public var spelling: String?
    /// How far it was used.
    public var use: Use
    /// How long access lasts from the first login on, in seconds; nil for as long as the instance says.
    public var accessSeconds: Int64?
    /// How long the guest may be online in all, in seconds, where that is limited besides; nil where it is not.
    public var uptimeSecondsMaximum: Int64?
    /// How much of that was used in sessions that have ended, in seconds.
    public var uptimeSecondsUsed: Int64
    /// How many bytes the guest may move in all; nil for no limit.
    public var dataBytesMaximum: Int64?
    /// A speed of its own; nil for that of the instance.
    public var rateLimit: String?
    /// What another tool noted of it.
    public var note: String?
}

/// A named account that a foreign user becomes.
public struct AdoptedAccount: Hashable, Sendable {
    /// The password that it has.
    public var password: Secret
    /// The profile that it keeps.
    public var profile: String
    /// Total online time in seconds; nil for no limit.
    public var uptimeSecondsMaximum: Int64?
    /// Total bytes; nil for no limit.
    public var dataBytesMaximum: Int64?

    /// Describes an account without limits.
    ///
    /// - Parameters:
    ///   - password: the password that it has.
    ///   - profile: the profile that it keeps.
    public init(password: Secret, profile: String) {
        self.password = password
        self.profile = profile
        uptimeSecondsMaximum = nil
        dataBytesMaximum = nil
    }
}

extension HotspotUser {
    /// Makes the account that a foreign user becomes.
    ///
    /// - Parameters:
    ///   - account: what it keeps.
    ///   - name: its name.
    ///   - id: the id of the account.
    ///   - site: the site that holds it.
    ///   - instance: the instance whose server it may use.
    ///   - now: the time.
    public init(
        adopted account: AdoptedAccount,
        named name: String,
        id: HotspotUser.ID,
        site: Site.ID,
        instance: Instance.ID,
        at now: Timestamp
    ) {
        self.init(
            id: id,
            site: site,
            instance: instance,
            name: name,
            password: account.password,
            createdAt: now
        )
        profile = account.profile
        uptimeSecondsMaximum = account.uptimeSecondsMaximum
        dataBytesMaximum = account.dataBytesMaximum
        adoptedAt = now
    }
}
