import Foundation

/// Where an authority and the server that it vouches for lie: four files of PEM.
struct CertificateFolder {
    let path: String

    /// The authority's certificate, which routers are given.
    var authority: String { path + "/ca.crt" }
    /// The authority's key.
    var authorityKey: String { path + "/ca.key" }
    /// The server's certificate.
    var server: String { path + "/server.crt" }
    /// The server's key.
    var serverKey: String { path + "/server.key" }

    /// The authority that lies there.
    ///
    /// - Returns: nil when there is none yet.
    /// - Throws: one line that names the file and the remedy.
    func existingAuthority() throws -> CertificateAuthority? {
        let files = FileManager.default
        switch (files.fileExists(atPath: authority), files.fileExists(atPath: authorityKey)) {
        case (false, false): return nil
        case (false, true): throw half(authority, beside: authorityKey)
        case (true, false): throw half(authorityKey, beside: authority)
        case (true, true): break
        }
        do {
            let identity = try CertificateAuthority.Identity(
                certificate: try text(authority),
                key: try text(authorityKey)
            )
            guard identity.mayVouch else {
                throw CommandFailure(
                    "\(authority.printable) may vouch for nobody, or not with an RSA key: put back a copy, or move both away and make a new one"
                )
            }
            return CertificateAuthority(identity)
        } catch let failure as CommandFailure {
            throw failure
        } catch is CertificateMismatch {
            throw CommandFailure(
                "\(authorityKey.printable) is not the key of \(authority.printable): put back the two that belong together"
            )
        } catch {
            throw CommandFailure(
                "\(authority.printable) and \(authorityKey.printable) are no authority: put back a copy, or move them away and make a new one"
            )
        }
    }

    /// Writes an authority, its key first and for its owner alone.
    func write(authority identity: CertificateAuthority.Identity) async throws {
        try await write(identity, certificate: authority, key: authorityKey)
    }

    /// Writes a server's certificate, its key first and for its owner alone.
    func write(server identity: CertificateAuthority.Identity) async throws {
        try await write(identity, certificate: server, key: serverKey)
    }

    private func write(_ identity: CertificateAuthority.Identity, certificate: String, key: String) async throws {
        let (keyText, certificateText) = (try identity.keyText, try identity.certificateText)
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755]
            )
        } catch {
            throw CommandFailure("cannot make the folder \(path.printable): name another one with --directory")
        }
        let remedy = "name another folder with --directory"
        try await PrivateFile(key, remedy: remedy).written { try await $0(keyText) }
        try await PrivateFile(certificate, remedy: remedy).written { try await $0(certificateText) }
        // Everybody may know a certificate. That it stays its owner's does no harm.
        try? FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: certificate)
    }

    private func text(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandFailure("cannot read \(path.printable): check who may")
        }
    }

    private func half(_ missing: String, beside present: String) -> CommandFailure {
        CommandFailure(
            """
            \(present.printable) is there without \(missing.printable): put that back, or move the first away to make a new authority, \
            which every router has to be told of
            """
        )
    }
}
