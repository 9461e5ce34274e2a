public import GatewayDomain

/// One stay of a guest as programs read it.
public struct GuestSessionView {
    private let session: GuestSession
    private let now: Timestamp

    /// Shows a session.
    ///
    /// - Parameters:
    ///   - session: the session.
    ///   - now: the time that its state is told for.
    public init(session: GuestSession, now: Timestamp) {
        self.session = session
        self.now = now
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(session.id),
            "device_id": .id(session.device),
            "state": .string((session.isActive(at: now) ? SiteUserFilter.State.active : .ended).rawValue),
            "mac_address": .string(session.macAddress),
            "ip_address": .string(session.address),
            "started_at": .time(session.startedAt),
            "last_seen_at": .time(session.lastSeenAt),
            "ended_at": .time(session.endedAt),
            "end_cause": .string(session.endCause),
            "uptime_seconds": .number(session.uptimeSeconds),
            "bytes_in": .number(session.bytesIn),
            "bytes_out": .number(session.bytesOut),
            "access_until": .time(session.expiresAt),
        ]
    }
}
