import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body as a whole, up to a size and within a time.
struct BodyReading: Sendable {
    let limits: RequestLimits

    /// Reads the body.
    ///
    /// - Parameter request: the request.
    /// - Returns: the bytes, maybe none.
    /// - Throws: ``ErrorCode/bodyTooLarge`` (before a byte is read, where the header tells the size), ``ErrorCode/bodyTooSlow``, and
    ///   ``ErrorCode/bodyInvalid`` when the connection ends before the body does.
    func body(of request: Request) async throws(APIError) -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytesMaximum {
            throw tooLarge
        }
        do {
            return try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
                group.addTask { try await request.body.collect(upTo: limits.bodyBytesMaximum) }
                group.addTask {
                    try await Task.sleep(for: limits.bodyDeadline)
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let body = first else { throw tooSlow }
                return body
            }
        } catch let error as APIError {
            throw error
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw APIError(.bodyInvalid, "The body ended before it was complete.")
        }
    }

    private var tooLarge: APIError {
        APIError(
            .bodyTooLarge,
            "The body has more than \(limits.bodyBytesMaximum) bytes.",
            headers: [.connection: "close"]
        )
    }

    private var tooSlow: APIError {
        APIError(
            .bodyTooSlow,
            "The body did not arrive within \(limits.bodyDeadline.components.seconds) seconds.",
            headers: [.connection: "close"]
        )
    }
}
