import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging
import NIOCore

/// Carries out a request with an `Idempotency-Key`, once.
struct Idempotency: Sendable {
    /// How long a request waits for another one with its key; 30 s unless changed.
    var patience = Duration.seconds(30)
    let running = RunningRequests()
    let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Carries out a request, or gives the answer that it got before.
    ///
    /// - Parameters:
    ///   - claim: what the request claims; nil when it has no key.
    ///   - store: the store that acts for the request, and keeps the claim with its change.
    ///   - now: the time.
    ///   - perform: carries it out.
    /// - Returns: the answer.
    /// - Throws: what carrying it out throws; ``ErrorCode/idempotencyRunning`` when another one with its key takes too long.
    func perform(
        _ claim: IdempotencyClaim?,
        store: Store,
        now: Timestamp,
        _ perform: () async throws -> APIResponse
    ) async throws -> APIResponse {
        guard let claim else { return try await perform() }
        let key = RunningRequests.Key(owner: claim.owner, key: claim.key)
        let answer = try await running.oneAtATime(key, within: patience) {
            // Before anything else: what the first request found may be gone by now.
            if let kept = try await store.answer(for: claim, now: now) { return APIResponse(kept) }
            do {
                let answer = try await perform()
                await keep(answer, for: claim, store: store)
                return answer
            } catch StoreError.alreadyAnswered(let kept) {
                // Another process was quicker.
                return APIResponse(kept)
            }
        }
        guard let answer else {
            throw APIError(
                .idempotencyRunning,
                "A request with this Idempotency-Key is still being carried out; send it again later.",
                headers: [.retryAfter: "5"]
            )
        }
        return answer
    }

    private func keep(_ answer: APIResponse, for claim: IdempotencyClaim, store: Store) async {
        guard store.hasClaimed else { return }
        do {
            try await store.keepAnswer(answer.kept, for: claim)
        } catch {
            // What was asked for is done, and the answer is there: it is given. Only a repetition will not get it.
            logger.error("an answer was not kept for its Idempotency-Key", metadata: ["reason": "\(error)"])
        }
    }
}

extension APIResponse {
    /// The answer as it is kept.
    var kept: KeptAnswer {
        KeptAnswer(
            status: status.code,
            headers: headers.map { KeptAnswer.Header(name: $0.name.rawName, value: $0.value) },
            body: body.map { Array($0.readableBytesView) }
        )
    }

    /// The answer that was kept, byte for byte, marked as given before.
    init(_ kept: KeptAnswer) {
        var headers = HTTPFields()
        for header in kept.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            headers.append(HTTPField(name: name, value: header.value))
        }
        headers[.idempotentReplayed] = "true"
        self.init(
            status: HTTPResponse.Status(code: kept.status),
            headers: headers,
            body: kept.body.map { ByteBuffer(bytes: $0) }
        )
    }
}
