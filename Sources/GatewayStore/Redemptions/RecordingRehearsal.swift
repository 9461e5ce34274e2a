public import GatewayDomain

/// Says what recording reports would mean, batch after batch, and records nothing.
///
/// It runs the same statements on tables of its own, into which it copies what is on record of the names that the reports are of. So each
/// batch finds what the ones before it would have recorded, in as little memory as recording takes, and nobody who writes has to wait.
public final class RecordingRehearsal: Sendable {
    private let store: Store
    private let rehearsal: any SQLRehearsal

    init(of store: Store) throws(StoreError) {
        self.store = store
        rehearsal = try store.database.rehearsal(of: Recording.recordTables)
    }

    /// Says what recording these reports would mean, after those that were told before.
    ///
    /// - Parameters:
    ///   - reports: the reports.
    ///   - now: the time.
    /// - Returns: what each would mean, in the same order.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func record(_ reports: [RedemptionReport], now: Timestamp) async throws(StoreError) -> [RecordedReport] {
        guard !reports.isEmpty else { return [] }
        return try await rehearsal.run { [store] connection throws(StoreError) in
            try Self.copyKnown(connection, reports, sealing: store.sealing)
            var recording = try Recording(connection, reports, list: nil, sealing: store.sealing, now: now)
            let results = reports.map { recording.decide($0) { store.newID(of: Recording.Entry.self) } }
            try recording.writeRecord(connection) { store.newID(of: Recording.Entry.self).rawValue }
            return results
        }
    }

    /// Ends it, and forgets all of it.
    ///
    /// - Throws: ``StoreError`` when the connection cannot be closed.
    public func close() throws(StoreError) {
        try rehearsal.close()
    }

    /// Copies what is on record of these names on these devices; what was copied or changed before stays as it is.
    private static func copyKnown(
        _ connection: any SQLRehearsalConnection,
        _ reports: [RedemptionReport],
        sealing: SecretSealing
    ) throws(StoreError) {
        let names = ErasedNames(Set(reports.map(\.user)), sealing: sealing)
        let places = Set(
            reports.flatMap { report in
                names.spellings(of: report.user).map { NameOnDevice(device: report.device, user: $0) }
            }
        )
        let rows = SQLRows(places) { [$0.device, $0.user, CouponCode.matching($0.user)] }
        let source: SQL = "\(rows: 1, ["device_id": .text, "user_name": .text, "code": .text]) AS r"
        let ofName: SQL = "t.device_id = r.device_id AND t.user_name = r.user_name"
        try connection.copy("reports", joining: source, on: ofName, [rows])
        try connection.copy("guest_sessions", joining: source, on: ofName, [rows])
        try connection.copy(
            "redemptions",
            joining: "\(source) JOIN coupons AS c ON c.code = r.code AND COALESCE(c.spelling, c.code) = r.user_name",
            on: "t.coupon_id = c.id",
            [rows]
        )
    }
}

extension Store {
    /// Prepares to say what recording reports would mean.
    ///
    /// - Returns: the rehearsal; close it.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func rehearsal() throws(StoreError) -> RecordingRehearsal {
        try RecordingRehearsal(of: self)
    }
}
