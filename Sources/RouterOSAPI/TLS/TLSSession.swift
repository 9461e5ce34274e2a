import COpenSSL
import NIOCore

/// One end of one TLS connection, without I/O: ciphertext goes in and comes out as `ByteBuffer`s.
///
/// Owns one `SSL`. OpenSSL reads and writes through a `BIO` that is a view of ``inbound`` and ``outbound``, so no byte is kept twice. Every method
/// takes its outcome from OpenSSL before it returns: the caller may run anything in between two calls, even other calls.
// SAFETY: every buffer pointer is used only within the call that lends it, by OpenSSL or by a ByteBuffer.
final class TLSSession {
    /// What a handshake step led to.
    enum HandshakeStep {
        case waiting
        case done(TLSHandshakeCompleted)
        case failed(TLSError)
    }

    /// Why there is nothing more to read.
    enum ReadEnd {
        case waiting
        case closeNotify
        case failed(TLSError)
    }

    /// What a client asks of its peer; a server asks nothing.
    struct Expectation {
        let trust: TLSTrust
        let host: TLSHostName
    }

    let ssl: OpaquePointer
    private let context: TLSContext
    private let expectation: Expectation?
    private var presented: CertificateFingerprint?
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()

    init(context: TLSContext, expectation: Expectation?) throws(TLSError) {
        ERR_clear_error()
        guard let ssl = SSL_new(context.pointer) else {
            throw .other("OpenSSL could not start a session: \(OpenSSLFailure.take().text)")
        }
        self.ssl = ssl
        self.context = context
        self.expectation = expectation
        guard let bio = TLSBufferBIO.make() else { throw .other("OpenSSL could not make a BIO") }
        TLSBufferBIO.attach(bio, to: self)
        SSL_set_bio(ssl, bio, bio)
        guard let expectation else {
            SSL_set_accept_state(ssl)
            return
        }
        SSL_set_connect_state(ssl)
        let host = expectation.host
        var isSet = host.isAddress || host.text.isEmpty || gg_ssl_set_server_name(ssl, host.text) == 1
        if case .authority = expectation.trust {
            isSet =
                isSet && !host.text.isEmpty
                && (host.isAddress
                    ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.text) == 1
                    : SSL_set1_host(ssl, host.text) == 1)
        }
        guard isSet else {
            ERR_clear_error()
            throw .configuration(
                "\(host.text.debugDescription) cannot be asked for in a certificate: give a DNS name or an IP address"
            )
        }
    }

    deinit {
        SSL_free(ssl)
    }

    /// Whether OpenSSL left bytes for the peer.
    var hasOutbound: Bool { outbound.readableBytes > 0 }

    /// Gives the bytes for the peer away.
    func takeOutbound() -> ByteBuffer {
        let taken = outbound
        outbound = ByteBuffer()
        return taken
    }

    /// Takes bytes from the peer.
    func receive(_ buffer: ByteBuffer) {
        if inbound.readableBytes == 0 {
            inbound = buffer
        } else {
            inbound.writeImmutableBuffer(buffer)
        }
    }

    /// Goes on with the handshake as far as the bytes so far allow.
    func handshake() -> HandshakeStep {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        guard result != 1 else { return handshakeEnded() }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ:
            return .waiting
        default:
            return .failed(TLSError(OpenSSLFailure.take(), duringHandshakeOf: facts))
        }
    }

    /// Decrypts what has arrived, to the end of `plaintext`.
    func read(into plaintext: inout ByteBuffer) -> ReadEnd {
        // Plaintext is never longer than its records; the rest of a record that arrived in parts is the exception, and grows the buffer.
        plaintext.reserveCapacity(minimumWritableBytes: inbound.readableBytes)
        while true {
            ERR_clear_error()
            var count = 0
            var outcome = SSL_ERROR_NONE
            plaintext.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { bytes in
                let result = SSL_read_ex(ssl, bytes.baseAddress, bytes.count, &count)
                outcome = result == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl, result)
                return result == 1 ? count : 0
            }
            switch outcome {
            case SSL_ERROR_NONE:
                if plaintext.writableBytes == 0 {
                    plaintext.reserveCapacity(minimumWritableBytes: max(Int(SSL_pending(ssl)), 1024))
                }
            case SSL_ERROR_WANT_READ:
                return .waiting
            case SSL_ERROR_ZERO_RETURN:
                return .closeNotify
            default:
                return .failed(TLSError(OpenSSLFailure.take(), facts: facts))
            }
        }
    }

    /// Makes room for the records of `count` bytes, so that encrypting them does not move them again.
    func reserve(forPlaintextBytes count: Int, allocator: ByteBufferAllocator) {
        let records = count / TLSRecord.plaintextBytesMaximum + 1
        let needed = count + records * TLSRecord.overheadBytesMaximum
        if outbound.storageCapacity == 0 {
            outbound = allocator.buffer(capacity: needed)
        } else {
            outbound.reserveCapacity(minimumWritableBytes: needed)
        }
    }

    /// Encrypts all of it.
    func write(_ plaintext: ByteBuffer) throws(TLSError) {
        let failure: TLSError? = plaintext.withUnsafeReadableBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                ERR_clear_error()
                var written = 0
                let part = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                guard SSL_write_ex(ssl, part.baseAddress, part.count, &written) == 1 else {
                    return TLSError(OpenSSLFailure.take(), facts: facts)
                }
                offset += written
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Tells the peer that nothing more will be sent.
    func sendCloseNotify() {
        ERR_clear_error()
        // The answer tells whether the peer's own notice has come, which read() reports.
        _ = SSL_shutdown(ssl)
        ERR_clear_error()
    }

    private func handshakeEnded() -> HandshakeStep {
        if expectation != nil, let certificate = SSL_get1_peer_certificate(ssl) {
            presented = CertificateFingerprint(certificate: certificate)
            X509_free(certificate)
        }
        // The check while the certificate arrived is the one that sends an alert; this one holds whatever happened there.
        switch expectation?.trust {
        case .pinned(let expected):
            guard let presented else { return .failed(.peerHasNoCertificate) }
            guard presented == expected else { return .failed(.pinMismatch(expected: expected, presented: presented)) }
        case .authority:
            guard presented != nil else { return .failed(.peerHasNoCertificate) }
            guard SSL_get_verify_result(ssl) == X509_V_OK else { return .failed(facts.certificateError) }
        case .observe:
            guard presented != nil else { return .failed(.peerHasNoCertificate) }
        case .anonymous, nil:
            break
        }
        guard let version = TLSVersion(rawValue: Int(SSL_version(ssl))) else {
            return .failed(.noCommonVersion(minimum: context.minimum))
        }
        let cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? "unknown"
        return .done(TLSHandshakeCompleted(version: version, cipher: cipher, peerFingerprint: presented))
    }

    private var facts: TLSError.Facts {
        TLSError.Facts(
            expectation: expectation,
            minimum: context.minimum,
            presented: presented,
            verifyResult: Int32(SSL_get_verify_result(ssl))
        )
    }

    // MARK: - What OpenSSL calls

    /// Judges the certificate that the peer presents while the handshake runs, so that a refusal reaches the peer as an alert.
    static func verifyPeer(_ store: OpaquePointer?) -> Int32 {
        guard
            let store,
            let ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
            let session = TLSBufferBIO.session(of: SSL_get_rbio(OpaquePointer(ssl))),
            let certificate = X509_STORE_CTX_get0_cert(store)
        else { return 0 }
        session.presented = CertificateFingerprint(certificate: certificate)
        switch session.expectation?.trust {
        case .pinned(let expected):
            guard session.presented == expected else {
                X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)
                return 0
            }
            return 1
        case .authority:
            return X509_verify_cert(store)
        case .observe:
            return 1
        case .anonymous, nil:
            return 0
        }
    }

    /// Moves up to `count` bytes of ``inbound`` out; 0 when it is empty.
    func moveInbound(to bytes: UnsafeMutableRawPointer, count: Int) -> Int {
        let moved = min(count, inbound.readableBytes)
        guard moved > 0 else {
            inbound = ByteBuffer()
            return 0
        }
        inbound.readWithUnsafeReadableBytes { source in
            bytes.copyMemory(from: source.baseAddress ?? UnsafeRawPointer(bytes), byteCount: moved)
            return moved
        }
        return moved
    }

    /// Adds to ``outbound``.
    func moveOutbound(from bytes: UnsafeRawBufferPointer) {
        outbound.writeBytes(bytes)
    }
}

/// Sizes of a TLS record (RFC 5246, section 6.2; RFC 8446, section 5).
enum TLSRecord {
    /// Plaintext bytes that one record carries at most.
    static let plaintextBytesMaximum = 16384
    /// What encryption adds to them at most with the suites in use: header, explicit vector, padding and a SHA-384 code.
    static let overheadBytesMaximum = 96
}
