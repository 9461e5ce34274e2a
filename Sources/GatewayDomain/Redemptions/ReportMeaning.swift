/// What a report turned out to mean, as it is recorded beside it.
public enum ReportMeaning: String, Hashable, Sendable, CaseIterable {
    /// The first report of this coupon: its redemption.
    case redeemed
    /// The first report of this coupon, of a login after `expiresAt` that the router could not know to be too late.
    case late
    /// Another report of a login that is accounted for already, or another login that the coupon allows.
    case repeated
    /// A login of another device of the guest, which the coupon belongs to from now on.
    case handover
    /// A login that the coupon does not allow: of another device, or after its session was over. The guest is put out.
    case refused
    /// A login at another site than the one that owns the coupon.
    case conflict
    /// The end of a session that is on record.
    case ended
    /// A login of a named account of the site.
    case account
    /// A login of a name that is neither a coupon nor an account of ours.
    case unmatched
}
