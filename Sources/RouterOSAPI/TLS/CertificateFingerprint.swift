import COpenSSL

/// The SHA-256 of a certificate (of its DER form): what a device is pinned to.
///
/// RouterOS prints the same 64 digits as `fingerprint` in `/certificate/print`, so both can be compared by eye.
public struct CertificateFingerprint: Sendable, Hashable, LosslessStringConvertible {
    /// Bytes in a SHA-256.
    static let byteCount = 32

    private let words: SIMD32<UInt8>

    /// Reads 64 hexadecimal digits, of either case.
    /// - Parameter text: The digits alone, or with a colon between all bytes as OpenSSL prints them. Anything else is `nil`.
    public init?(_ text: String) {
        var words = SIMD32<UInt8>()
        var digits = 0
        var colons = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ":") {
                guard digits == (colons + 1) * 2 else { return nil }
                colons += 1
                continue
            }
            guard digits < Self.byteCount * 2, let value = Self.value(ofDigit: byte) else { return nil }
            words[digits / 2] = words[digits / 2] << 4 | value
            digits += 1
        }
        guard digits == Self.byteCount * 2, colons == 0 || colons == Self.byteCount - 1 else { return nil }
        self.words = words
    }

    /// The digest of a certificate that OpenSSL holds.
    init?(certificate: OpaquePointer) {
        var words = SIMD32<UInt8>()
        var length: UInt32 = 0
        // SAFETY: the pointer is used within the call that lends it, and the digest is as long as `words`.
        let done = withUnsafeMutableBytes(of: &words) { bytes in
            X509_digest(certificate, EVP_sha256(), bytes.bindMemory(to: UInt8.self).baseAddress, &length)
        }
        guard done == 1, length == Self.byteCount else { return nil }
        self.words = words
    }

    /// The 32 bytes of the digest.
    public var bytes: [UInt8] { words.indices.map { words[$0] } }

    /// 64 lower-case hexadecimal digits, as RouterOS prints them.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        // SAFETY: each of the bytes that were asked for is written, with an ASCII digit.
        return String(unsafeUninitializedCapacity: Self.byteCount * 2) { text in
            for index in words.indices {
                text[index * 2] = digits[Int(words[index] >> 4)]
                text[index * 2 + 1] = digits[Int(words[index] & 15)]
            }
            return Self.byteCount * 2
        }
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
