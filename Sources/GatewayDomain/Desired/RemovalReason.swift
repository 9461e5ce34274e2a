/// Why a row that we once pushed has to go.
public enum RemovalReason: String, Hashable, Sendable, CaseIterable {
    /// The coupon was not redeemed in time.
    case expired
    /// The coupon was redeemed at another site.
    case redeemedElsewhere = "redeemed elsewhere"
    /// The guest's session at this site is over.
    case sessionEnded = "session ended"
    /// Somebody revoked the coupon.
    case revoked
    /// Somebody deleted the account or entry.
    case deleted
    /// The site is no longer served by the row's instance, or the coupon is limited to other sites.
    case notServedHere = "not served here"
    /// The row stands twice.
    case duplicate
    /// The entry needs a row of another kind, which takes this one's place.
    case replaced
    /// The store does not know why. Counts against the guard rails.
    case unexplained

    /// Whether the store knows the reason, so that the guard rails need not stop it.
    public var isExplained: Bool { self != .unexplained }

    /// Whether a guest who turns out to be online keeps the row: with these reasons the gateway had no word of a login, and the
    /// router may have accepted one in the meantime.
    public var yieldsToUse: Bool { self == .expired || self == .unexplained }

    /// Whether a removal for it waits for a window of the site: nobody gets in who may not while it does.
    ///
    /// Whatever ends somebody's right to come in waits for nothing, and a row that nobody knows the reason of lets whoever holds its code
    /// in while it stands: where that looks like a mistake, the guard rails hold it back, and who is online keeps it. What is left are rows
    /// that are one too many, and those that the gateway has no business with any more since somebody changed what is served where.
    public var waitsForWindow: Bool {
        switch self {
        case .expired, .redeemedElsewhere, .sessionEnded, .revoked, .deleted, .unexplained: false
        case .notServedHere, .duplicate, .replaced: true
        }
    }

    /// Whether it is that of a code with which nobody may be online any more, be its user there or not.
    ///
    /// Not that of accounts: one that was deleted here may go on elsewhere, as with RADIUS.
    public var endsAccess: Bool { self == .redeemedElsewhere || self == .sessionEnded || self == .revoked }
}
