/// Whether anybody ever used a user: the router may have accepted a login that the store has no word of.
enum UserUse {
    /// Whether there is any sign of a login.
    ///
    /// - Parameters:
    ///   - user: the row as it was read.
    ///   - mark: its mark.
    ///   - sessions: the sessions of its name.
    /// - Returns: true when its counters, its mark or a session of its server tell of one.
    static func isUsed(_ user: ObservedUser, mark: OwnershipMark, sessions: [ObservedSession]) -> Bool {
        user.uptimeSeconds > 0 || user.bytesIn > 0 || user.bytesOut > 0 || mark.hasLogin
            || isOnline(user, sessions: sessions)
    }

    /// Whether somebody is using it now.
    static func isOnline(_ user: ObservedUser, sessions: [ObservedSession]) -> Bool {
        sessions.contains { $0.server == nil || user.server == nil || $0.server == user.server }
    }

    /// Whether a user that should go stays for now, because of whoever uses it.
    ///
    /// What was used once keeps an expired coupon until the login is recorded. Where the store knows nothing of the user, no record
    /// will ever tell more, so only a guest who is online keeps it, until they have gone.
    ///
    /// - Parameters:
    ///   - user: the row as it was read.
    ///   - reason: why it should go.
    ///   - mark: its mark.
    ///   - sessions: the sessions of its name.
    /// - Returns: true when it stays.
    static func keeps(
        _ user: ObservedUser,
        from reason: RemovalReason,
        mark: OwnershipMark,
        sessions: [ObservedSession]
    ) -> Bool {
        guard reason.yieldsToUse else { return false }
        return reason == .unexplained
            ? isOnline(user, sessions: sessions) : isUsed(user, mark: mark, sessions: sessions)
    }
}
