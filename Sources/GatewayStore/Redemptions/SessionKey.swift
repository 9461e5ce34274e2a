import GatewayDomain

/// What tells one event of a guest from another, without the guest's data: digests stand for MAC and IP address, so that a
/// report is still known after they were erased.
struct SessionKey: Sendable {
    /// How far two times of one event may lie apart.
    static let tolerance = SessionRules.tolerance

    var device: Device.ID
    var user: String
    var event: RedemptionReport.Event
    var source: RedemptionReport.Source
    var guest: GuestTrace
    /// When it happened; nil for counters, which tell of no single session, and for a mark whose time cannot be believed.
    var happenedAt: Timestamp?
    /// Stands for what the source calls the event, where it has a name for it.
    var referenceDigest: String?
    /// Stands for what the source calls the login that it tells of, or tells the end of.
    var loginDigest: String?
    /// The same for a report that comes again word for word; unique in the store.
    var dedupeKey: String

    init(_ report: RedemptionReport, sealing: SecretSealing) {
        device = report.device
        user = report.user
        event = report.event
        source = report.source
        let mac = report.macAddress.map { sealing.digest(["mac", $0.uppercased()]) }
        let address = report.address.map { sealing.digest(["address", $0]) }
        guest = GuestTrace(mac: mac, address: address)
        happenedAt = Self.moment(of: report)
        func stand(for reference: String) -> String {
            sealing.digest(["reference", report.source.rawValue, reference])
        }
        referenceDigest = report.reference.map(stand)
        loginDigest = event == .login ? referenceDigest : report.loginReference.map(stand)
        let session =
            if let referenceDigest {
                ["reference", referenceDigest]
            } else if let happenedAt {
                [
                    event == .login ? "session" : "end", String(happenedAt.milliseconds), mac ?? "",
                    mac == nil ? address ?? "" : "",
                ]
            } else {
                ["counters"]
                    + [report.uptimeSeconds, report.bytesIn, report.bytesOut].map { $0.map(String.init) ?? "" }
            }
        dedupeKey = sealing.digest([report.device.rawValue, report.user] + session)
    }

    /// Reads the key of a report that is on record, perhaps with an erased name.
    init(row: SQLRow, _ names: ErasedNames) throws(StoreError) {
        device = try row.id("device_id")
        user = names.known(try row.text("user_name"))
        event = try row.choice("event")
        source = try row.choice("source")
        guest = GuestTrace(mac: try row.optionalText("mac_digest"), address: try row.optionalText("address_digest"))
        happenedAt = try row.optionalTime("session_at")
        referenceDigest = try row.optionalText("reference_digest")
        loginDigest = event == .login ? referenceDigest : nil
        dedupeKey = try row.text("dedupe_key")
    }

    /// Whom on which router it is about: what is looked through for another report of the same event.
    var name: NameOnDevice { NameOnDevice(device: device, user: user) }

    /// Whether both are of one event, or the same counters, as far as their times tell.
    func isNear(_ other: SessionKey) -> Bool {
        // What was concluded of a voucher's use is no login that anybody saw.
        guard source != .adoption, other.source != .adoption else { return false }
        guard let happenedAt, let otherMoment = other.happenedAt, device == other.device, user == other.user,
            event == other.event, happenedAt - otherMoment <= Self.tolerance, otherMoment - happenedAt <= Self.tolerance
        else { return false }
        // What a source itself tells apart are two events, however close.
        if source == other.source, let referenceDigest, let otherReference = other.referenceDigest {
            return referenceDigest == otherReference
        }
        return guest.canBe(other.guest)
    }

    /// How far the times of two events lie apart; nothing where one has none.
    func distance(to other: SessionKey) -> Duration {
        guard let happenedAt, let otherMoment = other.happenedAt else { return .zero }
        return happenedAt < otherMoment ? otherMoment - happenedAt : happenedAt - otherMoment
    }

    /// When the event of a report was; nil when it tells of no event in particular.
    static func moment(of report: RedemptionReport) -> Timestamp? {
        if report.event == .logout { return report.endedAt ?? report.observedAt }
        if let loginAt = report.loginAt { return loginAt }
        switch report.source {
        // A mark stays on the router for as long as its user: when it is read says nothing about when the login was.
        case .counters, .comment, .adoption: return nil
        case .activeList, .listen: return report.observedAt - .seconds(report.uptimeSeconds ?? 0)
        case .script, .log, .routerLog: return report.observedAt
        }
    }
}

/// A user's name on a router.
struct NameOnDevice: Hashable, Sendable {
    var device: Device.ID
    var user: String
}

extension NameOnDevice {
    /// Whose session it is, and where.
    init(_ session: GuestSession) {
        self.init(device: session.device, user: session.user)
    }
}
