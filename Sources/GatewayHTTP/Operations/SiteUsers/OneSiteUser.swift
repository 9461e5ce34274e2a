import GatewayDomain
import GatewayStore
import HTTPTypes

/// Shows a guest with the sessions, or ends these.
enum OneSiteUser {
    @Sendable static func get(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let record = try await request.store.siteUser(try id(request), at: site.id)
        return .json(SiteUserView(record: record, now: request.now).detailedJSON)
    }

    @Sendable static func disconnect(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let count = try await request.store.disconnectSiteUser(try id(request), at: site.id, now: request.now)
        return .json(["sessions_ending": .integer(Int64(count))], status: .accepted)
    }

    private static func id(_ request: APIRequest) throws(APIError) -> SiteUser.ID {
        try request.id("siteUserId", kind: "guest")
    }
}
