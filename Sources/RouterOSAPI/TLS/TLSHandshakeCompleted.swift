/// The user event that a ``TLSHandler`` fires when the peer is trusted and bytes may flow.
package struct TLSHandshakeCompleted: Sendable, Hashable {
    /// The version that both sides settled on.
    package let version: TLSVersion
    /// OpenSSL's name of the cipher suite, as `ADH-AES256-GCM-SHA384`.
    package let cipher: String
    /// The peer's certificate; `nil` when it presented none (an anonymous device; every client).
    package let peerFingerprint: CertificateFingerprint?
}

/// The user event that a ``TLSHandler`` fires once, before the channel becomes inactive, when the peer ended a session.
package enum TLSClosure: Sendable, Hashable {
    /// The peer said that it had sent everything.
    case closeNotify
    /// TCP ended without a word. Whether anything is missing, the protocol inside must know from its own framing.
    case truncated
}
