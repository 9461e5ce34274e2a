import GatewayDomain
import GatewayStore

/// Pushes a site: by itself, with names that are adopted, or exactly as a plan has shown.
enum PushSite {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let wait = try WaitingForPush.wait(in: request.query, default: 0)
        let push = try await WaitingForPush.result(of: order(in: request), at: site, within: wait, request)
        let stale = push.runs.count { $0.plan?.refusalCode == .stale }
        guard push.state == .done, stale > 0 else { return WaitingForPush.response(push, request) }
        let page = request.services.publicURL + WaitingForPush.path(of: push)
        let next = push.canBeConfirmed ? ", and can be confirmed as '\(push.id)'" : ""
        let error = APIError(
            .planStale,
            """
            The plan is stale: something has changed on \(stale) of \(push.runs.count) devices, or in what they should hold; nothing was \
            written there. \(page) shows what is left to do now\(next).
            """
        )
        return APIResponse(error, publicURL: request.services.publicURL)
    }

    private static func order(in request: APIRequest) throws(APIError) -> PushOrder {
        guard let fields = try request.optionalFields(known: ["plan_id", "adopt", "now"]) else { return .push() }
        let plan = try fields.optionalID("plan_id", of: PushRequest.self)
        let names = try fields.optionalStrings("adopt", countMaximum: 1000) ?? []
        if let index = names.firstIndex(where: { !(1...255).contains($0.utf8.count) }) {
            throw .invalid("adopt[\(index)]", "must be a name of 1 to 255 bytes")
        }
        let now = try fields.optionalBoolean("now") ?? false
        guard let plan else { return .push(adopting: Set(names), now: now) }
        guard !now else {
            throw .invalid("now", "cannot be given with 'plan_id': a plan is applied as it was shown")
        }
        guard names.isEmpty else {
            throw .invalid("adopt", "cannot be given with 'plan_id': a plan is applied as it was shown")
        }
        return .confirm(plan)
    }
}

/// Plans a site: compares its devices with what they should hold, and keeps what it finds.
enum PlanSite {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let wait = try WaitingForPush.wait(in: request.query, default: 30)
        return WaitingForPush.response(
            try await WaitingForPush.result(of: .plan(), at: site, within: wait, request),
            request
        )
    }
}

/// Tells how far a push or a plan is.
enum GetPush {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let id = try request.id("pushId", kind: "push", of: PushRequest.self)
        let push = try await request.store.push(id, at: site.id, now: request.now)
        return .json(PushView(request: push).json)
    }
}
