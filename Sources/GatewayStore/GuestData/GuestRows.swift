/// Which rows hold data of guests: conditions that statements and the indexes that serve them share word for word.
///
/// A coupon's code is no guest's name: it is drawn by the gateway, belongs to whoever holds it, and is what a redemption is about. What
/// else a guest logs in with (an account, whatever was typed) may be one, and is taken for one.
enum GuestRows {
    /// Of reports and sessions: what tells whose they are.
    static let personalNameOrAddress: SQL = """
        (mac_address IS NOT NULL OR address IS NOT NULL OR (coupon_id IS NULL AND erased_at IS NULL))
        """
    /// Of site users.
    static let personalName: SQL = "coupon_id IS NULL AND erased_at IS NULL"
    /// Of redemptions.
    static let device: SQL = "(mac_address IS NOT NULL OR holder_mac IS NOT NULL)"
    /// Of accounts that were removed.
    static let removedName: SQL = "removed_at IS NOT NULL AND erased_at IS NULL"
}
