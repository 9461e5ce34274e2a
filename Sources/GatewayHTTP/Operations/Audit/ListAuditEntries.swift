import GatewayDomain
import GatewayStore

/// Lists the audit log, newest first.
enum ListAuditEntries {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let page = try Paging<AuditCursor>(request)
        let entries = try await request.store.auditEntries(after: page.cursor, limit: page.fetched)
        return page.response(entries, at: AuditOperations.path, endingAfter: AuditCursor.init(after:)) {
            AuditEntryView(entry: $0).json
        }
    }
}
