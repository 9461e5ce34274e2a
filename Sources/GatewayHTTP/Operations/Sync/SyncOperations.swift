import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about the work on a site's devices, and of it.
enum SyncOperations {
    static let all = [
        Operation("pushSite", .post, site + "/push", .scope(.sitesPush), perform: PushSite.perform),
        Operation("getPush", .get, site + "/pushes/{pushId}", .scope(.sitesRead), perform: GetPush.perform),
        Operation("planSite", .get, site + "/plan", .scope(.sitesPush), perform: PlanSite.perform),
        Operation("listSyncRuns", .get, site + "/sync-runs", .scope(.sitesRead), perform: ReadSyncRuns.list),
        Operation("getSyncRun", .get, site + "/sync-runs/{runId}", .scope(.sitesRead), perform: ReadSyncRuns.one),
        Operation(
            "listRedemptions",
            .get,
            site + "/redemptions",
            .scope(.redemptionsRead),
            perform: ListRedemptions.perform
        ),
        Operation(
            "importRedemptions",
            .post,
            site + "/redemptions/import",
            .scope(.redemptionsWrite),
            streamsBody: true,
            perform: ImportRedemptions.perform
        ),
    ]

    private static let site = "/captive/sites/{siteId}"
}
