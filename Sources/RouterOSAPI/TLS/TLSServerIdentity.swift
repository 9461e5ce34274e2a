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
        ERR_clear_error()
        guard (1...64).contains(commonName.utf8.count) else {
            throw .configuration("a certificate's common name has 1 to 64 bytes, this one \(commonName.utf8.count)")
        }
        guard let generated = gg_rsa_generate(2048), let allocated = X509_new() else { throw failed() }
        let key = OpenSSLKey(owning: generated)
        let certificate = OpenSSLCertificate(owning: allocated)
        let name = X509_get_subject_name(certificate.pointer)
        let begin = Int(validFrom.components.seconds)
        let end = begin + Int(validFor.components.seconds)
        guard
            X509_set_version(certificate.pointer, 2) == 1,
            ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.pointer), .random(in: 1...UInt64(Int64.max)))
                == 1,
            X509_gmtime_adj(X509_getm_notBefore(certificate.pointer), begin) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate.pointer), end) != nil,
            X509_NAME_add_entry_by_NID(name, NID_commonName, V_ASN1_UTF8STRING, commonName, -1, -1, 0) == 1,
            X509_set_issuer_name(certificate.pointer, name) == 1,
            X509_set_pubkey(certificate.pointer, key.pointer) == 1
        else { throw failed() }
        var extensions: [(Int32, String)] = [
            (NID_basic_constraints, "critical,CA:TRUE"),
            (NID_key_usage, "critical,digitalSignature,keyEncipherment,keyCertSign"),
            (NID_ext_key_usage, "serverAuth"),
        ]
        if !subjectAltNames.isEmpty {
            var entries: [String] = []
            for name in subjectAltNames { entries.append(try altNameEntry(name)) }
            extensions.append((NID_subject_alt_name, entries.joined(separator: ",")))
        }
        for (identifier, value) in extensions {
            guard gg_x509_add_extension(certificate.pointer, identifier, value) == 1 else { throw failed() }
        }
        guard
            X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0,
            let fingerprint = CertificateFingerprint(certificate: certificate.pointer)
        else { throw failed() }
        return TLSServerIdentity(kind: .certificate(certificate, chain: [], key: key), fingerprint: fingerprint)
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
        guard case .certificate(let certificate, _, _) = kind, let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard PEM_write_bio_X509(bio, certificate.pointer) == 1 else { return nil }
        var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = BIO_read(bio, &text, Int32(text.count))
        return count > 0 ? String(decoding: text.prefix(Int(count)), as: UTF8.self) : nil
    }

    private static func altNameEntry(_ name: String) throws(TLSError) -> String {
        if TLSHostName(name).isAddress { return "IP:\(name)" }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "*"),
                UInt8(ascii: "_"):
                true
            default:
                false
            }
        }
        guard isPlain, !name.isEmpty else {
            throw .configuration("\(name.debugDescription) is neither an IP address nor a DNS name")
        }
        return "DNS:\(name)"
    }

    private static func failed() -> TLSError {
        .other("OpenSSL could not make a certificate: \(OpenSSLFailure.take().text)")
    }
}
