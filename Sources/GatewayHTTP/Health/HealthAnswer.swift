import Foundation
import Hummingbird

/// What a health question is answered with: a status, and a reason when something is wrong.
struct HealthAnswer: Encodable, ResponseGenerator {
    /// Characters of a reason that are sent; more are cut off.
    static let reasonCharactersMaximum = 500

    /// `ok`, or `unavailable`.
    let status: String
    /// Why it is not ok, in one line.
    let reason: String?

    /// The process lives.
    static let alive = HealthAnswer(status: "ok", reason: nil)

    /// An answer for a readiness.
    init(_ readiness: Readiness) {
        switch readiness {
        case .ready:
            self = .alive
        case .unavailable(let reason):
            let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
            self.init(status: "unavailable", reason: String(line.prefix(Self.reasonCharactersMaximum)))
        }
    }

    private init(status: String, reason: String?) {
        self.status = status
        self.reason = reason
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let encoder = JSONEncoder()
        // The same text each time: people compare it, and so do simple checks.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try ByteBuffer(bytes: encoder.encode(self))
        return Response(
            status: reason == nil ? .ok : .serviceUnavailable,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
