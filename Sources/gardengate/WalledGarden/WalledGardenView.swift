import GatewayDomain
import GatewayHTTP

/// A walled-garden entry as programs read it; `ip_address` is the portal API's name of a network.
struct WalledGardenView {
    /// The entry.
    let entry: WalledGardenEntry

    /// One JSON object.
    var json: JSON {
        var network: String?
        var host: String?
        switch entry.target {
        case .network: network = Self.text(of: entry.target)
        case .host: host = Self.text(of: entry.target)
        }
        return [
            "id": .id(entry.id),
            "site_id": .id(entry.site),
            "name": .string(entry.name),
            "action": .string(entry.action.rawValue),
            "ip_address": .string(network),
            "host": .string(host),
            "port": .string(entry.port),
            "protocol": .string(entry.transport),
            "method": .string(entry.method),
            "path": .string(entry.path),
            "created_at": .time(entry.createdAt),
        ]
    }

    /// A target as it would be written.
    static func text(of target: WalledGardenEntry.Target) -> String {
        switch target {
        case .network(let subnet): subnet.description
        case .host(let host): host
        }
    }
}
