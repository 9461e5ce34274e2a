import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging
import ServiceLifecycle
import Testing

@testable import GatewayHTTP

/// The end of a server.
@Suite(.timeLimit(.minutes(15))) struct StoppingTests {
    /// Runs a server, and gives its port and the way to stop it.
    private static func serving(
        limits: RequestLimits = RequestLimits(),
        _ body: @Sendable (_ world: APIWorld, _ stop: @Sendable () async -> Void) async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        let store = try await Store.open(StoreConfiguration(path: scratch.database))
        var configuration = HTTPServerConfiguration(host: "127.0.0.1", port: 0)
        configuration.limits = limits
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = HTTPServer(
            configuration: configuration,
            store: store,
            authenticator: Authenticator(store: store) { _, _ in
                .token(id: "", name: "", scopes: Set(AccessScope.allCases))
            },
            readiness: { .ready },
            logger: APIWorld.silent,
            now: { TestClock.start },
            onListening: { port.yield($0) }
        )
        let services = ServiceGroup(services: [server], logger: APIWorld.silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let bound = try #require(await ports.first { _ in true })
            try await body(APIWorld(store: store, port: bound, clock: TestClock())) {
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
        try store.close()
        scratch.keep()
    }

    @Test func `a request that is under way is answered before the server ends`() async throws {
        try await Self.serving { world, stop in
            let (instance, path) = try await world.instance()
            let order = #"{"minutes_valid": 60, "count": 1}"#
            try await world.connected { connection in
                let length = "Content-Length: \(order.utf8.count)"
                try await connection.send(world.head("POST \(path)", length, "Expect: 100-continue"))
                // From here on the server knows of the request.
                #expect(try await connection.read(until: "100 Continue"))
                await stop()
                try await connection.send(order)
                try await connection.readToEnd()
                #expect(connection.received.contains("HTTP/1.1 201 "))
            }
            #expect(try await world.couponCount(of: instance) == 1)
        }
    }

    @Test func `a request that does not end keeps the server no longer than its deadline`() async throws {
        var limits = RequestLimits()
        limits.stoppingDeadline = .milliseconds(200)
        limits.closingDeadline = .milliseconds(200)
        // Nothing else ends the request, so how long a slow machine takes tells nothing.
        limits.bodyDeadline = .seconds(3600)
        limits.idleTimeout = .seconds(3600)
        try await Self.serving(limits: limits) { world, stop in
            let (_, path) = try await world.instance()
            try await world.connected { connection in
                try await connection.send(world.head("POST \(path)", "Content-Length: 10", "Expect: 100-continue"))
                #expect(try await connection.read(until: "100 Continue"))
                await stop()
                try await connection.readToEnd()
            }
        }
    }

    @Test func `a stream of events ends with the server, as if it had come to its end`() async throws {
        try await Self.serving { world, stop in
            try await world.connected { connection in
                try await connection.send(world.head("GET /captive/events"))
                #expect(try await connection.read(until: "retry: 2000\n"))
                let begin = ContinuousClock.now
                await stop()
                #expect(try await connection.readToEnd().hasSuffix("\r\n0\r\n\r\n"))
                #expect(ContinuousClock.now - begin < .seconds(15), "it was cut off, or told that it is alive")
            }
        }
    }
}
