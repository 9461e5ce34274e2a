import NIOSSL

extension HTTPServerConfiguration.Identity {
    /// TLS 1.2 or later with this identity; clients need no certificate.
    ///
    /// - Throws: ``HTTPServerError/identityUnusable(file:reason:)`` that names the file.
    func tlsConfiguration() throws -> TLSConfiguration {
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(certificateFile)
        } catch {
            throw HTTPServerError.identityUnusable(file: certificateFile, reason: "it is no certificate in PEM")
        }
        guard !certificates.isEmpty else {
            throw HTTPServerError.identityUnusable(file: certificateFile, reason: "it holds no certificate")
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw HTTPServerError.identityUnusable(file: keyFile, reason: "it is no private key in PEM")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        do {
            // A key that is not the certificate's shows itself here, not at the first client.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw HTTPServerError.identityUnusable(file: keyFile, reason: "the key is not that of the certificate")
        }
        return configuration
    }
}
