import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// An authority of the gateway's own: it vouches for the gateway's server, and routers are told to believe it.
///
/// Its keys are RSA with 2048 bits, which every RouterOS that the gateway writes to understands; that it verifies a chain of elliptic
/// curves is not on record anywhere we know of.
struct CertificateAuthority {
    /// A certificate with its key.
    struct Identity {
        let certificate: Certificate
        let key: Certificate.PrivateKey
    }

    /// How long an authority is valid; a router keeps it for its life.
    static let validity = Duration.seconds(3650 * 86_400)

    /// How far back validity begins: a router's clock may be behind.
    private static let margin: TimeInterval = 86_400

    let identity: Identity

    /// Takes one that was made before.
    init(_ identity: Identity) {
        self.identity = identity
    }

    /// Makes a new one.
    ///
    /// - Parameter now: the time.
    /// - Throws: what cryptography refuses.
    init(now: Date) throws {
        let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        let serial = Certificate.SerialNumber()
        // Two authorities in one router's list are told apart by their names.
        let name = try DistinguishedName {
            CommonName("gardengate \(serial.bytes.prefix(4).map { Self.hex($0) }.joined())")
        }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: serial,
            publicKey: key.publicKey,
            notValidBefore: now - Self.margin,
            notValidAfter: now + TimeInterval(Self.validity.components.seconds),
            issuer: name,
            subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key
        )
        identity = Identity(certificate: certificate, key: key)
    }

    /// Vouches for a server.
    ///
    /// - Parameters:
    ///   - hosts: what it is reached by; at least one.
    ///   - days: how long it is valid, but never longer than the authority.
    ///   - now: the time.
    /// - Returns: its certificate, with a new key.
    /// - Throws: what cryptography refuses.
    func server(_ hosts: [CertificateHost], days: Int, now: Date) throws -> Identity {
        let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        let authority = identity.certificate
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: max(now - Self.margin, authority.notValidBefore),
            notValidAfter: min(now + TimeInterval(days) * 86_400, authority.notValidAfter),
            issuer: authority.subject,
            subject: try DistinguishedName { CommonName(String((hosts.first?.text ?? "").prefix(64))) },
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(\.generalName))
                SubjectKeyIdentifier(hash: key.publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: identity.key.publicKey).keyIdentifier
                )
            },
            issuerPrivateKey: identity.key
        )
        return Identity(certificate: certificate, key: key)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }
}

extension CertificateAuthority.Identity {
    /// Reads a certificate and its key.
    ///
    /// - Parameters:
    ///   - certificate: the certificate, as PEM.
    ///   - key: the key, as PEM.
    /// - Throws: what is wrong with one of them, or that they do not belong together.
    init(certificate: String, key: String) throws {
        self.certificate = try Certificate(pemEncoded: certificate)
        self.key = try Certificate.PrivateKey(pemEncoded: key)
        guard self.certificate.publicKey == self.key.publicKey else { throw CertificateMismatch() }
    }

    /// Whether it may vouch for others, with an RSA key as ``CertificateAuthority`` has.
    var mayVouch: Bool {
        // An extension that cannot be read allows nothing.
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints else { return false }
        return _RSA.Signing.PublicKey(certificate.publicKey) != nil
    }

    /// The certificate as PEM.
    var certificateText: String { get throws { try certificate.serializeAsPEM().pemString + "\n" } }
    /// The key as PEM.
    var keyText: String { get throws { try key.serializeAsPEM().pemString + "\n" } }

    /// What people compare: SHA-256 of the certificate, in the form that routers show.
    var fingerprint: String { get throws { try certificate.fingerprint } }
}

extension Certificate {
    /// SHA-256 of the certificate, in the form that routers show.
    var fingerprint: String {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return SHA256.hash(data: serializer.serializedBytes).map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined()
        }
    }
}

/// A key that is not that of its certificate.
struct CertificateMismatch: Error, CustomStringConvertible {
    var description: String { "the key is that of another certificate" }
}

extension CertificateHost {
    fileprivate var generalName: GeneralName {
        switch self {
        case .name(let name): .dnsName(name)
        case .address(let bytes, _): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }
}
