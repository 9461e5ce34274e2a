/// The gateway's end as the file that `wg-quick` reads (wg-quick(8), wg(8)).
///
/// What it leaves to no later care: a router that somebody broke into reaches nothing through its tunnel, and nobody but the gateway's host
/// reaches a router. Nothing is forwarded in either direction, and on the host a router reaches only answers, echo, and the ports that
/// are named.
public struct TunnelConfiguration: Sendable {
    /// A router in the file.
    public struct Peer: Hashable, Sendable {
        /// The router's end.
        public let router: TunnelRouter
        /// The key that both ends share, in base64.
        public let presharedKey: Secret
        /// What a person knows it by: its site's name.
        public let title: String

        /// Names a router for the file.
        ///
        /// - Parameters:
        ///   - router: the router's end.
        ///   - presharedKey: the key that both ends share, in base64.
        ///   - title: what a person knows it by.
        public init(router: TunnelRouter, presharedKey: Secret, title: String) {
            self.router = router
            self.presharedKey = presharedKey
            self.title = title
        }
    }

    /// The gateway's end.
    public let tunnel: Tunnel
    /// The gateway's private key in base64.
    public let privateKey: Secret
    /// Every router.
    public let peers: [Peer]

    /// Collects what the file says.
    ///
    /// - Parameters:
    ///   - tunnel: the gateway's end.
    ///   - privateKey: the gateway's private key in base64.
    ///   - peers: every router.
    public init(tunnel: Tunnel, privateKey: Secret, peers: [Peer]) {
        self.tunnel = tunnel
        self.privateKey = privateKey
        self.peers = peers
    }

    /// The file.
    ///
    /// - Parameter openPorts: the TCP ports of the gateway's host that routers may reach through their tunnels.
    /// - Returns: the text, which holds the keys.
    public func text(openPorts: [Int] = []) -> Secret {
        let interface = """
            # The gateway's end of the tunnels to its routers; made by gardengate gateway tunnel config.
            # Holds keys: for root alone. Make it again when a router came or went.
            [Interface]
            Address = \(tunnel.network.gatewayPrefix)
            ListenPort = \(tunnel.listenPort)
            MTU = \(tunnel.mtu)
            PrivateKey = \(privateKey.revealed)
            # No router is a way into this network, nor to another router; and nobody in this network reaches a router but this host.
            PreUp = \(Self.firewall(openPorts: openPorts))
            PostDown = nft delete table inet gardengate_%i

            """
        return Secret(interface + peers.map(Self.text).joined())
    }

    /// One command, so that it takes effect as a whole or stops `wg-quick` before the first packet.
    private static func firewall(openPorts: [Int]) -> String {
        let ports = openPorts.map { "iifname \"%i\" tcp dport \($0) accept; " }.joined()
        return
            "nft 'add table inet gardengate_%i; delete table inet gardengate_%i; table inet gardengate_%i { "
            + "chain input { type filter hook input priority -10; iifname != \"%i\" accept; "
            + "ct state established,related accept; icmp type echo-request accept; \(ports)drop; }; "
            + "chain forward { type filter hook forward priority -10; "
            + "ct state established,related accept; iifname \"%i\" drop; oifname \"%i\" drop; }; }'"
    }

    private static func text(_ peer: Peer) -> String {
        // A comment of the file ends with its line; names have no line breaks, and this file must not depend on that.
        let title = String(String.UnicodeScalarView(peer.title.unicodeScalars.filter { $0.value >= 0x20 }))
        return """

            # \(title)
            [Peer]
            PublicKey = \(peer.router.publicKey)
            PresharedKey = \(peer.presharedKey.revealed)
            AllowedIPs = \(peer.router.address)/32

            """
    }
}
