import GatewayDomain
import GatewayStore

/// Shows how all devices are doing.
enum ListFleet {
    /// Whether only those are wanted that need somebody.
    private enum Need: String, CaseIterable {
        case needed = "true"
        case irrelevant = "false"
    }

    /// How many are in which state.
    @Sendable static func summary(_ request: APIRequest) async throws -> APIResponse {
        .json(FleetSummaryView(summary: try await request.store.fleet(now: request.now)).json)
    }

    /// The devices themselves, by the name of their site, page by page.
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let page = try Paging<NameCursor>(request)
        var selection = DeviceSelection()
        var kept: [(String, String)] = []
        if let condition = try request.query.optionalChoice("condition", of: DeviceCondition.self) {
            selection.conditions = [condition]
            kept.append(("condition", condition.rawValue))
        }
        if let need = try request.query.optionalChoice("attention", of: Need.self) {
            selection.needsAttention = need == .needed
            kept.append(("attention", need.rawValue))
        }
        selection.cursor = page.cursor
        selection.limit = page.fetched
        let statuses = try await request.store.deviceStatuses(selection, now: request.now)
        return page.response(
            statuses,
            at: DeviceOperations.fleet,
            keeping: kept,
            endingAfter: NameCursor.init(after:),
            ReadDevices.json
        )
    }
}
