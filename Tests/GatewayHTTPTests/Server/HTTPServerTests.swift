import GatewayDomain
import GatewayStore
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import GatewayHTTP

@Suite struct HTTPServerTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a server while `body` has its port, and then stops it gracefully.
    private static func serving(
        _ readiness: Readiness,
        _ body: @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let scratch = try Scratch()
        let store = try await Store.open(StoreConfiguration(path: scratch.database))
        let server = Self.server(store, readiness: readiness) { port.yield($0) }
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
        try store.close()
        scratch.keep()
    }

    private static func server(
        _ store: Store,
        host: String = "127.0.0.1",
        port: Int = 0,
        readiness: Readiness = .ready,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> HTTPServer {
        HTTPServer(
            configuration: HTTPServerConfiguration(host: host, port: port),
            store: store,
            readiness: { readiness },
            logger: silent,
            now: { TestClock.start },
            onListening: { onListening($0) }
        )
    }

    /// A store for a server that never gets to use it.
    private static func withStore(_ body: (Store) async throws -> Void) async throws {
        let scratch = try Scratch()
        let store = try await Store.open(StoreConfiguration(path: scratch.database))
        try await body(store)
        try store.close()
        scratch.keep()
    }

    @Test(.timeLimit(.minutes(15))) func `it answers on the port that it names, and stops when told`() async throws {
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

    @Test(.timeLimit(.minutes(15))) func `a port that is taken ends it with a line that names it`() async throws {
        try await Self.serving(.ready) { port in
            try await Self.withStore { store in
                let second = Self.server(store, port: port)
                let error = await #expect(throws: HTTPServerError.self) {
                    try await ServiceGroup(services: [second], logger: Self.silent).run()
                }
                #expect(error == .portTaken(host: "127.0.0.1", port: port))
                #expect(error?.description.contains("127.0.0.1:\(port)") == true)
                #expect(error?.description.contains("\n") == false)
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["192.0.2.77", "no-such-host.invalid"])
    func `an address that is not of this machine is named`(host: String) async throws {
        try await Self.withStore { store in
            let server = Self.server(store, host: host)
            let error = await #expect(throws: HTTPServerError.self) { try await server.run() }
            #expect(error?.description.contains(host) == true)
            #expect(error?.description.contains("\n") == false)
        }
    }
}
