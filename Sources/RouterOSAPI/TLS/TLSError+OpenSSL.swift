import COpenSSL

extension TLSError {
    /// What is known of a session when OpenSSL reports a failure.
    struct Facts {
        let expectation: TLSSession.Expectation?
        let minimum: TLSVersion
        let presented: CertificateFingerprint?
        let verifyResult: Int32

        /// The error for a certificate that was refused, by OpenSSL's code for it.
        var certificateError: TLSError {
            switch verifyResult {
            case X509_V_ERR_CERT_REJECTED:
                if case .pinned(let expected) = expectation?.trust, let presented {
                    return .pinMismatch(expected: expected, presented: presented)
                }
            case X509_V_ERR_CERT_HAS_EXPIRED:
                return .certificateExpired(presented: presented)
            case X509_V_ERR_CERT_NOT_YET_VALID:
                return .certificateNotYetValid(presented: presented)
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
                return .hostMismatch(host: expectation?.host.text ?? "", presented: presented)
            case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
                return .untrustedAuthority(presented: presented)
            default:
                break
            }
            return .certificateRefused(
                reason: String(cString: X509_verify_cert_error_string(Int(verifyResult))),
                presented: presented
            )
        }
    }

    /// The error for a failed handshake.
    init(_ failure: OpenSSLFailure, duringHandshakeOf facts: Facts) {
        if let alert = failure.alert {
            switch (Int32(alert), facts.expectation?.trust) {
            case (SSL_AD_HANDSHAKE_FAILURE, .anonymous): self = .peerIsNotAnonymous
            case (SSL_AD_HANDSHAKE_FAILURE, .some): self = .peerHasNoCertificate
            case (SSL_AD_PROTOCOL_VERSION, _): self = .noCommonVersion(minimum: facts.minimum)
            case (SSL_AD_INSUFFICIENT_SECURITY, _): self = .noCommonCipher
            default: self = TLSError(failure, facts: facts)
            }
            return
        }
        switch failure.sslReason {
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
            self = facts.certificateError
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_WRONG_SSL_VERSION, SSL_R_VERSION_TOO_LOW, SSL_R_VERSION_TOO_HIGH,
            SSL_R_NO_PROTOCOLS_AVAILABLE:
            self = .noCommonVersion(minimum: facts.minimum)
        case SSL_R_NO_SHARED_CIPHER, SSL_R_WRONG_CIPHER_RETURNED, SSL_R_UNKNOWN_CIPHER_RETURNED,
            SSL_R_NO_CIPHERS_AVAILABLE:
            self = .noCommonCipher
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_PACKET_LENGTH_TOO_LONG,
            SSL_R_BAD_RECORD_TYPE, SSL_R_UNKNOWN_PROTOCOL:
            self = .notTLS
        case SSL_R_DH_KEY_TOO_SMALL, SSL_R_EE_KEY_TOO_SMALL, SSL_R_CA_KEY_TOO_SMALL, SSL_R_CA_MD_TOO_WEAK:
            self = .certificateRefused(reason: failure.text, presented: facts.presented)
        default:
            self = TLSError(failure, facts: facts)
        }
    }

    /// The error for a session that broke after its handshake.
    init(_ failure: OpenSSLFailure, facts: Facts) {
        if let alert = failure.alert {
            let name = SSL_alert_desc_string_long(Int32(alert)).map { String(cString: $0) } ?? "unknown"
            self = .refusedByPeer(alert: alert, name: name)
        } else {
            self = .other("TLS failed: \(failure.text)")
        }
    }
}
