import Foundation
import NIOSSL

extension HTTPServerConfiguration.Identity {
    /// Reads both files, and checks that they belong together.
    ///
    /// - Parameter now: the time, in seconds since 1970.
    /// - Returns: what is not right, but does not keep anybody from serving: a line each.
    /// - Throws: ``HTTPServerError/identityUnusable(file:reason:)`` that names the file and the remedy.
    public func check(now: Int64) throws(HTTPServerError) -> [String] {
        _ = try tlsConfiguration()
        var warnings: [String] = []
        let leaf = try certificates()[0]
        if Int64(leaf.notValidAfter) < now {
            warnings.append("the certificate in \(certificateFile) is over: clients will refuse it; renew it")
        } else if Int64(leaf.notValidBefore) > now {
            warnings.append("the certificate in \(certificateFile) is not valid yet: check this machine's clock")
        }
        // A group of its own for such keys is customary; everybody is not.
        if let mode = Self.mode(of: keyFile), mode & 0o004 != 0 {
            warnings.append("everybody on this machine may read the key \(keyFile); run: chmod o-r \(keyFile)")
        }
        return warnings
    }

    /// TLS 1.2 or later with this identity; clients need no certificate.
    ///
    /// - Throws: ``HTTPServerError/identityUnusable(file:reason:)`` that names the file and the remedy.
    func tlsConfiguration() throws(HTTPServerError) -> TLSConfiguration {
        let certificates = try certificates()
        let key = try key()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        do {
            // A key that is not the certificate's shows itself here, not at the first client.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .identityUnusable(
                file: keyFile,
                reason: "it is not the key of the first certificate in \(certificateFile); give one that is"
            )
        }
        return configuration
    }

    private func certificates() throws(HTTPServerError) -> [NIOSSLCertificate] {
        let text = try Self.text(of: certificateFile)
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(Array(text.utf8))
            if !certificates.isEmpty { return certificates }
        } catch {
            // Said below: what BoringSSL says of it helps nobody.
        }
        throw .identityUnusable(
            file: certificateFile,
            reason: text.contains("PRIVATE KEY-----")
                ? "it holds a key and no certificate; give the certificate to --tls-certificate, the key to --tls-key"
                : "it holds no certificate in PEM; give the certificate, followed by those up to its authority"
        )
    }

    private func key() throws(HTTPServerError) -> NIOSSLPrivateKey {
        let text = try Self.text(of: keyFile)
        guard !text.contains("ENCRYPTED") else {
            throw .identityUnusable(
                file: keyFile,
                reason: "it is encrypted, and nobody is there to ask; decrypt it: openssl pkey -in FILE -out NEW-FILE"
            )
        }
        do {
            return try NIOSSLPrivateKey(bytes: Array(text.utf8), format: .pem)
        } catch {
            throw .identityUnusable(
                file: keyFile,
                reason: "it holds no private key in PEM; give the key that the certificate was made for"
            )
        }
    }

    private static func text(of file: String) throws(HTTPServerError) -> String {
        do {
            return String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: file)
            throw .identityUnusable(
                file: file,
                reason: isThere ? "it cannot be read; check owner and mode" : "there is no such file; check the path"
            )
        }
    }

    private static func mode(of file: String) -> Int? {
        // A file that was read a moment ago and has no mode now is nothing to warn about.
        (try? FileManager.default.attributesOfItem(atPath: file))?[.posixPermissions] as? Int
    }
}
