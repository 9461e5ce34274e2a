import GatewayDomain
import GatewayStore

extension APIRequest {
    /// The instance that the path names.
    func instance() async throws -> Instance {
        try await store.instance(id("instanceId", kind: "instance", of: Instance.self).rawValue)
    }

    /// The site that the path names.
    func site() async throws -> Site {
        try await store.site(id("siteId", kind: "site", of: Site.self).rawValue)
    }
}
