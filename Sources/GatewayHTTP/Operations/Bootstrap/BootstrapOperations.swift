import HTTPTypes

/// What routers fetch that are being set up.
enum BootstrapOperations {
    static let all = [
        Operation("getBootstrap", .get, "/routeros/bootstrap.rsc", .everybody, perform: GetBootstrap.perform)
    ]
}
