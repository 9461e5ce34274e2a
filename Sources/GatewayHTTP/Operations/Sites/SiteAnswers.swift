import GatewayDomain
import GatewayStore

/// Sites as they are answered: with how their devices are doing, for whoever may see devices.
///
/// Why a router is not well, and what to do, names its address and what it said: `sites:read` alone does not tell that.
struct SiteAnswers {
    /// nil for whoever may not see it.
    private let health: [Site.ID: SiteHealth]?

    /// Reads how the devices of sites are doing, in one statement, or none where that is not to be told.
    init(_ sites: some Sequence<Site>, to request: APIRequest) async throws {
        guard request.caller.has(.devicesRead) else {
            health = nil
            return
        }
        health = try await request.store.health(of: sites.map(\.id), now: request.now)
    }

    /// One JSON object.
    func json(_ site: Site) -> JSON {
        let health = health?[site.id].map { SiteHealthView(health: $0).json }
        return SiteView(site: site).json.with(["health": health ?? .null])
    }

    /// One site as it is answered.
    static func json(_ site: Site, to request: APIRequest) async throws -> JSON {
        try await SiteAnswers([site], to: request).json(site)
    }
}
