extension Planner {
    /// Which of the sessions that a stage ends are still there, right before they are ended.
    ///
    /// A session's id is the guest's address, which may be another guest's by now; and the guest may have come again, which is
    /// another session.
    ///
    /// - Parameters:
    ///   - operations: the operations of a stage.
    ///   - sessions: the sessions of its users, read again.
    /// - Returns: those to end, as they are now.
    public static func confirmedEndings(
        of operations: [Operation],
        sessions: [ObservedSession]
    ) -> [ObservedSession] {
        var planned: [String: ObservedSession] = [:]
        for case .endSession(let session, _) in operations { planned[session.id] = session }
        return sessions.filter { session in planned[session.id].map { session.isSame(as: $0) } ?? false }
    }

    /// Which of the cookies that a stage removes are still there, right before they are removed.
    ///
    /// A cookie of a device that has logged in anew since is that login's, and stays.
    ///
    /// - Parameters:
    ///   - operations: the operations of a stage.
    ///   - plan: the plan that the stage is part of, which tells the sessions that end.
    ///   - cookies: the cookies of its users, read again.
    ///   - sessions: the sessions of its users, read again.
    /// - Returns: those to remove.
    public static func confirmedCookies(
        of operations: [Operation],
        in plan: Plan,
        cookies: [ObservedCookie],
        sessions: [ObservedSession]
    ) -> [ObservedCookie] {
        var planned: Set<ObservedCookie> = []
        for case .removeCookie(let cookie, _) in operations { planned.insert(cookie) }
        let ending = Set(confirmedEndings(of: plan.operations, sessions: sessions))
        return cookies.filter { cookie in
            planned.contains(cookie)
                && !sessions.contains {
                    $0.user == cookie.user && $0.macAddress == cookie.macAddress && !ending.contains($0)
                }
        }
    }
}
