extension DesiredUser {
    /// Whether the user is written before another one when not all may be.
    ///
    /// What is needed soonest comes first, and the order is the same in every plan. Accounts; then coupons of guests who have logged in,
    /// who are in the middle of their time; then the coupons that run out first, since who holds one has the least time left to come.
    ///
    /// - Parameter other: the other one.
    /// - Returns: true when this one is.
    func isWritten(before other: DesiredUser) -> Bool {
        if kind != other.kind { return kind == .account }
        if (login == nil) != (other.login == nil) { return login != nil }
        if redeemBefore != other.redeemBefore {
            guard let redeemBefore else { return true }
            guard let theirs = other.redeemBefore else { return false }
            return redeemBefore < theirs
        }
        return (name, subject) < (other.name, other.subject)
    }

    /// Whether a change of its row waits for nothing: it may be what keeps somebody else out, or a new password.
    var changesAtOnce: Bool { login != nil || kind == .account }
}
