public import GatewayDomain

/// A guest of a site with what is known of where the guest is, or was last.
public struct SiteUserRecord: Hashable, Sendable {
    /// The guest.
    public var user: SiteUser
    /// The guest's sessions, newest first: those that a list shows are the open ones and the newest one.
    public var sessions: [GuestSession]

    /// The session that tells the most about the guest now: the newest open one, else the newest.
    public var session: GuestSession? { sessions.first { $0.endedAt == nil } ?? sessions.first }

    /// Whether the guest is in.
    ///
    /// - Parameter now: the time.
    /// - Returns: active while any session is.
    public func state(at now: Timestamp) -> SiteUserFilter.State {
        sessions.contains { $0.isActive(at: now) } ? .active : .ended
    }
}
