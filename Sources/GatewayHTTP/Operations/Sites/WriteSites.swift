import GatewayDomain
import GatewayStore

/// Makes, changes and deletes sites.
enum WriteSites {
    /// At most so many instances serve a site.
    private static let instanceCountMaximum = 64

    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let fields = try request.fields(known: ["name", "instances", "scripts", "windows"])
        try fields.refuseNull("instances")
        try fields.refuseNull("windows")
        var site = Site(
            id: request.store.newID(),
            name: try fields.string("name"),
            services: (try services(fields) ?? []).map { $0.service(hadLoginPage: false) },
            createdAt: request.now
        )
        site.hasScripts = try fields.optionalBoolean("scripts") ?? true
        site.windows = try windows(fields) ?? WriteWindows()
        try await request.store.createSite(site)
        return .created(
            try await SiteAnswers.json(site, to: request),
            at: request.services.publicURL + SiteOperations.path(of: site.id)
        )
    }

    /// What the body leaves out stays as it is, in the one transaction that changes the rest.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.siteID()
        let now = request.now
        let fields = try request.fields(known: ["name", "paused", "instances", "scripts", "windows"])
        try fields.refuseNull("instances")
        try fields.refuseNull("windows")
        let name = try fields.optionalString("name")
        let isPaused = try fields.optionalBoolean("paused")
        let services = try services(fields)
        let hasScripts = try fields.optionalBoolean("scripts")
        let windows = try windows(fields)
        let changed = try await request.store.updateSite(id, now: now) { site in
            if let name { site.name = name }
            if let isPaused { site.pausedAt = isPaused ? now : nil }
            if let hasScripts { site.hasScripts = hasScripts }
            if let windows { site.windows = windows }
            if let services {
                let shown = Set(site.services.filter(\.hasLoginPage).map(\.instance))
                site.services = services.map { $0.service(hadLoginPage: shown.contains($0.instance)) }
            }
        }
        return .json(try await SiteAnswers.json(changed, to: request))
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.removeSite(try request.siteID(), now: request.now)
        return .noContent
    }

    /// What a body says about an instance at a site.
    private struct ServiceBody {
        let instance: Instance.ID
        let subnets: [Subnet]
        /// nil: as it is.
        let hasLoginPage: Bool?

        func service(hadLoginPage: Bool) -> Site.Service {
            var service = Site.Service(instance: instance, subnets: subnets)
            service.hasLoginPage = hasLoginPage ?? hadLoginPage
            return service
        }
    }

    private static func services(_ fields: JSONFields) throws(APIError) -> [ServiceBody]? {
        guard let objects = try fields.optionalObjects("instances", countMaximum: instanceCountMaximum) else {
            return nil
        }
        var services: [ServiceBody] = []
        for object in objects {
            try object.refuseUnknown(known: ["id", "subnets", "login_page"])
            services.append(
                ServiceBody(
                    instance: try object.id("id"),
                    subnets: try object.subnets("subnets"),
                    hasLoginPage: try object.optionalBoolean("login_page")
                )
            )
        }
        return services
    }

    /// When the routers are written to; a window without days is one of every day.
    private static func windows(_ fields: JSONFields) throws -> WriteWindows? {
        guard let objects = try fields.optionalObjects("windows", countMaximum: WriteWindows.countMaximum) else {
            return nil
        }
        var windows = WriteWindows()
        for object in objects {
            try object.refuseUnknown(known: ["days", "from", "to", "timezone"])
            let days = try object.optionalStrings("days", countMaximum: 7)
            windows.all.append(
                try WriteWindow(
                    days: days.map { try Weekdays(text: $0.joined(separator: ",")) } ?? .all,
                    from: TimeOfDay(text: try object.string("from"), field: .windowStart),
                    to: TimeOfDay(text: try object.string("to"), field: .windowEnd),
                    timeZone: try object.string("timezone")
                )
            )
        }
        return windows
    }
}
