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
