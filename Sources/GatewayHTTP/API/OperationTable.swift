/// Every operation that is served; the OpenAPI document describes the same ones.
enum OperationTable {
    static let all: [Operation] =
        CouponOperations.all
        + TemplateOperations.all
        + ScheduleOperations.all
        + LinkOperations.all
        + GatewayOperations.all
        + SyncOperations.all
}
