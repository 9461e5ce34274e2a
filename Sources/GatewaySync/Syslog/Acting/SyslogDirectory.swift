import GatewayDomain
import GatewayStore
import Logging

/// Keeps the gate told who sends from where: reads the devices, and looks up the hosts that are names.
struct SyslogDirectory {
    private let intake: SyslogIntake
    private let store: Store
    private let addressesInterval: Duration
    private let resolve: @Sendable (String) async -> [IPAddress]
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private var known: [String: (addresses: [IPAddress], at: Timestamp)] = [:]

    /// So many names are looked up at once, and told before the next ones: one that takes long delays few others.
    private static let lookUpsAtOnce = 8

    init(
        _ intake: SyslogIntake,
        store: Store,
        addressesInterval: Duration,
        resolve: @escaping @Sendable (String) async -> [IPAddress],
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.intake = intake
        self.store = store
        self.addressesInterval = addressesInterval
        self.resolve = resolve
        self.logger = logger
        self.now = now
    }

    /// Reads the devices anew; hosts that are names are taken at the addresses that are known of them.
    ///
    /// - Returns: the devices, and the names whose addresses are unknown or old.
    /// - Throws: ``StoreError`` when the devices cannot be read.
    @discardableResult
    mutating func readDevices() async throws(StoreError) -> (peers: [SyslogPeer], names: [String]) {
        let peers = try await store.syslogPeers()
        let names = Set(peers.filter { $0.source == nil && IPAddress($0.host) == nil }.map(\.host))
        known = known.filter { names.contains($0.key) }
        tell(peers)
        let time = now()
        let old = names.filter { name in
            known[name].map { $0.at + addressesInterval <= time || time < $0.at } ?? true
        }
        return (peers, old.sorted())
    }

    /// Reads the devices anew, and looks up what has to be looked up.
    mutating func refresh() async {
        do {
            let (peers, names) = try await readDevices()
            for part in names.chunks(of: Self.lookUpsAtOnce) {
                await lookUp(Array(part))
                tell(peers)
            }
        } catch {
            // Who was known stays known.
            logger.warning("the devices could not be read", metadata: ["reason": "\(error)"])
        }
    }

    private mutating func lookUp(_ names: [String]) async {
        let resolve = self.resolve
        let found = await withTaskGroup(of: (String, [IPAddress]).self) { group in
            for name in names { group.addTask { (name, await resolve(name)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (name, addresses) in found {
            // A name server that is away for a while makes nobody unknown.
            known[name] = (addresses.isEmpty ? known[name]?.addresses ?? [] : addresses, now())
        }
    }

    private func tell(_ peers: [SyslogPeer]) {
        let sources = SyslogSources(peers, addresses: known.mapValues(\.addresses))
        intake.withGate { $0.set(sources) }
    }
}
