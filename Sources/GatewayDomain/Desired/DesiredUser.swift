/// A hotspot user as it should be.
public struct DesiredUser: Hashable, Sendable {
    /// What kind of thing stands behind the user.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A coupon.
        case coupon
        /// A named account.
        case account = "user"
    }

    /// Which hotspot server the user belongs to.
    public enum Server: Hashable, Sendable {
        /// The one that serves this instance on the device.
        case serving(Instance.ID)
        /// All of them, which somebody asked for.
        case all
    }

    /// What the guest types.
    public var name: String
    /// What stands behind it.
    public var kind: Kind
    /// The id of the coupon or account, as it stands in the mark.
    public var subject: String
    /// Which hotspot server it belongs to.
    public var server: Server
    /// The name of its user profile.
    public var profile: String
    /// The password.
    public var password: Secret
    /// Eight hexadecimal digits that change with the password and tell nothing about it; kept in the mark, since a router may
    /// mask the password itself.
    public var passwordDigest: String
    /// Total online time in seconds, or nil for no limit.
    ///
    /// Never 0, which a router reads as "no limit".
    public var uptimeSecondsMaximum: Int64?
    /// Total bytes, or nil for no limit.
    ///
    /// Never 0, which a router reads as "no limit".
    public var dataBytesMaximum: Int64?
    /// The only device that may log in, upper case with colons, or nil for any.
    public var macAddress: String?
    /// Until when it can be redeemed; goes into the mark as `x`.
    public var redeemBefore: Timestamp?
    /// How long access lasts once redeemed, in seconds; goes into the mark as `t`.
    public var sessionSeconds: Int64?
    /// How much of its online time is known to be used, in seconds; only of accounts and coupons that have one of their own.
    public var uptimeSecondsUsed: Int64
    /// Whether a foreign user of this name on this device is the one that it stands for: somebody confirmed that, and it is yet to be done.
    ///
    /// Its password stays as it is.
    public var takesOver: Bool
    /// The login that redeemed it; nil for what nobody has used, and for accounts.
    public var login: Login?

    /// Makes a user without limits.
    ///
    /// - Parameters:
    ///   - name: what the guest types.
    ///   - kind: what stands behind it.
    ///   - subject: the id of that.
    ///   - server: which hotspot server it belongs to.
    ///   - profile: the name of its user profile.
    ///   - password: the password.
    ///   - passwordDigest: eight hexadecimal digits that change with the password.
    public init(
        name: String,
        kind: Kind,
        subject: String,
        server: Server,
        profile: String,
        password: Secret,
        passwordDigest: String
    ) {
        self.name = name
        self.kind = kind
        self.subject = subject
        self.server = server
        self.profile = profile
        self.password = password
        self.passwordDigest = passwordDigest
        self.uptimeSecondsMaximum = nil
        self.dataBytesMaximum = nil
        self.macAddress = nil
        self.redeemBefore = nil
        self.sessionSeconds = nil
        self.uptimeSecondsUsed = 0
        self.takesOver = false
        self.login = nil
    }
}
