import Crypto
import Foundation
import GatewayDomain

/// Seals secrets for the database, and makes digests that tell nothing about them.
///
/// AES-GCM under a key that is derived from the key file; the id of the row is authenticated with it, so that a sealed
/// password copied to another row does not open there.
struct SecretSealing: Sendable {
    private let sealingKey: SymmetricKey
    /// A code that has taken its key in and nothing else: a copy of it is where each digest begins.
    private let digestBegin: HMAC<SHA256>

    /// Derives the keys.
    ///
    /// - Parameter master: the content of the key file.
    init(master: SymmetricKey) {
        sealingKey = Self.derived(from: master, purpose: "gardengate sealing 1")
        digestBegin = HMAC<SHA256>(key: Self.derived(from: master, purpose: "gardengate digest 1"))
    }

    private static func derived(from master: SymmetricKey, purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data(purpose.utf8), outputByteCount: 32)
    }

    /// Seals a secret for one row.
    ///
    /// - Parameters:
    ///   - secret: the text to seal.
    ///   - row: the id of the row that will hold it.
    /// - Returns: nonce, sealed text and tag.
    /// - Throws: ``StoreError/unavailable(_:)`` when it cannot be sealed.
    func seal(_ secret: Secret, row: String) throws(StoreError) -> [UInt8] {
        try seal(bytes: Array(secret.revealed.utf8), row: row)
    }

    /// Seals bytes for one row, as ``seal(_:row:)`` does a text.
    func seal(bytes: [UInt8], row: String) throws(StoreError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(Data(bytes), using: sealingKey, authenticating: Data(row.utf8))
            return [UInt8](box.nonce) + [UInt8](box.ciphertext) + [UInt8](box.tag)
        } catch {
            throw .unavailable("a secret could not be sealed: \(error)")
        }
    }

    /// Opens what was sealed for one row.
    ///
    /// - Parameters:
    ///   - sealed: what ``seal(_:row:)`` gave.
    ///   - row: the id of the row that holds it.
    /// - Returns: the secret.
    /// - Throws: ``StoreError/damaged(_:)`` when it was sealed for another row, or with another key.
    func open(_ sealed: [UInt8], row: String) throws(StoreError) -> Secret {
        Secret(String(decoding: try open(bytes: sealed, row: row), as: UTF8.self))
    }

    /// Opens bytes that were sealed for one row.
    func open(bytes sealed: [UInt8], row: String) throws(StoreError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed))
            return [UInt8](try AES.GCM.open(box, using: sealingKey, authenticating: Data(row.utf8)))
        } catch {
            throw .damaged("the sealed secret of \(row) does not open")
        }
    }

    /// A keyed digest of a text, in hexadecimal digits.
    ///
    /// - Parameters:
    ///   - parts: what is digested; no two different lists of parts are digested alike.
    ///   - length: how many digits, at most 64.
    /// - Returns: the digits, lower case.
    func digest(_ parts: [String], length: Int = 32) -> String {
        var text: [UInt8] = []
        for part in parts {
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            text.append(contentsOf: "\(part.utf8.count):".utf8)
            text.append(contentsOf: part.utf8)
        }
        // In one piece, and no more digits than are asked for: a device of ten thousand users needs ten thousand of them.
        var code = digestBegin
        code.update(data: text)
        var digits: [UInt8] = []
        digits.reserveCapacity(length + 1)
        for byte in code.finalize() where digits.count < length {
            digits.append(Self.digits[Int(byte >> 4)])
            digits.append(Self.digits[Int(byte & 15)])
        }
        return String(decoding: digits.prefix(length), as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Whether two digests are the same, in a time that does not tell where they differ.
    ///
    /// - Parameters:
    ///   - left: a digest.
    ///   - right: another one.
    /// - Returns: true when they are equal.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Eight digits that change with the password of a hotspot user and tell nothing about it.
    func passwordDigest(gateway: GatewayID, user: String, password: Secret) -> String {
        digest(["password", gateway.rawValue, user, password.revealed], length: 8)
    }
}
