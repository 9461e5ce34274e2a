import GatewayDomain
import GatewayStore

/// The way to a router that the gateway cannot dial.
struct BootstrapTunnel {
    /// What the router is told of it.
    let script: TunnelScript
    /// The router's address inside.
    let host: String

    /// From where the router sees the gateway come.
    var sources: [String] { ["\(script.gatewayAddress)/32"] }

    /// Whether the router dials already.
    let isDevice: Bool
    /// Whether it is told new keys in place of those that it has.
    let renews: Bool

    /// The way to a router, made when there is none yet.
    ///
    /// - Parameters:
    ///   - isWanted: whether it was asked for; a router that has one keeps it in any case.
    ///   - host: the address inside, of a router that has one.
    ///   - port: the port of the router's API.
    ///   - site: where the router stands.
    ///   - renews: whether it gets new keys.
    ///   - session: what the command works with.
    /// - Returns: nil for a router that the gateway dials.
    /// - Throws: one line that names the remedy.
    static func find(
        isWanted: Bool,
        _ host: String?,
        _ port: Int,
        of site: Site,
        renews: Bool,
        _ session: Session
    ) async throws -> BootstrapTunnel? {
        if !isWanted {
            guard try await session.store.tunnelRouters().contains(where: { $0.address == host }) else {
                guard !renews else {
                    throw CommandFailure(
                        "the gateway dials \((host ?? "").printable): leave --new-keys out, or add --wireguard"
                    )
                }
                return nil
            }
        }
        let admission = try await session.store.admitTunnelRouter(
            at: site.id,
            address: host,
            renews: renews,
            now: session.now
        )
        return BootstrapTunnel(
            script: TunnelScript(gateway: session.store.gatewayID, admission: admission, apiPort: port),
            host: admission.router.address,
            isDevice: try await session.store.allDevices().contains { $0.host == admission.router.address },
            renews: renews
        )
    }

    /// Says what is to be done on the gateway's host.
    func tell(_ global: GlobalOptions) {
        guard !isDevice || renews else {
            Streams.error(
                """
                The router keeps its keys of the tunnel, and says so if it has lost them, as one does that was reset: then --new-keys makes new ones.

                """
            )
            return
        }
        if isDevice {
            Streams.error(
                """
                WARNING: these are new keys for a router that dials already. As soon as the gateway's host is told of them, or the tunnel \
                starts anew, the router at \(host) is out until this text has been pasted there.
                """
            )
        }
        Streams.error(
            """
            The router is \(host) inside the tunnel. Tell the gateway's host first:
              \(GatewayTunnelView.writing(global))
              sudo wg-quick up gardengate
            or, where that is up:
              \(GatewayTunnelView.reading)

            """
        )
    }
}
