import GatewayDomain
import HTTPTypes

/// What can be asked for about who changed what.
enum AuditOperations {
    static let all = [Operation("listAuditEntries", .get, path, .scope(.auditRead), perform: ListAuditEntries.perform)]

    static let path = "/captive/audit-log"
}
