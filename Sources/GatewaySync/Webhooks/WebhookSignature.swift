import Crypto
import Foundation
import GatewayDomain

/// Signs messages as the Standard Webhooks specification 1.0.0 says (section "Signature scheme").
///
/// HMAC-SHA256 over `id.timestamp.body` under the bytes that a secret stands for, written in base64 behind `v1,`. One signature for
/// each secret, separated by spaces: a receiver that knows any of them can check the message.
enum WebhookSignature {
    /// What stands before a secret's base64.
    static let prefix = "whsec_"

    /// The value of `webhook-signature`.
    ///
    /// - Parameters:
    ///   - id: what stands in `webhook-id`.
    ///   - seconds: what stands in `webhook-timestamp`.
    ///   - body: the body, byte for byte as it is sent.
    ///   - secrets: the secrets, `whsec_` and base64.
    /// - Returns: the signatures.
    static func text(id: String, seconds: Int64, body: String, secrets: [Secret]) -> String {
        let signed = Data("\(id).\(seconds).\(body)".utf8)
        let signatures = secrets.compactMap { secret -> String? in
            guard secret.revealed.hasPrefix(prefix),
                let key = Data(base64Encoded: String(secret.revealed.dropFirst(prefix.count)))
            else { return nil }
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
            return "v1," + Data(code).base64EncodedString()
        }
        return signatures.joined(separator: " ")
    }
}
