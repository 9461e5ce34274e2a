/// A router's end of a tunnel, as the gateway knows it.
public struct TunnelRouter: Hashable, Sendable {
    /// Its address inside, which is also its name: the host of its device.
    public let address: String
    /// Where it stands.
    public let site: Site.ID
    /// Its public key.
    public let publicKey: TunnelKey
    /// When it was given its keys.
    public let createdAt: Timestamp

    /// Names a router's end.
    ///
    /// - Parameters:
    ///   - address: its address inside.
    ///   - site: where it stands.
    ///   - publicKey: its public key.
    ///   - createdAt: when it was given its keys.
    public init(address: String, site: Site.ID, publicKey: TunnelKey, createdAt: Timestamp) {
        self.address = address
        self.site = site
        self.publicKey = publicKey
        self.createdAt = createdAt
    }
}

/// What a router is told so that it dials.
public struct TunnelAdmission: Hashable, Sendable {
    /// The gateway's end.
    public let tunnel: Tunnel
    /// The router's end.
    public let router: TunnelRouter
    /// The router's private key in base64; nil for a router that made its own.
    public let privateKey: Secret?
    /// The key that both ends share, in base64.
    public let presharedKey: Secret

    /// Tells a router what it needs.
    ///
    /// - Parameters:
    ///   - tunnel: the gateway's end.
    ///   - router: the router's end.
    ///   - privateKey: the router's private key in base64, or nil for a router that made its own.
    ///   - presharedKey: the key that both ends share, in base64.
    public init(tunnel: Tunnel, router: TunnelRouter, privateKey: Secret?, presharedKey: Secret) {
        self.tunnel = tunnel
        self.router = router
        self.privateKey = privateKey
        self.presharedKey = presharedKey
    }
}
