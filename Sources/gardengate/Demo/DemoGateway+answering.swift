import GatewayDomain
import GatewayHTTP
import GatewayStore

extension DemoGateway {
    /// Answers the portal's API on a free port of this machine while `body` runs.
    ///
    /// - Parameters:
    ///   - folder: where the token is kept, which ends with the demo.
    ///   - body: what to do meanwhile.
    /// - Throws: what `body` throws, or why the API cannot be served.
    func answering(
        in folder: DemoFolder,
        _ body: @escaping @Sendable (DemoAPI) async throws -> Void
    ) async throws {
        let issued = try await store.createToken(name: "demo", grant: .everything, now: .current)
        let token = try await TokenSigner.sign(issued, gateway: store.gatewayID)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: 0),
            store: store,
            readiness: { .ready },
            logger: Log.silent,
            now: { .current },
            onListening: { port.yield($0) }
        )
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                defer { port.finish() }
                do {
                    try await server.run()
                } catch {
                    // Being cancelled is how it ends when the demo does.
                    guard Task.isCancelled else { throw error }
                }
                return false
            }
            group.addTask {
                guard let bound = await ports.first(where: { _ in true }) else {
                    throw DemoFailure("the API does not listen")
                }
                try await body(try DemoAPI(port: bound, token: token, in: folder))
                return true
            }
            defer { group.cancelAll() }
            // The server ends without an error only when everything is cancelled; how it ended, the body says.
            for try await isBody in group where isBody { return }
        }
    }
}
