import GatewayDomain

/// What tells one session of a guest from another, without the guest's data: digests stand for MAC and IP address, so that a
/// report is still known after they were erased.
struct SessionKey: Sendable {
    /// How far two login times of one session may lie apart: a login time is often computed from a rounded uptime.
    static let tolerance = Duration.seconds(90)

    var device: Device.ID
    var user: String
    var macDigest: String?
    var addressDigest: String?
    /// When the session began; nil for counters, which tell of no single session.
    var startedAt: Timestamp?
    /// The same for a report that comes again word for word; unique in the store.
    var dedupeKey: String

    init(_ report: RedemptionReport, sealing: SecretSealing) {
        device = report.device
        user = report.user
        macDigest = report.macAddress.map { sealing.digest(["mac", $0.uppercased()]) }
        addressDigest = report.address.map { sealing.digest(["address", $0]) }
        startedAt = Self.start(of: report)
        let session =
            if let startedAt {
                [
                    "session", String(startedAt.milliseconds), macDigest ?? "",
                    macDigest == nil ? addressDigest ?? "" : "",
                ]
            } else {
                ["counters"]
                    + [report.uptimeSeconds, report.bytesIn, report.bytesOut].map { $0.map(String.init) ?? "" }
            }
        dedupeKey = sealing.digest([report.device.rawValue, report.user] + session)
    }

    /// Reads the key of a report that is on record.
    init(row: SQLRow) throws(StoreError) {
        device = try row.id("device_id")
        user = try row.text("user_name")
        macDigest = try row.optionalText("mac_digest")
        addressDigest = try row.optionalText("address_digest")
        startedAt = try row.optionalTime("session_at")
        dedupeKey = try row.text("dedupe_key")
    }

    /// Whether both are of one session, or the same counters.
    func isSame(as other: SessionKey) -> Bool {
        if dedupeKey == other.dedupeKey { return true }
        guard let startedAt, let otherStart = other.startedAt, device == other.device, user == other.user,
            startedAt - otherStart <= Self.tolerance, otherStart - startedAt <= Self.tolerance
        else { return false }
        if let macDigest, let otherMAC = other.macDigest { return macDigest == otherMAC }
        if let addressDigest, let otherAddress = other.addressDigest { return addressDigest == otherAddress }
        return true
    }

    private static func start(of report: RedemptionReport) -> Timestamp? {
        if let loginAt = report.loginAt { return loginAt }
        switch report.source {
        case .counters: return nil
        case .activeList, .listen: return report.observedAt - .seconds(report.uptimeSeconds ?? 0)
        case .comment, .script, .log: return report.observedAt
        }
    }
}
