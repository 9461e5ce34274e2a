extension DesiredUser {
    /// The login that redeemed a coupon.
    public struct Login: Hashable, Sendable {
        /// When it was.
        public var at: Timestamp
        /// When access ends.
        public var endsAt: Timestamp
        /// The device that the guest redeemed it with, when that is known.
        public var macAddress: String?

        /// Says when a guest logged in, and for how long that lasts.
        ///
        /// - Parameters:
        ///   - at: when it was.
        ///   - endsAt: when access ends.
        ///   - macAddress: the guest's device.
        public init(at: Timestamp, endsAt: Timestamp, macAddress: String?) {
            self.at = at
            self.endsAt = endsAt
            self.macAddress = macAddress
        }
    }

    /// The online time for a row that is added now.
    ///
    /// A router counts a user's online time from the row's beginning. A row that is added to a router that replaces another one, or
    /// in the place of one that somebody removed, begins at zero: with the whole time the guest would have it twice.
    ///
    /// - Parameter now: when the row is added.
    /// - Returns: what is left of a redeemed coupon's access and of an online time that is known to be used, at least a second.
    public func uptimeSeconds(addedAt now: Timestamp) -> Int64? {
        guard let whole = uptimeSecondsMaximum else { return nil }
        let rest = max(1, whole - uptimeSecondsUsed)
        guard let login else { return rest }
        let left = ((login.endsAt - now).wholeMilliseconds + 999) / 1000
        return min(rest, max(1, left))
    }

    /// The words that a mark gets when the gateway writes it to a row which does not have it, and a guest has logged in before.
    ///
    /// - Parameter uptimeSeconds: the online time that the row is given.
    /// - Returns: the login as the router's script notes it, and the online time, which shows that not the script noted it.
    func loginWords(uptimeSeconds: Int64?) -> [String] {
        let given = uptimeSeconds.map { ["l=\($0)"] } ?? []
        guard let login else { return uptimeSeconds == uptimeSecondsMaximum ? [] : given }
        // `c=1`: the time is worth something, whatever happens to the router's clock.
        return ["r=\(login.at.seconds)"] + (login.macAddress.map { ["m=\($0)"] } ?? []) + ["c=1"] + given
    }
}
