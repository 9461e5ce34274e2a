import GatewayDomain
import GatewayStore

extension Store {
    /// Adds entries to the walled garden of a site, in this order.
    func garden(at site: Site, _ targets: [String], now: Timestamp) async throws {
        for target in targets {
            _ = try await addWalledGardenEntry(
                WalledGardenEntry(
                    id: newID(),
                    site: site.id,
                    position: 0,
                    name: target,
                    target: Subnet(target).map { .network($0) } ?? .host(target),
                    createdAt: now
                )
            )
        }
    }
}
