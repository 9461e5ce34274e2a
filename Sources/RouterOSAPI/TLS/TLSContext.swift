import COpenSSL

/// What many TLS connections share: versions, cipher suites, a server's key, an authority's certificates. Owns one `SSL_CTX`.
///
/// A pin is not in here but in the connection, so that clients of ten thousand pinned devices share one context.
// SAFETY: the SSL_CTX is configured in the initialisers only; afterwards OpenSSL reads it and counts references under its own locks.
package final class TLSContext: @unchecked Sendable {
    /// Forward-secret suites only.
    ///
    /// DHE is for RouterOS 6, which prefers it, and the CBC ones for its older releases
    /// (a capture of 2018 shows DHE-RSA-AES256-GCM-SHA384: octo/librouteros, issue 13).
    private static let certificateSuites =
        "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:ECDHE+AES:DHE+AES:!aNULL:!eNULL:!PSK:!SRP:!DSS"

    /// Older peers may have no forward secrecy to offer.
    private static let oldCertificateSuites = "ALL:!aNULL:!eNULL:!PSK:!SRP:!EXPORT"

    /// OpenSSL gives unauthenticated suites at security level 0 only.
    private static let anonymousSuites = "ADH:@SECLEVEL=0"

    let pointer: OpaquePointer
    let minimum: TLSVersion

    /// A server's context.
    ///
    /// One serves any number of connections, and of servers that share the identity.
    /// - Parameters:
    ///   - identity: What clients are shown.
    ///   - minimum: The oldest version that clients may speak.
    /// - Throws: ``TLSError/configuration(_:)`` when an anonymous server asks for more than TLS 1.2.
    package init(server identity: TLSServerIdentity, minimum: TLSVersion = .v12) throws(TLSError) {
        self.minimum = minimum
        pointer = try Self.make(TLS_server_method(), isAnonymous: identity.isAnonymous, minimum: minimum)
        // A named group of 2048 bits: what OpenSSL would choose by itself makes a handshake cost three times as much.
        guard let group = gg_ffdhe2048() else { throw Self.failed() }
        guard SSL_CTX_set0_tmp_dh_pkey(pointer, group) == 1 else {
            EVP_PKEY_free(group)
            throw Self.failed()
        }
        guard case .certificate(let certificate, let chain, let key) = identity.kind else { return }
        guard
            SSL_CTX_use_certificate(pointer, certificate.pointer) == 1,
            SSL_CTX_use_PrivateKey(pointer, key.pointer) == 1,
            chain.allSatisfy({ gg_ctx_add_chain(pointer, $0.pointer) == 1 })
        else { throw Self.failed() }
    }

    /// A client's context; ``TLSContextCache`` gives shared ones.
    init(client kind: ClientKind, minimum: TLSVersion) throws(TLSError) {
        self.minimum = minimum
        pointer = try Self.make(TLS_client_method(), isAnonymous: kind == .anonymous, minimum: minimum)
        guard kind != .anonymous else { return }
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(pointer, { store, _ in TLSSession.verifyPeer(store) }, nil)
        guard case .authority(let file) = kind else { return }
        let parameters = SSL_CTX_get0_param(pointer)
        // The file says who is trusted, be it a root, a certificate below one, or the device's own.
        X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let store = SSL_CTX_get_cert_store(pointer)
        for certificate in try file.certificates() {
            guard X509_STORE_add_cert(store, certificate.pointer) == 1 else { throw Self.failed() }
        }
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    /// What a client's context depends on.
    enum ClientKind: Equatable {
        case certificate
        case authority(PEMFile)
        case anonymous
    }

    private static func make(
        _ method: OpaquePointer?,
        isAnonymous: Bool,
        minimum: TLSVersion
    ) throws(TLSError) -> OpaquePointer {
        if isAnonymous, minimum > .v12 {
            throw .configuration("anonymous connections exist up to TLS 1.2: \(minimum) cannot be the minimum")
        }
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(method) else { throw failed() }
        gg_ctx_configure(pointer)
        let certificateSuites = minimum < .v12 ? oldCertificateSuites : certificateSuites
        let suites = isAnonymous ? anonymousSuites : "\(certificateSuites):@SECLEVEL=\(minimum.securityLevel)"
        guard
            gg_ctx_set_min_version(pointer, Int32(minimum.rawValue)) == 1,
            gg_ctx_set_max_version(pointer, Int32((isAnonymous ? TLSVersion.v12 : .v13).rawValue)) == 1,
            SSL_CTX_set_cipher_list(pointer, suites) == 1
        else {
            let error = failed()
            SSL_CTX_free(pointer)
            throw error
        }
        return pointer
    }

    private static func failed() -> TLSError {
        .other("OpenSSL could not set up TLS: \(OpenSSLFailure.take().text)")
    }
}
