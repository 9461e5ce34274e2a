import GatewayDomain
import GatewayStore

/// Makes, changes and deletes sites.
enum WriteSites {
    /// At most so many instances serve a site.
    private static let instanceCountMaximum = 64

    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let fields = try request.fields(known: ["name", "instances"])
        try fields.refuseNull("instances")
        let site = Site(
            id: request.store.newID(),
            name: try fields.string("name"),
            services: try services(fields) ?? [],
            createdAt: request.now
        )
        try await request.store.createSite(site)
        return .created(SiteView(site: site).json, at: request.services.publicURL + SiteOperations.path(of: site.id))
    }

    /// What the body leaves out stays as it is, in the one transaction that changes the rest.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.siteID()
        let now = request.now
        let fields = try request.fields(known: ["name", "paused", "instances"])
        try fields.refuseNull("instances")
        let name = try fields.optionalString("name")
        let isPaused = try fields.optionalBoolean("paused")
        let services = try services(fields)
        let changed = try await request.store.updateSite(id, now: now) { site in
            if let name { site.name = name }
            if let isPaused { site.pausedAt = isPaused ? now : nil }
            if let services { site.services = services }
        }
        return .json(SiteView(site: changed).json)
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.removeSite(try request.siteID(), now: request.now)
        return .noContent
    }

    private static func services(_ fields: JSONFields) throws(APIError) -> [Site.Service]? {
        guard let objects = try fields.optionalObjects("instances", countMaximum: instanceCountMaximum) else {
            return nil
        }
        var services: [Site.Service] = []
        for object in objects {
            try object.refuseUnknown(known: ["id", "subnets"])
            services.append(Site.Service(instance: try object.id("id"), subnets: try object.subnets("subnets")))
        }
        return services
    }
}
