import HTTPTypes

/// What routers report.
enum RouterEventOperations {
    static let all = [
        Operation(
            "recordRouterEvents",
            .post,
            "/routeros/events",
            .device,
            bodyBytesMaximum: RouterEventBody.bytesMaximum,
            perform: RecordRouterEvents.perform
        )
    ]
}
