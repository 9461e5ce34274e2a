import GatewayDomain
import GatewayStore

/// Shows what was done with a site's devices.
enum ReadSyncRuns {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let page = try Paging<TimeCursor>(request)
        let runs = try await request.store.runs(at: site.id, after: page.cursor, limit: page.fetched)
        let path = "\(SiteOperations.path(of: site.id))/sync-runs"
        return page.response(runs, at: path, endingAfter: TimeCursor.init(after:)) {
            RunView(run: $0).json
        }
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let id = try request.id("runId", kind: "run", of: SyncRun.self)
        return .json(RunView(run: try await request.store.run(id, at: site.id)).json)
    }
}
