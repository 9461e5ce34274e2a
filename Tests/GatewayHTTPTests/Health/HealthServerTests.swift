import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import GatewayHTTP

@Suite struct HealthServerTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a server while `body` has its port, and then stops it gracefully.
    private static func serving(
        _ readiness: Readiness,
        _ body: @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = HealthServer(
            host: "127.0.0.1",
            port: 0,
            readiness: { readiness },
            logger: silent,
            onListening: { port.yield($0) }
        )
        let services = ServiceGroup(services: [server], logger: silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await services.run()
            }
            let bound = try #require(await ports.first { _ in true })
            try await body(bound)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `it answers on the port that it names, and stops when told`() async throws {
        try await Self.serving(.ready) { port in
            #expect(port > 0)
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                for path in ["/healthz", "/readyz"] {
                    let response = try await client.get(path)
                    #expect(response.status == .ok)
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a port that is taken ends it with a line that names it`() async throws {
        try await Self.serving(.ready) { port in
            let second = HealthServer(host: "127.0.0.1", port: port, readiness: { .ready }, logger: Self.silent)
            let error = await #expect(throws: HealthServerError.self) {
                try await ServiceGroup(services: [second], logger: Self.silent).run()
            }
            #expect(error == .portTaken(host: "127.0.0.1", port: port))
            #expect(error?.description.contains("127.0.0.1:\(port)") == true)
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["192.0.2.77", "no-such-host.invalid"])
    func `an address that is not of this machine is named`(host: String) async throws {
        let server = HealthServer(host: host, port: 0, readiness: { .ready }, logger: Self.silent)
        let error = await #expect(throws: HealthServerError.self) { try await server.run() }
        #expect(error?.description.contains(host) == true)
        #expect(error?.description.contains("\n") == false)
    }
}
