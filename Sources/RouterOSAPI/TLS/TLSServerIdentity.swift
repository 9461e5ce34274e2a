import COpenSSL
import NIOCore

/// What a TLS server shows of itself: a certificate with its key, or nothing.
///
/// Making an RSA key takes a tenth of a second or so: servers that need not differ share one identity.
public struct TLSServerIdentity: Sendable {
    enum Kind: Sendable {
        case certificate(OpenSSLCertificate, chain: [OpenSSLCertificate], key: OpenSSLKey)
        case anonymous
    }

    let kind: Kind

    /// The fingerprint of the certificate; `nil` for an anonymous server.
    public let fingerprint: CertificateFingerprint?

    /// No certificate: anonymous Diffie-Hellman, as RouterOS's `api-ssl` in its factory state.
    public static let anonymous = TLSServerIdentity(kind: .anonymous, fingerprint: nil)

    /// Whether there is no certificate.
    public var isAnonymous: Bool { fingerprint == nil }

    /// Makes an RSA key of 2048 bits, as RouterOS makes by default (manual, certificate page), and a certificate that it signs.
    /// - Parameters:
    ///   - commonName: The subject, 1 to 64 bytes.
    ///   - subjectAltNames: IP addresses and DNS names, told apart by their form.
    ///   - validFrom: The first moment of validity, counted from now; an hour ago unless given, for clocks that differ.
    ///   - validFor: How long it is valid, ten years unless given. With an early `validFrom` it makes an expired certificate.
    /// - Returns: The identity, with a key of its own.
    /// - Throws: ``TLSError/configuration(_:)`` for a name that a certificate cannot carry.
    public static func selfSigned(
        commonName: String,
        subjectAltNames: [String] = [],
        validFrom: Duration = .seconds(-3600),
        validFor: Duration = .seconds(3650 * 86400)
    ) throws(TLSError) -> TLSServerIdentity {
        try self.issued(
            CertificateTemplate(
                commonName: commonName,
                subjectAltNames: subjectAltNames,
                isAuthority: true,
                keyUsage: "digitalSignature,keyEncipherment,keyCertSign",
                extendedKeyUsage: "serverAuth",
                validFrom: validFrom,
                validFor: validFor
            ),
            by: nil
        )
    }

    /// Reads an identity from files.
    /// - Parameters:
    ///   - certificateFile: PEM: the server's certificate first, then those between it and the authority.
    ///   - keyFile: PEM, without a passphrase; may be the same file.
    /// - Returns: The identity, which no longer needs the files.
    /// - Throws: ``TLSError/configuration(_:)`` that names the file.
    public static func pem(certificateFile: String, keyFile: String) throws(TLSError) -> TLSServerIdentity {
        let certificates = try PEMFile(path: certificateFile).certificates()
        let key = try PEMFile(path: keyFile).key()
        let leaf = certificates[0]
        ERR_clear_error()
        guard X509_check_private_key(leaf.pointer, key.pointer) == 1 else {
            ERR_clear_error()
            throw .configuration("the key in \(keyFile) is not that of the first certificate in \(certificateFile)")
        }
        guard let fingerprint = CertificateFingerprint(certificate: leaf.pointer) else { throw failed() }
        let kind = Kind.certificate(leaf, chain: Array(certificates.dropFirst()), key: key)
        return TLSServerIdentity(kind: kind, fingerprint: fingerprint)
    }

    /// The certificate in PEM form; `nil` for an anonymous server.
    ///
    /// A client may take it as its authority file.
    public var certificatePEM: String? {
        guard case .certificate(let certificate, _, _) = kind else { return nil }
        return CertificateFacts.text(of: certificate)
    }

    static func failed() -> TLSError {
        .other("OpenSSL could not make a certificate: \(OpenSSLFailure.take().text)")
    }
}
