import GatewayDomain
import GatewayStore

extension APIRequest {
    /// The id of the instance that the path names, be there one or not.
    func instanceID() throws(APIError) -> Instance.ID {
        try id("instanceId", kind: "instance")
    }

    /// The instance that the path names.
    func instance() async throws -> Instance {
        try await store.instance(instanceID().rawValue)
    }

    /// The id of the site that the path names, be there one or not.
    func siteID() throws(APIError) -> Site.ID {
        try id("siteId", kind: "site")
    }

    /// The site that the path names.
    func site() async throws -> Site {
        try await store.site(siteID().rawValue)
    }
}
