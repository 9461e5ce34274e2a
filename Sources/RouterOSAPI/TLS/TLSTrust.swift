/// Why we believe that the peer of a TLS connection is the device we mean.
public enum TLSTrust: Sendable, Hashable {
    /// The device presents exactly this certificate. The default for devices.
    ///
    /// Nothing else about the certificate is asked: a router signs its own, is reached by an address that may change, and one
    /// without a battery-backed clock makes certificates with wrong dates (RouterOS manual, scheduler page).
    case pinned(CertificateFingerprint)

    /// The device's certificate is signed by a certificate of this PEM file, is valid today, and names the host that was connected to.
    ///
    /// A host given as an IP address must stand in the certificate as an address, any other as a DNS name.
    /// The file may also hold the device's own self-signed certificate.
    case authority(file: String)

    /// Nobody is believed: the bytes are encrypted, but whoever sits in between can read and change them.
    ///
    /// A router whose `api-ssl` has no certificate, which is the factory state, speaks only this (anonymous Diffie-Hellman,
    /// TLS 1.2 at most). A device with a certificate refuses it.
    case anonymous

    /// Any certificate is accepted, only to read its fingerprint: for the question before the first pin.
    ///
    /// The connection closes by itself right after the handshake, and refuses every write: no password can reach a peer that nobody vouched for.
    case observe
}
