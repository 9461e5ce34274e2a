/// Compares the guests who are on a device with those who must not be, where the user stays or is gone.
///
/// Nobody is put out for a difference that the store does not know of: only what ``DesiredState/endings`` names, and those who got
/// in with a code that is dead and has no user any more.
struct SessionComparison {
    /// Cookies that go, in a stable order.
    private(set) var cookies: [Operation] = []
    /// Sessions that end, in a stable order.
    private(set) var sessions: [Operation] = []

    init(desired: DesiredState, observed: ObservedState, users: UserComparison) {
        var endings = desired.endings.filter { !$0.value.isEmpty }
        let leftBehind = desired.deadNames(of: observed.sessions, in: observed.scope).filter(users.losesRows)
        for name in leftBehind { endings[name] = [SessionEnding(.all, reason: .leftBehind)] }
        guard !endings.isEmpty else { return }
        func isInScope(_ name: String) -> Bool {
            desired.scope.contains(name) && observed.scope.contains(name)
        }
        var remaining: [String: [ObservedSession]] = [:]
        for session in observed.sessions.sorted(by: { ($0.user, $0.id) < ($1.user, $1.id) }) {
            guard let meant = endings[session.user], isInScope(session.user) else { continue }
            if let ending = meant.first(where: { $0.ends(session) }),
                leftBehind.contains(session.user) || users.owns(session)
            {
                sessions.append(.endSession(session, ending.reason))
            } else {
                remaining[session.user, default: []].append(session)
            }
        }
        for cookie in observed.cookies.sorted(by: { ($0.user, $0.id) < ($1.user, $1.id) }) {
            guard let meant = endings[cookie.user], isInScope(cookie.user),
                leftBehind.contains(cookie.user) || users.owns(name: cookie.user),
                let ending = meant.first(where: { $0.removes(cookie, remaining: remaining[cookie.user] ?? []) })
            else { continue }
            cookies.append(.removeCookie(cookie, ending.reason))
        }
    }
}

extension DesiredState {
    /// The names of dead codes whose users are gone, though guests are online who got in with them.
    ///
    /// A row of anybody's keeps a name from being one of them: then the guests may be its own.
    ///
    /// - Parameter observed: what was read.
    /// - Returns: the names, as far as both are about them.
    public func namesLeftBehind(in observed: ObservedState) -> Set<String> {
        let names = deadNames(of: observed.sessions, in: observed.scope)
        return names.isEmpty ? [] : names.subtracting(observed.users.lazy.map(\.name))
    }

    /// Under which of the names of sessions nobody may be online any more.
    fileprivate func deadNames(of sessions: [ObservedSession], in observed: Scope) -> Set<String> {
        Set(
            sessions.lazy.map(\.user).filter { name in
                departures[name]?.endsAccess == true && scope.contains(name) && observed.contains(name)
            }
        )
    }
}
