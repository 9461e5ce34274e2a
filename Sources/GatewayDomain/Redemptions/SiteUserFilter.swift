/// Which guests of a site are meant: those that meet everything that is given.
public struct SiteUserFilter: Hashable, Sendable {
    /// Whether a guest is in.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// A session runs, as far as is known, and access lasts.
        case active
        /// All sessions have ended.
        case ended
    }

    /// Only those who are in, or who are not.
    public var state: State?
    /// Only the guest of this name: a coupon's code in any case, or an account's name to the letter.
    public var name: String?
    /// Only those who had a session with this MAC address, upper case with colons.
    public var macAddress: String?
    /// Only those who had a session with this IP address.
    public var address: String?
    /// Only the guest of this coupon.
    public var coupon: Coupon.ID?
    /// Only those who had a session that began then or later.
    public var since: Timestamp?

    /// Means every guest.
    public init() {
        state = nil
        name = nil
        macAddress = nil
        address = nil
        coupon = nil
        since = nil
    }
}
