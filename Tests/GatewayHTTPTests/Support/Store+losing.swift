@testable import GatewayStore

extension Store {
    /// Forgets every kept answer, as if the process had been killed before it kept one.
    func loseAnswers() async throws {
        try await write { connection throws(StoreError) in
            try connection.query("UPDATE idempotency_claims SET sealed_answer = NULL")
        }
    }
}
