import Crypto
import Foundation
import GatewayStore
import HTTPTypes
import NIOCore

/// The `Idempotency-Key` of a request.
enum IdempotencyKey {
    /// How many characters a key may have.
    static let lengthBounds = 1...255

    /// What a request claims.
    ///
    /// - Parameters:
    ///   - headers: the header of the request.
    ///   - operation: the id of the operation.
    ///   - target: path and query.
    ///   - body: the body.
    ///   - actor: whose request it is.
    /// - Returns: nil when there is no key.
    /// - Throws: ``ErrorCode/parameterInvalid`` for what is no key.
    static func claim(
        of headers: HTTPFields,
        operation: String,
        target: String,
        body: ByteBuffer,
        actor: Actor
    ) throws(APIError) -> IdempotencyClaim? {
        guard let key = headers[.idempotencyKey] else { return nil }
        guard lengthBounds.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("Idempotency-Key", "must have 1 to 255 visible ASCII characters")
        }
        return IdempotencyClaim(
            owner: "\(actor.kind.rawValue) \(actor.id)",
            key: key,
            requestDigest: digest([Data(operation.utf8), Data(target.utf8), Data(body.readableBytesView)])
        )
    }

    private static func digest(_ parts: [Data]) -> String {
        var hash = SHA256()
        for part in parts {
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            hash.update(data: Data("\(part.count):".utf8))
            hash.update(data: part)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension HTTPField.Name {
    /// What makes a repeated request the same one.
    static let idempotencyKey = named("Idempotency-Key")
    /// Says that an answer was given before.
    static let idempotentReplayed = named("Idempotent-Replayed")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a name that a field may have") }
        return name
    }
}
