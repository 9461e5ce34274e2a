import GatewayDomain

/// Reads what is typed of tunnels.
enum TunnelArgument {
    /// The endpoint and the network.
    ///
    /// - Throws: one line that names the remedy.
    static func read(endpoint: String, network: String?) throws -> (TunnelEndpoint, TunnelNetwork?) {
        do throws(PortalValueError) {
            guard let network else { return (try TunnelEndpoint(endpoint), nil) }
            return (try TunnelEndpoint(endpoint), try TunnelNetwork(network))
        } catch {
            throw CommandFailure("--\(error)")
        }
    }

    /// The public key of a router that made its own.
    ///
    /// - Throws: one line that names the remedy.
    static func key(_ text: String?) throws -> TunnelKey? {
        guard let text else { return nil }
        guard let key = TunnelKey(text) else {
            throw CommandFailure(
                "\(text.printable) is no public key: give the 44 characters that the router shows for "
                    + ":put [/interface/wireguard/get NAME public-key]"
            )
        }
        return key
    }
}
