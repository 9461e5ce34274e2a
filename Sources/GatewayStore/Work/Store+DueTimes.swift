public import GatewayDomain

/// Due times after the clock was set.
extension Store {
    /// How far ahead the due times of devices may lie: no further than their own interval.
    public struct FarthestDueTimes: Hashable, Sendable {
        /// The farthest next look.
        public var look: Duration
        /// The farthest next comparison of everything.
        public var audit: Duration
        /// Over which time comparisons are spread that lie further ahead.
        public var auditSpread: Duration
        /// The farthest next try after a failure.
        public var retry: Duration
        /// The farthest end of a lease.
        public var lease: Duration

        /// Puts it together.
        ///
        /// - Parameters:
        ///   - look: the farthest next look.
        ///   - audit: the farthest next comparison of everything.
        ///   - auditSpread: over which time those are spread that lie further ahead.
        ///   - retry: the farthest next try after a failure.
        ///   - lease: the farthest end of a lease.
        public init(look: Duration, audit: Duration, auditSpread: Duration, retry: Duration, lease: Duration) {
            self.look = look
            self.audit = audit
            self.auditSpread = auditSpread
            self.retry = retry
            self.lease = lease
        }
    }

    /// Takes due times for due that lie further ahead than they can: the clock was set back since they were written.
    ///
    /// Leases end after their own length, and comparisons of everything spread over their interval: after a start with a shorter one, those
    /// of all devices lie too far ahead. As long as there is nothing of that kind, one statement
    /// reads the last entry of four indexes; what waits for its next try is found by that time, and its others are as far ahead.
    ///
    /// - Parameters:
    ///   - farthest: how far ahead they may lie.
    ///   - now: the time.
    /// - Returns: whether there were any.
    /// - Throws: ``StoreError`` when the database cannot be written.
    @discardableResult
    public func bringForwardDueTimes(
        beyond farthest: FarthestDueTimes,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        let bounds = [now + farthest.look, now + farthest.audit, now + farthest.retry, now + farthest.lease]
        let isNeeded = try await read { connection throws(StoreError) in
            try !connection.query(Self.farDueTimes, bounds).isEmpty
        }
        guard isNeeded else { return false }
        try await write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET look_at = $1 WHERE look_at > $2",
                [now, bounds[0]]
            )
            // The milliseconds of the old times are as good as drawn.
            try connection.query(
                "UPDATE devices SET audit_at = $1 + audit_at % $3 WHERE audit_at > $2",
                [now, bounds[1], max(1, Int64(farthest.auditSpread / .milliseconds(1)))]
            )
            try connection.query("UPDATE devices SET retry_at = $1 WHERE retry_at > $2", [now, bounds[2]])
            try connection.query("UPDATE devices SET leased_until = $1 WHERE leased_until > $1", [bounds[3]])
        }
        return true
    }

    /// Whether any time lies further ahead than `$1` for looks, `$2` for comparisons, `$3` for tries and `$4` for leases.
    static let farDueTimes: SQL = """
        SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM devices WHERE retry_at IS NULL AND look_at > $1)
            OR EXISTS (SELECT 1 FROM devices WHERE retry_at IS NULL AND audit_at > $2)
            OR EXISTS (SELECT 1 FROM devices WHERE retry_at > $3)
            OR EXISTS (SELECT 1 FROM devices WHERE leased_until > $4)
        """

    /// Has every device compared in full as soon as there is a place for it: what it should hold was told for another time.
    ///
    /// - Parameter now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func compareEverything(now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query("UPDATE devices SET audit_at = $1 WHERE audit_at > $1", [now])
        }
    }

    /// Has every device compared in full whose plan was refused: what it was refused by has changed.
    ///
    /// - Parameter now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func compareRefused(now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET audit_at = $1 WHERE refused_revision IS NOT NULL AND audit_at > $1",
                [now]
            )
        }
    }

    /// The latest moment at which a redemption was recorded; nil before the first one.
    ///
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func newestRedemptionAt() async throws(StoreError) -> Timestamp? {
        try await read { connection throws(StoreError) in
            try connection.query("SELECT MAX(recorded_at) AS at FROM redemptions").first?.optionalTime("at")
        }
    }
}
