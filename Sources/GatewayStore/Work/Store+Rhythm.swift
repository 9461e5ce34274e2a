public import GatewayDomain

/// Looks and audits whose interval has changed while they wait.
extension Store {
    /// An interval that has become shorter, or has not.
    public struct Shortening: Hashable, Sendable {
        /// How long it was; a second or more.
        public let before: Duration
        /// How long it is now; a second or more.
        public let after: Duration

        /// Says how an interval has changed.
        ///
        /// - Parameters:
        ///   - before: how long it was.
        ///   - after: how long it is now.
        public init(from before: Duration, to after: Duration) {
            self.before = max(before, .seconds(1))
            self.after = max(after, .seconds(1))
        }
    }

    /// Brings forward what would come later than shorter intervals say; longer ones hold from the next run on.
    ///
    /// What is left of the old interval becomes the same share of the new one, so that devices stay spread out.
    ///
    /// - Parameters:
    ///   - looks: how the interval of looks has changed.
    ///   - audits: how the interval of audits has changed.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func bringForward(looks: Shortening, audits: Shortening, now: Timestamp) async throws(StoreError) {
        // By seconds: the product of milliseconds would leave 64 bits behind.
        let changes: [(SQL, Shortening)] = [
            ("UPDATE devices SET look_at = $1 + (look_at - $1) * $2 / $3 WHERE look_at > $1", looks),
            ("UPDATE devices SET audit_at = $1 + (audit_at - $1) * $2 / $3 WHERE audit_at > $1", audits),
        ]
        let shorter = changes.filter { $1.after < $1.before }
        guard !shorter.isEmpty else { return }
        try await write { connection throws(StoreError) in
            for (change, interval) in shorter {
                try connection.query(
                    change,
                    [now, interval.after.components.seconds, interval.before.components.seconds]
                )
            }
        }
    }
}
