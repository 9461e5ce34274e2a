import GatewayDomain
import GatewayHTTP

/// The tunnels as people and programs read them.
struct GatewayTunnelView {
    let tunnel: Tunnel?
    let routers: [TunnelRouter]
    /// The devices, to tell which router is one already.
    let devices: [Device]

    /// Writes the gateway's end where wg-quick looks for it, as whoever has the database, and for root alone.
    ///
    /// Two commands, so that nothing is put there when the first one fails.
    static func writing(_ global: GlobalOptions) -> String {
        var words = ["gardengate", "gateway", "tunnel", "config", "--output", "gardengate.conf"]
        for (name, value) in [("--database", global.database), ("--key-file", global.keyFile)] {
            if let value { words += [name, value] }
        }
        let command = words.map(\.shellQuoted).joined(separator: " ")
        return "\(command) && sudo install -m 600 gardengate.conf /etc/wireguard/"
    }
    /// Tells a tunnel that is up, without a break for the routers that dial.
    static let reading = "sudo bash -c 'wg syncconf gardengate <(wg-quick strip gardengate)'"
    /// What to do once routers came or went.
    static func renewal(_ global: GlobalOptions) -> String {
        "write its file again, with \(writing(global)), then sudo wg-quick down gardengate; sudo wg-quick up gardengate"
    }

    func text(sites: [Site]) -> String {
        guard let tunnel else {
            return "nobody said where routers dial: gardengate gateway tunnel set --endpoint HOST:PORT"
        }
        var table = TextTable("ADDRESS", "SITE", "STATE", "KEY")
        for router in routers {
            table.add(
                router.address,
                sites.first { $0.id == router.site }?.name ?? router.site.short,
                isDevice(router) ? "device" : "no device yet",
                router.publicKey.text
            )
        }
        return """
            routers dial \(tunnel.endpoint)
            the gateway is \(tunnel.network.gatewayAddress) of \(tunnel.network), key \(tunnel.publicKey)
            \(table.text(orElse: "no routers; add one with gardengate device bootstrap SITE --wireguard"))
            """
    }

    var json: JSON {
        [
            "tunnel": tunnel == nil ? .null : tunnelJSON,
            "routers": .list(routers) { router in
                [
                    "address": .string(router.address),
                    "site_id": .id(router.site),
                    "device_id": .id(devices.first { $0.host == router.address }?.id),
                    "public_key": .string(router.publicKey.text),
                    "created_at": .time(router.createdAt),
                ]
            },
        ]
    }

    /// The gateway's end.
    var tunnelJSON: JSON {
        [
            "endpoint": .string(tunnel?.endpoint.description),
            "listen_port": .number(tunnel?.listenPort),
            "network": .string(tunnel?.network.description),
            "gateway_address": .string(tunnel?.network.gatewayAddress),
            "mtu": .number(tunnel?.mtu),
            "public_key": .string(tunnel?.publicKey.text),
        ]
    }

    private func isDevice(_ router: TunnelRouter) -> Bool {
        devices.contains { $0.host == router.address }
    }
}
