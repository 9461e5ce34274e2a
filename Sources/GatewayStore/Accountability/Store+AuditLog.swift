import GatewayDomain

extension Store {
    /// The audit log, newest first.
    ///
    /// - Parameters:
    ///   - position: only entries before this one; nil for the newest.
    ///   - limit: how many at most.
    /// - Returns: the entries.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func auditEntries(before position: Int64? = nil, limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM audit_log WHERE position < $1 ORDER BY position DESC LIMIT $2",
                [position ?? .max, limit],
                as: AuditEntry.init(row:)
            )
        }
    }
}
