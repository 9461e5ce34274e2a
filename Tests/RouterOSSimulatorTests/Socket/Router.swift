import Logging
import NIOCore
import NIOPosix
import RouterOSAPI

@testable import RouterOSSimulator

/// Starts routers and connects to them, and cleans up.
enum Router {
    static func with<Value: Sendable>(
        _ configuration: SimulatedRouterConfiguration = SimulatedRouterConfiguration(tls: .off),
        _ body: (SimulatedRouter) async throws -> Value
    ) async throws -> Value {
        let router = try await SimulatedRouter.start(configuration)
        do {
            let value = try await body(router)
            await router.stop()
            return value
        } catch {
            await router.stop()
            throw error
        }
    }

    /// A router of a version on plain TCP, and a connection that is logged in.
    static func withConnection<Value: Sendable>(
        _ configuration: SimulatedRouterConfiguration = SimulatedRouterConfiguration(tls: .off),
        _ body: (SimulatedRouter, RouterOSConnection) async throws -> Value
    ) async throws -> Value {
        try await self.with(configuration) { router in
            let connection = try await self.connect(to: router, password: configuration.password)
            do {
                let value = try await body(router, connection)
                await connection.close()
                return value
            } catch {
                await connection.close()
                throw error
            }
        }
    }

    static func connect(
        to router: SimulatedRouter,
        transport: RouterOSConnectionConfiguration.Transport = .plain,
        user: String? = nil,
        password: String = "simulated"
    ) async throws(RouterOSError) -> RouterOSConnection {
        try await RouterOSConnection.connect(
            RouterOSConnectionConfiguration(host: router.host, port: router.port, transport: transport),
            credentials: RouterOSCredentials(user: user ?? router.user, password: password),
            on: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test")
        )
    }
}
