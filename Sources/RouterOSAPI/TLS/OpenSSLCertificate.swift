import COpenSSL

/// One `X509` of OpenSSL.
// SAFETY: the certificate is never changed after it was made, and OpenSSL counts its references atomically.
final class OpenSSLCertificate: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        X509_free(pointer)
    }
}

/// One `EVP_PKEY` of OpenSSL.
// SAFETY: the key is never changed after it was made, and OpenSSL counts its references atomically.
final class OpenSSLKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }
}
