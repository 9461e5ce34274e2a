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
            || sessions.contains { $0.server == nil || user.server == nil || $0.server == user.server }
    }
}
