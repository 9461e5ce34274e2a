/// Every operation that is served; the OpenAPI document describes the same ones.
enum OperationTable {
    static let all: [Operation] =
        AuditOperations.all
        + CouponOperations.all
        + GatewayOperations.all
        + LinkOperations.all
        + ScheduleOperations.all
        + SyncOperations.all
        + TemplateOperations.all
}
