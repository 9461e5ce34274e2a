import GatewayDomain
import GatewayStore
import HTTPTypes

/// Lists the audit log, newest first.
enum ListAuditEntries {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let paging = try Paging(request.query, keyCount: 1)
        let found = try await request.store.auditEntries(before: try paging.integerKey(0), limit: paging.limit + 1)
        let entries = found.prefix(paging.limit)
        var headers = HTTPFields()
        if found.count > paging.limit, let last = entries.last {
            headers = paging.link(request, path: AuditOperations.path, after: [String(last.position)])
        }
        return .json(.list(entries) { AuditEntryView(entry: $0).json }, headers: headers)
    }
}
