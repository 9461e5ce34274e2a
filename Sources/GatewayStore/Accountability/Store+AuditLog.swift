import GatewayDomain

extension Store {
    /// The audit log, newest first.
    ///
    /// - Parameters:
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most.
    /// - Returns: the entries.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func auditEntries(after cursor: AuditCursor? = nil, limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM audit_log WHERE position < $1 ORDER BY position DESC LIMIT $2",
                [cursor?.position ?? .max, limit],
                as: AuditEntry.init(row:)
            )
        }
    }
}
