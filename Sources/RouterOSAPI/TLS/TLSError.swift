/// Why a TLS connection could not be made, or broke.
///
/// Every case reads as one line that names the remedy.
public enum TLSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The device presented another certificate than the pinned one.
    case pinMismatch(expected: CertificateFingerprint, presented: CertificateFingerprint)
    /// The certificate's last day has passed, by this machine's clock.
    case certificateExpired(presented: CertificateFingerprint?)
    /// The certificate's first day has not come, by this machine's clock.
    case certificateNotYetValid(presented: CertificateFingerprint?)
    /// The certificate does not name the host that was connected to.
    case hostMismatch(host: String, presented: CertificateFingerprint?)
    /// Nobody in the authority's file signed the certificate.
    case untrustedAuthority(presented: CertificateFingerprint?)
    /// The certificate is refused for another reason, in OpenSSL's words (a weak key, a wrong purpose).
    case certificateRefused(reason: String, presented: CertificateFingerprint?)
    /// A certificate was expected, and the device refused the handshake as one does that has none (alert 40).
    case peerHasNoCertificate
    /// An anonymous device was expected, and it refused the handshake as one does that has a certificate (alert 40).
    case peerIsNotAnonymous
    /// No version of TLS is spoken by both sides.
    case noCommonVersion(minimum: TLSVersion)
    /// No cipher suite is spoken by both sides.
    case noCommonCipher
    /// The peer ended the session with this alert (RFC 8446, section 6; its name as OpenSSL has it).
    case refusedByPeer(alert: Int, name: String)
    /// The peer answered with something that is not TLS.
    case notTLS
    /// TCP ended before the handshake did.
    case closedDuringHandshake
    /// A write on a connection whose session has ended.
    case closed
    /// A write on a connection that only observes a certificate.
    case writeWhileObserving
    /// More bytes were written before the handshake's end than are kept.
    case tooMuchBeforeHandshake(bytesMaximum: Int)
    /// The peer asks for one answer of TLS after the other (for new keys, say), and does not read them.
    case answersUnread
    /// A file, a name or a combination of settings cannot be used.
    case configuration(String)
    /// Anything else, in OpenSSL's words.
    case other(String)

    /// A constant short name, for metrics and logs.
    public var label: String {
        switch self {
        case .pinMismatch: "pin_mismatch"
        case .certificateExpired: "certificate_expired"
        case .certificateNotYetValid: "certificate_not_yet_valid"
        case .hostMismatch: "host_mismatch"
        case .untrustedAuthority: "untrusted_authority"
        case .certificateRefused: "certificate_refused"
        case .peerHasNoCertificate: "peer_has_no_certificate"
        case .peerIsNotAnonymous: "peer_is_not_anonymous"
        case .noCommonVersion: "no_common_version"
        case .noCommonCipher: "no_common_cipher"
        case .refusedByPeer: "refused_by_peer"
        case .notTLS: "not_tls"
        case .closedDuringHandshake: "closed_during_handshake"
        case .closed: "closed"
        case .writeWhileObserving: "write_while_observing"
        case .tooMuchBeforeHandshake: "too_much_before_handshake"
        case .answersUnread: "answers_unread"
        case .configuration: "configuration"
        case .other: "other"
        }
    }

    /// One line for a human: what happened, and what to do about it.
    public var description: String {
        switch self {
        case .pinMismatch(let expected, let presented):
            """
            the device presents certificate \(presented), but \(expected) is pinned: \
            if its certificate was renewed, trust the new one; if not, somebody stands in between
            """
        case .certificateExpired(let presented):
            "the device's certificate\(Self.named(presented)) has expired: renew it on the device, or pin it; check this machine's clock"
        case .certificateNotYetValid(let presented):
            """
            the device's certificate\(Self.named(presented)) is not valid yet: \
            check the clocks of the device (NTP) and of this machine, or pin the certificate
            """
        case .hostMismatch(let host, let presented):
            """
            the device's certificate\(Self.named(presented)) does not name \(host): \
            connect by a name or address in its subject-alt-name, make a certificate that names \(host), or pin this one
            """
        case .untrustedAuthority(let presented):
            """
            no certificate of the authority file signed the device's certificate\(Self.named(presented)): \
            give the file of the authority that did, or pin the certificate
            """
        case .certificateRefused(let reason, let presented):
            "the device's certificate\(Self.named(presented)) is refused (\(reason)): make a new one with RSA 2048 and key-usage tls-server"
        case .peerHasNoCertificate:
            """
            the device refused the handshake (alert 40), as one does whose api-ssl has no certificate: \
            give it a certificate (/ip/service/set api-ssl certificate=...), or ask for anonymous, which is not secure
            """
        case .peerIsNotAnonymous:
            """
            the device refused an anonymous connection (alert 40), as one does whose api-ssl has a certificate: \
            pin that certificate
            """
        case .noCommonVersion(let minimum):
            "the device speaks no version of TLS that is allowed here (\(minimum) or newer): update it, or lower the minimum version"
        case .noCommonCipher:
            "both sides share no cipher suite: one may have no certificate, or one is too old"
        case .refusedByPeer(let alert, let name):
            "the peer ended the TLS session with alert \(alert) (\(name)): its log tells why"
        case .notTLS:
            "the peer does not speak TLS: check that the port is that of api-ssl (8729 unless changed), not of api (8728)"
        case .closedDuringHandshake:
            """
            the peer closed the connection during the TLS handshake: \
            check the service's allowed addresses (/ip/service/print) and the port
            """
        case .closed:
            "the TLS session has ended: connect again"
        case .writeWhileObserving:
            "nothing is sent to a device whose certificate is only looked at: trust it first"
        case .tooMuchBeforeHandshake(let bytesMaximum):
            "more than \(bytesMaximum) bytes were written before the TLS handshake ended: wait for it"
        case .answersUnread:
            "the peer keeps asking for new keys and does not read the answers: no router does that, look at what sits there"
        case .configuration(let text), .other(let text):
            text
        }
    }

    private static func named(_ fingerprint: CertificateFingerprint?) -> String {
        fingerprint.map { " \($0)" } ?? ""
    }
}
