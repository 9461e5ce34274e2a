import GatewayDomain

extension Store {
    /// Runs a changing transaction, and within it keeps the note of whom it is for.
    ///
    /// One statement more than the transaction itself, two with a claim, whatever it does. The claim comes first, so that a
    /// repeated request is found before anything is decided; a transaction that changes nothing takes it back, for nothing
    /// was done that must not be done twice.
    ///
    /// - Parameters:
    ///   - target: what the entry says was changed; nil for what the note says.
    ///   - body: the transaction.
    /// - Returns: what it gave, and whether it changed anything.
    /// - Throws: what it threw, or what came of the claim.
    func attributed<Value: Sendable>(
        about target: String? = nil,
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> (value: Value, changed: Bool) {
        guard let attribution else { return try await database.write(body) }
        let note = target.map(attribution.note.about) ?? attribution.note
        let claim = attribution.openClaim
        let entry = newID(of: AuditEntry.self)
        let result = try await database.write { [sealing] connection throws(StoreError) in
            if let claim { try Self.take(claim, sealing, connection, now: note.at) }
            let before = connection.changeCount
            let value = try body(connection)
            guard connection.changeCount != before else {
                if let claim { try Self.giveBack(claim, connection) }
                return (value: value, changed: false)
            }
            let position = try AuditEntry.append(entry, note, connection)
            if position.isMultiple(of: Housekeeping.interval) { try Housekeeping.purge(connection, now: note.at) }
            return (value: value, changed: true)
        }.value
        if result.changed, claim != nil { attribution.markClaimed() }
        return result
    }

    private static func take(
        _ claim: IdempotencyClaim,
        _ sealing: SecretSealing,
        _ connection: any SQLConnection,
        now: Timestamp
    ) throws(StoreError) {
        // One that has run out is nobody's: it is taken over where it stands.
        let taken = try connection.query(
            """
            INSERT INTO idempotency_claims (owner, idempotency_key, request_digest, claimed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (owner, idempotency_key) DO UPDATE
                SET request_digest = excluded.request_digest, claimed_at = excluded.claimed_at, sealed_answer = NULL
                WHERE idempotency_claims.claimed_at <= $5
            RETURNING owner
            """,
            [claim.owner, claim.key, claim.keptDigest(sealing), now, now - IdempotencyClaim.lifetime]
        )
        guard taken.isEmpty else { return }
        guard let answer = try answer(to: claim, sealing, connection, now: now) else {
            throw .idempotencyUnanswered(key: claim.key)
        }
        throw .alreadyAnswered(answer)
    }

    private static func giveBack(
        _ claim: IdempotencyClaim,
        _ connection: any SQLConnection
    ) throws(StoreError) {
        try connection.query(
            "DELETE FROM idempotency_claims WHERE owner = $1 AND idempotency_key = $2",
            [claim.owner, claim.key]
        )
    }
}

/// What keeps the record from growing without end.
enum Housekeeping {
    /// Every so many entries of the audit log, some of what is too old goes.
    static let interval: Int64 = 64
    /// At most so many rows of each table go at once: more than come in between, and few enough that nobody waits.
    static let step = 1000

    static func purge(_ connection: any SQLConnection, now: Timestamp) throws(StoreError) {
        try connection.query(
            """
            DELETE FROM audit_log WHERE position IN (
                SELECT position FROM audit_log WHERE at <= $1 ORDER BY at LIMIT $2
            )
            """,
            [now - AuditEntry.lifetime, step]
        )
        try connection.query(
            """
            DELETE FROM idempotency_claims WHERE (owner, idempotency_key) IN (
                SELECT owner, idempotency_key FROM idempotency_claims WHERE claimed_at <= $1 ORDER BY claimed_at LIMIT $2
            )
            """,
            [now - IdempotencyClaim.lifetime, step]
        )
    }
}
