import GatewayDomain
import GatewayStore

/// Guests as a table for spreadsheets: RFC 4180, with the names and in the order of ``SiteUserView``.
enum SiteUserTable {
    private static let header = [
        "id", "site_id", "instance_id", "name", "coupon_id", "state", "first_seen_at", "last_seen_at", "device_id",
        "mac_address", "ip_address", "access_until",
    ]

    /// Writes guests.
    ///
    /// - Parameters:
    ///   - records: the guests.
    ///   - now: the time that their states are told for.
    /// - Returns: the table with a line of names; what is absent is empty.
    static func csv(_ records: [SiteUserRecord], now: Timestamp) -> String {
        var lines = CSVText()
        lines.add(header)
        for record in records {
            let session = record.session
            lines.add([
                record.user.id.rawValue, record.user.site.rawValue, record.user.instance.rawValue, record.user.name,
                record.user.coupon?.rawValue ?? "", record.state(at: now).rawValue,
                record.user.firstSeenAt.description, record.user.lastSeenAt.description,
                session?.device.rawValue ?? "", session?.macAddress ?? "", session?.address ?? "",
                session?.expiresAt.description ?? "",
            ])
        }
        return lines.text
    }
}
