import GatewayDomain
import GatewayStore

/// Which devices may be behind an address.
struct SyslogSources: Hashable, Sendable {
    private var peers: [IPAddress: [SyslogPeer]] = [:]

    /// Puts together who sends from where.
    ///
    /// - Parameters:
    ///   - peers: the devices.
    ///   - addresses: the addresses of hosts that are names, as far as they are known.
    init(_ peers: [SyslogPeer] = [], addresses: [String: [IPAddress]] = [:]) {
        for peer in peers {
            // Where somebody said from where a device's lines come, its host has no say.
            let sources = peer.source.map { [$0] } ?? IPAddress(peer.host).map { [$0] } ?? addresses[peer.host] ?? []
            for source in Set(sources) { self.peers[source, default: []].append(peer) }
        }
    }

    /// The devices that may be behind an address; none when it is nobody's.
    subscript(address: IPAddress) -> [SyslogPeer] { peers[address] ?? [] }

    /// How many devices may be behind an address.
    func count(behind address: IPAddress) -> Int { peers[address]?.count ?? 0 }
}
