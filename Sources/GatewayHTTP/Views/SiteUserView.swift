public import GatewayDomain
public import GatewayStore

/// A guest of a site as programs read it.
public struct SiteUserView {
    private let record: SiteUserRecord
    private let now: Timestamp

    /// Shows a guest.
    ///
    /// - Parameters:
    ///   - record: the guest.
    ///   - now: the time that states are told for.
    public init(record: SiteUserRecord, now: Timestamp) {
        self.record = record
        self.now = now
    }

    /// One JSON object, with where the guest is, or was last.
    public var json: JSON {
        let session = record.session
        return [
            "id": .id(record.user.id),
            "site_id": .id(record.user.site),
            "instance_id": .id(record.user.instance),
            "name": .string(record.user.name),
            "coupon_id": .id(record.user.coupon),
            "state": .string(record.state(at: now).rawValue),
            "first_seen_at": .time(record.user.firstSeenAt),
            "last_seen_at": .time(record.user.lastSeenAt),
            "device_id": .id(session?.device),
            "mac_address": .string(session?.macAddress),
            "ip_address": .string(session?.address),
            "access_until": .time(session?.expiresAt),
        ]
    }

    /// As ``json``, with the guest's sessions.
    public var detailedJSON: JSON {
        json.with(["sessions": .list(record.sessions) { GuestSessionView(session: $0, now: now).json }])
    }
}
