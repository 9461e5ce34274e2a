import COpenSSL
import NIOCore

/// What a new certificate says.
package struct CertificateTemplate: Sendable {
    package var commonName: String
    /// IP addresses and DNS names, told apart by their form.
    package var subjectAltNames: [String]
    /// Whether it may sign others.
    package var isAuthority: Bool
    /// As OpenSSL writes it: `digitalSignature,keyCertSign`; none when empty.
    package var keyUsage: String
    package var extendedKeyUsage: String
    /// The first moment of validity, counted from now.
    package var validFrom: Duration
    package var validFor: Duration

    /// Describes a certificate.
    package init(
        commonName: String,
        subjectAltNames: [String] = [],
        isAuthority: Bool,
        keyUsage: String,
        extendedKeyUsage: String,
        validFrom: Duration,
        validFor: Duration
    ) {
        self.commonName = commonName
        self.subjectAltNames = subjectAltNames
        self.isAuthority = isAuthority
        self.keyUsage = keyUsage
        self.extendedKeyUsage = extendedKeyUsage
        self.validFrom = validFrom
        self.validFor = validFor
    }
}

extension TLSServerIdentity {
    /// Makes an RSA key of 2048 bits and a certificate for it.
    /// - Parameters:
    ///   - template: What the certificate says.
    ///   - authority: Who signs it; nil for its own key.
    /// - Returns: The identity, which shows its own certificate and none of the authority's.
    /// - Throws: ``TLSError/configuration(_:)`` for a name that a certificate cannot carry.
    package static func issued(
        _ template: CertificateTemplate,
        by authority: TLSServerIdentity?
    ) throws(TLSError) -> TLSServerIdentity {
        ERR_clear_error()
        guard (1...64).contains(template.commonName.utf8.count) else {
            throw .configuration(
                "a certificate's common name has 1 to 64 bytes, this one \(template.commonName.utf8.count)"
            )
        }
        guard let generated = gg_rsa_generate(2048), let allocated = X509_new() else { throw failed() }
        let key = OpenSSLKey(owning: generated)
        let certificate = OpenSSLCertificate(owning: allocated)
        let name = X509_get_subject_name(certificate.pointer)
        let begin = Int(template.validFrom.components.seconds)
        let end = begin + Int(template.validFor.components.seconds)
        guard
            X509_set_version(certificate.pointer, 2) == 1,
            ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.pointer), .random(in: 1...UInt64(Int64.max)))
                == 1,
            X509_gmtime_adj(X509_getm_notBefore(certificate.pointer), begin) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate.pointer), end) != nil,
            X509_NAME_add_entry_by_NID(name, NID_commonName, V_ASN1_UTF8STRING, template.commonName, -1, -1, 0) == 1,
            X509_set_pubkey(certificate.pointer, key.pointer) == 1
        else { throw failed() }
        var signer = (certificate: certificate, key: key)
        if case .certificate(let issuer, _, let issuerKey)? = authority?.kind { signer = (issuer, issuerKey) }
        guard X509_set_issuer_name(certificate.pointer, X509_get_subject_name(signer.certificate.pointer)) == 1 else {
            throw failed()
        }
        try addExtensions(of: template, to: certificate)
        guard
            X509_sign(certificate.pointer, signer.key.pointer, EVP_sha256()) > 0,
            let fingerprint = CertificateFingerprint(certificate: certificate.pointer)
        else { throw failed() }
        return TLSServerIdentity(kind: .certificate(certificate, chain: [], key: key), fingerprint: fingerprint)
    }

    private static func addExtensions(
        of template: CertificateTemplate,
        to certificate: OpenSSLCertificate
    ) throws(TLSError) {
        var extensions = [(NID_basic_constraints, template.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE")]
        if !template.keyUsage.isEmpty { extensions.append((NID_key_usage, "critical,\(template.keyUsage)")) }
        if !template.extendedKeyUsage.isEmpty { extensions.append((NID_ext_key_usage, template.extendedKeyUsage)) }
        if !template.subjectAltNames.isEmpty {
            var entries: [String] = []
            for name in template.subjectAltNames { entries.append(try altNameEntry(name)) }
            extensions.append((NID_subject_alt_name, entries.joined(separator: ",")))
        }
        for (identifier, value) in extensions {
            guard gg_x509_add_extension(certificate.pointer, identifier, value) == 1 else { throw failed() }
        }
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
}
