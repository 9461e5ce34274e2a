/// What tells a row of ours from a foreign one: `gg1 <gateway id> <kind> <id> k=v k=v …`, in the row's `comment`.
///
/// The mark carries what the row was made from: `x` redeem before, `t` session seconds, `p` password digest. The router's
/// own script adds `r` (login time), `u` (how long the router had been on), `m` (MAC address) and `c` (whether its clock had been
/// set), and a person may add words. Where the gateway adds a row of a coupon that was redeemed before, it writes `r` and `m`
/// itself, and `l`, the online time that was left: a witness of the redemption for a record that was restored from before it. Every token that is not one of our three facts is carried over as it stands
/// whenever the comment is written again: what the router or a person wrote there is data, not drift. A redemption survives there
/// while the gateway is away.
///
/// The password digest lives here and not in the store, because it is thereby written in the same command as the password:
/// the two can never disagree, neither after a command whose answer was lost nor after a restored backup of either side.
///
/// A comment that does not begin with `gg1` is foreign, also when somebody put words in front of a mark.
public struct OwnershipMark: Hashable, Sendable {
    /// What kind of thing the row stands for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A coupon.
        case coupon
        /// A named account.
        case account = "user"
        /// A walled-garden entry.
        case garden

        /// The kind of mark that a user's row carries.
        ///
        /// - Parameter kind: what stands behind the user.
        public init(_ kind: DesiredUser.Kind) {
            switch kind {
            case .coupon: self = .coupon
            case .account: self = .account
            }
        }
    }

    /// The first word of every mark; a later form would have another one.
    public static let version = "gg1"

    /// A hundred years; more is no uptime.
    private static let uptimeSecondsMaximum: Int64 = 3_155_760_000

    /// Whose row it is.
    public var gateway: GatewayID
    /// What it stands for.
    public var kind: Kind
    /// The id of that.
    public var subject: String
    /// `x`: until when a coupon can be redeemed, in whole seconds.
    public var redeemBefore: Timestamp?
    /// `t`: how long access lasts, in seconds.
    public var sessionSeconds: Int64?
    /// `p`: the digest of the password that was written together with this mark.
    public var passwordDigest: String?
    /// Every other word, as it stands: what the router's script or a person wrote.
    public var carriedOver: [String]

    /// Marks a row without facts.
    ///
    /// - Parameters:
    ///   - gateway: whose row it is.
    ///   - kind: what it stands for.
    ///   - subject: the id of that.
    public init(gateway: GatewayID, kind: Kind, subject: String) {
        self.gateway = gateway
        self.kind = kind
        self.subject = subject
        self.redeemBefore = nil
        self.sessionSeconds = nil
        self.passwordDigest = nil
        self.carriedOver = []
    }

    /// The mark of a user's row.
    ///
    /// - Parameters:
    ///   - gateway: whose row it is.
    ///   - user: the user as it should be.
    ///   - carriedOver: words to keep from the row's present comment.
    public init(gateway: GatewayID, user: DesiredUser, carriedOver: [String] = []) {
        self.init(gateway: gateway, kind: Kind(user.kind), subject: user.subject)
        self.redeemBefore = user.redeemBefore.map { Timestamp(seconds: $0.seconds) }
        self.sessionSeconds = user.sessionSeconds
        self.passwordDigest = user.passwordDigest.isEmpty ? nil : user.passwordDigest
        self.carriedOver = carriedOver
    }

    /// The mark of a user's row that is added now.
    ///
    /// A login that is on record is written with it: scripts of the router then end the guest's access in time, and note no other login.
    ///
    /// - Parameters:
    ///   - gateway: whose row it is.
    ///   - user: the user as it should be.
    ///   - now: when the row is added.
    public init(gateway: GatewayID, adding user: DesiredUser, at now: Timestamp) {
        self.init(
            gateway: gateway,
            user: user,
            carriedOver: user.loginWords(uptimeSeconds: user.uptimeSeconds(addedAt: now))
        )
    }

    /// The mark of a walled-garden row.
    ///
    /// - Parameters:
    ///   - gateway: whose row it is.
    ///   - entry: the entry that it serves.
    public init(gateway: GatewayID, entry: WalledGardenEntry.ID) {
        self.init(gateway: gateway, kind: .garden, subject: entry.rawValue)
    }

    /// `r`: when the guest logged in, as the router's script wrote it; nil when it did not or cannot be read.
    public var loginAt: Timestamp? {
        Self.timestamp(word(after: "r="))
    }

    /// `m`: the guest's device, as the router's script wrote it; nil when that is no address: somebody edited it.
    public var macAddress: String? {
        word(after: "m=").flatMap { RouterOSText.macAddress($0) }
    }

    /// `u`: how long the router had been on when the guest logged in, in seconds, as the router's script wrote it.
    ///
    /// With it `r` can be checked: a clock that was put right since, or began anew, contradicts it.
    public var uptimeSeconds: Int64? {
        word(after: "u=").flatMap { Int64($0) }.flatMap { (0...Self.uptimeSecondsMaximum).contains($0) ? $0 : nil }
    }

    /// `c=1`: whether a time server had set the router's clock when the login was noted.
    ///
    /// Then `r` is right for ever, whatever became of the clock since.
    public var isTimeVouchedFor: Bool { word(after: "c=") == "1" }

    /// `l`: the online time that the row got when the gateway wrote the login into it, in seconds; nil where it did not.
    ///
    /// Less than the coupon's time on a router where the row was added after the login.
    public var uptimeSecondsGiven: Int64? {
        word(after: "l=").flatMap { Int64($0) }.flatMap { (1...Self.uptimeSecondsMaximum).contains($0) ? $0 : nil }
    }

    /// Whether a login was noted, be its time readable or not.
    public var hasLogin: Bool { word(after: "r=") != nil }

    /// Whether the router's script noted a login: not so when the gateway wrote down what was on record.
    public var tellsLogin: Bool { hasLogin && word(after: "l=") == nil }

    /// Whether the mark says what it should for `user`, apart from what is carried over.
    ///
    /// Nothing is rendered: this runs once a row at each comparison.
    ///
    /// - Parameter user: the user as it should be.
    /// - Returns: true when the comment need not be written.
    public func describes(_ user: DesiredUser) -> Bool {
        kind == Kind(user.kind)
            && redeemBefore?.seconds == user.redeemBefore?.seconds
            && sessionSeconds == user.sessionSeconds
            && (passwordDigest ?? "") == user.passwordDigest
            && subject == user.subject
    }

    private func word(after key: String) -> Substring? {
        carriedOver.first { $0.utf8.starts(with: key.utf8) }?.dropFirst(key.count)
    }
}
