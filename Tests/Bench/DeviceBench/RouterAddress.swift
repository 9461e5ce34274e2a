import ArgumentParser
import Logging
import NIOPosix
import RouterOSAPI

/// Which router a measurement is about, and how it is reached.
struct RouterAddress: ParsableArguments {
    @Option(help: "The router's port on 127.0.0.1.")
    var port: Int

    @Option(help: "The fingerprint of its certificate; without it the connection is plain.")
    var fingerprint: String?

    var transport: RouterOSConnectionConfiguration.Transport {
        get throws {
            guard let fingerprint else { return .plain }
            guard let pinned = CertificateFingerprint(fingerprint) else {
                throw ValidationError("\(fingerprint) is no fingerprint")
            }
            return .tls(.pinned(pinned))
        }
    }

    /// How many hotspot users the router holds, asked over a connection of its own.
    func userCount() async throws -> Int {
        let connection = try await connect()
        let count = try await userCount(over: connection)
        await connection.close()
        return count
    }

    /// How many hotspot users the router holds.
    func userCount(over connection: RouterOSConnection) async throws -> Int {
        let answer = try await connection.call(Command("\(HotspotRows.menu)/print").with(flag: "count-only"))
        guard let count = try answer.count else { throw BenchError("the router does not say how many users it holds") }
        return Int(count)
    }

    func connect(
        window: Int = 16,
        on group: MultiThreadedEventLoopGroup = .singleton
    ) async throws -> RouterOSConnection {
        var settings = RouterOSConnectionConfiguration(host: "127.0.0.1", port: port, transport: try transport)
        settings.limits.commandsInFlightMaximum = window
        settings.connectTimeout = .seconds(60)
        settings.loginTimeout = .seconds(60)
        settings.callDeadline = .seconds(300)
        return try await RouterOSConnection.connect(
            settings,
            credentials: RouterOSCredentials(user: "admin", password: "simulated"),
            on: group,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
