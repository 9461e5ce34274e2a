/// The router's end of a tunnel as a script of RouterOS: `routeros-scripts/tunnel.rsc`, filled in.
public struct TunnelScript: Sendable {
    /// The port that a router's end listens on unless another tunnel has it; nobody dials it.
    static let listenPort = 51_820

    private let gateway: GatewayID
    private let admission: TunnelAdmission
    private let apiPort: Int

    /// Means a script.
    ///
    /// - Parameters:
    ///   - gateway: whose it is; the interface and the marks bear it.
    ///   - admission: what the router needs.
    ///   - apiPort: the port of its API service, which the gateway is let in to.
    public init(gateway: GatewayID, admission: TunnelAdmission, apiPort: Int = 8729) {
        self.gateway = gateway
        self.admission = admission
        self.apiPort = apiPort
    }

    /// The name of the interface on the router.
    public var interface: String { "gg-\(gateway)" }

    /// What the interface, its address and its filter rules bear as comment.
    public var mark: String { "gg1 \(gateway) tunnel" }

    /// The address from which the gateway reaches the router's API, for `/ip/service`: nobody else is let in.
    public var gatewayAddress: String { admission.tunnel.network.gatewayAddress }

    /// The script in one block, for a terminal or a file to import; it holds the keys.
    public var text: Secret {
        let tunnel = admission.tunnel
        let values = [
            "interface": interface,
            "mark": mark,
            "listen-port": "\(Self.listenPort)",
            "mtu": "\(tunnel.mtu)",
            "private-key": admission.privateKey?.revealed ?? "",
            "public-key": admission.router.publicKey.text,
            "gateway-key": tunnel.publicKey.text,
            "preshared-key": admission.presharedKey.revealed,
            "endpoint": tunnel.endpoint.host,
            "endpoint-port": "\(tunnel.endpoint.port)",
            "keepalive": "\(Tunnel.keepaliveSeconds)s",
            "address": admission.router.address,
            "gateway-address": gatewayAddress,
            "api-port": "\(apiPort)",
        ]
        // None of them has a character that means something within quotes.
        return Secret(values.reduce(Self.template) { $0.replacing("{{\($1.key)}}", with: $1.value) })
    }

    /// The same without its comments, as a part of another script.
    public var fragment: Secret {
        let lines = text.revealed.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
        return Secret(lines.joined(separator: "\n"))
    }

    private static let template = String(decoding: PackageResources.tunnel_rsc, as: UTF8.self)
}
