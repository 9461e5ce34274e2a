public import GatewayDomain

extension Store {
    /// The answer that a request got before.
    ///
    /// - Parameters:
    ///   - claim: the request.
    ///   - now: the time.
    /// - Returns: nil when it has not been made, or so long ago that it is no longer known.
    /// - Throws: ``StoreError/idempotencyMismatch(key:)`` when another request was made with its key,
    ///   ``StoreError/idempotencyUnanswered(key:)`` when it took effect and its answer was lost.
    public func answer(for claim: IdempotencyClaim, now: Timestamp) async throws(StoreError) -> KeptAnswer? {
        try await read { [sealing] connection throws(StoreError) in
            try Self.answer(to: claim, sealing, connection, now: now)
        }
    }

    /// Keeps the answer to a request that took effect, sealed: it may hold a secret that is shown once.
    ///
    /// Without effect when the request changed nothing, or has an answer already.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - claim: the request.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func keepAnswer(_ answer: KeptAnswer, for claim: IdempotencyClaim) async throws(StoreError) {
        let sealed = try sealing.seal(bytes: answer.packed, row: claim.row)
        let digest = claim.keptDigest(sealing)
        // Not `write`: nobody waits for this change, and it is no change of anybody's.
        _ = try await database.write { connection throws(StoreError) in
            try connection.query(
                """
                UPDATE idempotency_claims SET sealed_answer = $4
                WHERE owner = $1 AND idempotency_key = $2 AND request_digest = $3 AND sealed_answer IS NULL
                """,
                [claim.owner, claim.key, digest, SQLValue.bytes(sealed)]
            )
        }
    }

    static func answer(
        to claim: IdempotencyClaim,
        _ sealing: SecretSealing,
        _ connection: any SQLConnection,
        now: Timestamp
    ) throws(StoreError) -> KeptAnswer? {
        let rows = try connection.query(
            """
            SELECT request_digest, sealed_answer IS NOT NULL AS is_answered, sealed_answer FROM idempotency_claims
            WHERE owner = $1 AND idempotency_key = $2 AND claimed_at > $3
            """,
            [claim.owner, claim.key, now - IdempotencyClaim.lifetime]
        )
        guard let row = rows.first else { return nil }
        guard try row.text("request_digest") == claim.keptDigest(sealing) else {
            throw .idempotencyMismatch(key: claim.key)
        }
        guard try row.flag("is_answered") else { throw .idempotencyUnanswered(key: claim.key) }
        return try KeptAnswer(packed: sealing.open(bytes: row.bytes("sealed_answer"), row: claim.row))
    }
}
