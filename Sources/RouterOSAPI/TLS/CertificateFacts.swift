import COpenSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a certificate says, read from its PEM form.
package struct CertificateFacts: Sendable {
    package let commonName: String
    /// The common name of who signed it.
    package let issuerName: String
    /// The serial number in hexadecimal digits.
    package let serialNumber: String
    package let fingerprint: CertificateFingerprint
    /// Seconds since 1970.
    package let validFrom: Int64
    package let validUntil: Int64
    /// Whether it may sign others.
    package let isAuthority: Bool
    /// This certificate alone in PEM form.
    package let text: String

    /// Reads all certificates of a text, in their order; none when it holds none.
    package static func read(_ text: [UInt8]) -> [CertificateFacts] {
        guard text.count <= PEMFile.bytesMaximum else { return [] }
        do throws(TLSError) {
            return try PEMFile(path: "the text", bytes: text).certificates().compactMap(Self.init)
        } catch {
            return []
        }
    }

    private init?(_ certificate: OpenSSLCertificate) {
        guard let fingerprint = CertificateFingerprint(certificate: certificate.pointer),
            let validFrom = Self.seconds(X509_get0_notBefore(certificate.pointer)),
            let validUntil = Self.seconds(X509_get0_notAfter(certificate.pointer)),
            let text = Self.text(of: certificate)
        else { return nil }
        self.commonName = Self.commonName(X509_get_subject_name(certificate.pointer))
        self.issuerName = Self.commonName(X509_get_issuer_name(certificate.pointer))
        self.serialNumber = Self.serialNumber(of: certificate)
        self.fingerprint = fingerprint
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.isAuthority = X509_check_ca(certificate.pointer) > 0
        self.text = text
    }

    private static func commonName(_ name: OpaquePointer?) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = X509_NAME_get_text_by_NID(name, NID_commonName, &buffer, Int32(buffer.count))
        guard count > 0 else { return "" }
        return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // SAFETY: the time belongs to the certificate, which the caller holds.
    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Int64(timegm(&parts))
    }

    private static func serialNumber(of certificate: OpenSSLCertificate) -> String {
        guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.pointer), nil) else { return "" }
        defer { BN_free(number) }
        guard let digits = BN_bn2hex(number) else { return "" }
        defer { CRYPTO_free(digits, nil, 0) }
        return String(cString: digits)
    }

    static func text(of certificate: OpenSSLCertificate) -> String? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard PEM_write_bio_X509(bio, certificate.pointer) == 1 else { return nil }
        var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = BIO_read(bio, &text, Int32(text.count))
        return count > 0 ? String(decoding: text.prefix(Int(count)), as: UTF8.self) : nil
    }
}
