import Hummingbird
import NIOCore

/// The body of a request as it arrives: of any size, but not for any time.
///
/// Whoever reads it holds back the sender, so that no more of it is in memory than a few pieces.
struct BodyStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let body: RequestBody
    private let deadline: ContinuousClock.Instant
    private let limit: Duration

    init(_ body: RequestBody, limits: RequestLimits) {
        self.body = body
        limit = limits.uploadDeadline
        deadline = .now + limit
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(base: body.makeAsyncIterator(), deadline: deadline, limit: limit)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: RequestBody.AsyncIterator
        fileprivate let deadline: ContinuousClock.Instant
        fileprivate let limit: Duration

        /// The next piece.
        ///
        /// - Throws: ``ErrorCode/bodyTooSlow`` when the whole takes too long, ``ErrorCode/bodyInvalid`` when the connection ends before the
        ///   body does. A sender that sends nothing for a while loses its connection (``RequestLimits/idleTimeout``).
        mutating func next() async throws -> ByteBuffer? {
            guard ContinuousClock.now < deadline else {
                throw APIError(
                    .bodyTooSlow,
                    "The body did not arrive within \(limit.components.seconds) seconds; send it in several requests."
                )
            }
            do {
                return try await base.next()
            } catch {
                throw APIError(.bodyInvalid, "The body ended before it was complete.")
            }
        }
    }
}
