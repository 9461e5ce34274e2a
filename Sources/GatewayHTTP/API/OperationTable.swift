/// Every operation that is served; the OpenAPI document describes the same ones.
enum OperationTable {
    static let all: [Operation] = [
        AuditOperations.all,
        BootstrapOperations.all,
        CouponOperations.all,
        DeviceOperations.all,
        EventOperations.all,
        GatewayOperations.all,
        GuestOperations.all,
        HotspotUserOperations.all,
        InstanceOperations.all,
        LinkOperations.all,
        MetricsOperations.all,
        RouterEventOperations.all,
        ScheduleOperations.all,
        SiteOperations.all,
        SiteUserOperations.all,
        SyncOperations.all,
        TemplateOperations.all,
        WalledGardenOperations.all,
        WebhookOperations.all,
    ].flatMap { $0 }
}
