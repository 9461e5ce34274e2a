import Crypto
import Foundation
import GatewayDomain

/// Keys of WireGuard, always from the system's generator: whoever knows one reads what it protects.
enum TunnelKeys {
    /// A pair for one end (X25519).
    ///
    /// - Returns: the private key in base64, and the public one.
    /// - Throws: ``StoreError/damaged(_:)`` when the public key cannot be written, which would be a mistake of ours.
    static func pair() throws(StoreError) -> (privateKey: Secret, publicKey: TunnelKey) {
        let key = Curve25519.KeyAgreement.PrivateKey()
        guard let publicKey = TunnelKey(key.publicKey.rawRepresentation.base64EncodedString()) else {
            throw .damaged("a new key")
        }
        return (privateKey: Secret(key.rawRepresentation.base64EncodedString()), publicKey: publicKey)
    }

    /// A key that both ends of one tunnel share, in base64.
    ///
    /// What was recorded stays secret even from those who break X25519 one day (Donenfeld, "WireGuard", section 5.2).
    static func shared() -> Secret {
        let key = SymmetricKey(size: .bits256)
        // SAFETY: the bytes are copied while the key lives.
        return Secret(key.withUnsafeBytes { Data($0) }.base64EncodedString())
    }
}
