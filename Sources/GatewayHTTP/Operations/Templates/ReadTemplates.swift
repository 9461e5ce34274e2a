import GatewayDomain
import GatewayStore

/// Shows the coupon templates of an instance.
enum ReadTemplates {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let templates = try await request.store.templates(of: request.instance().id)
        return .json(.list(templates) { TemplateView($0).json })
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(TemplateView(try await request.template()).json)
    }
}
