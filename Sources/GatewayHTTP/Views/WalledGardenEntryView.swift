public import GatewayDomain

/// A walled-garden entry as programs read it; `ip_address` is the portal API's name of an address or network.
public struct WalledGardenEntryView {
    private let entry: WalledGardenEntry

    /// Shows an entry.
    ///
    /// - Parameter entry: the entry.
    public init(entry: WalledGardenEntry) {
        self.entry = entry
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(entry.id),
            "name": .string(entry.name),
            "type": .string(entry.purpose?.rawValue),
            "ip_address": .string(network),
            "created_at": .time(entry.createdAt),
            "dst_host": .string(host),
            "port": .string(entry.port),
            "protocol": .string(entry.transport),
            "action": .string(entry.action.rawValue),
            "order": .number(entry.position),
            "method": .string(entry.method),
            "path": .string(entry.path),
        ]
    }

    /// As ``json``, with the site, and the name that the commands had for the host before the API was there.
    public var commandJSON: JSON {
        json.with(["site_id": .id(entry.site), "host": .string(host)])
    }

    /// What it is about, as it would be written.
    public var target: String { network ?? host ?? "" }

    private var network: String? {
        if case .network(let subnet) = entry.target { subnet.routerText } else { nil }
    }

    private var host: String? {
        if case .host(let host) = entry.target { host } else { nil }
    }
}
