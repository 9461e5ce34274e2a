import GatewayDomain
import GatewayStore
import HTTPTypes

/// Shows what was done with a site's devices.
enum ReadSyncRuns {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let page = try PositionedPage(request)
        // One more than asked for tells whether there is another page.
        let runs = try await request.store.runs(at: site.id, before: page.position, limit: page.limit + 1)
        return page.response(runs, at: "/captive/sites/\(site.id)/sync-runs", position: PagePosition.init(of:)) {
            RunView(run: $0).json
        }
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let id = try request.id("runId", kind: "run", of: SyncRun.self)
        return .json(RunView(run: try await request.store.run(id, at: site.id)).json)
    }
}
