/// Compares the guests who are on a device with those who must not be, where the user stays.
///
/// Nobody is put out for a difference that the store does not know of: only what ``DesiredState/endings`` names.
struct SessionComparison {
    /// Cookies that go, in a stable order.
    private(set) var cookies: [Operation] = []
    /// Sessions that end, in a stable order.
    private(set) var sessions: [Operation] = []

    init(desired: DesiredState, observed: ObservedState, users: UserComparison) {
        let endings = desired.endings.filter { !$0.value.isEmpty }
        guard !endings.isEmpty else { return }
        func isInScope(_ name: String) -> Bool {
            desired.scope.contains(name) && observed.scope.contains(name)
        }
        var remaining: [String: [ObservedSession]] = [:]
        for session in observed.sessions.sorted(by: { ($0.user, $0.id) < ($1.user, $1.id) }) {
            guard let meant = endings[session.user], isInScope(session.user) else { continue }
            if let ending = meant.first(where: { $0.ends(session) }), users.owns(session) {
                sessions.append(.endSession(session, ending.reason))
            } else {
                remaining[session.user, default: []].append(session)
            }
        }
        for cookie in observed.cookies.sorted(by: { ($0.user, $0.id) < ($1.user, $1.id) }) {
            guard let meant = endings[cookie.user], isInScope(cookie.user), users.owns(name: cookie.user),
                let ending = meant.first(where: { $0.removes(cookie, remaining: remaining[cookie.user] ?? []) })
            else { continue }
            cookies.append(.removeCookie(cookie, ending.reason))
        }
    }
}
