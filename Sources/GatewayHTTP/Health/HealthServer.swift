import Foundation
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Answers the questions of supervisors and load balancers over plain HTTP: does the process live, can it work.
///
/// - `/healthz` is 200 with `{"status":"ok"}` as long as the process answers at all.
/// - `/readyz` is 200 with the same body when the gateway can work, else 503 with
///   `{"reason":"…","status":"unavailable"}`, the reason in one line.
///
/// Everything else is 404. Nothing of a request is read beyond its head, and nothing of it is logged.
public struct HealthServer: Service {
    /// Connections that are open at once; more wait in the system's queue until one has ended.
    static let connectionsMaximum = 64
    /// Bytes of all header fields of a request; a request with more is refused.
    static let headerBytesMaximum = 8 * 1024
    /// A connection on which nothing arrives for this long is closed.
    static let idleTimeout = TimeAmount.seconds(30)

    private let host: String
    private let port: Int
    private let routes: HealthRoutes
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// Makes a server; it listens once it runs.
    ///
    /// - Parameters:
    ///   - host: name or address to listen on, as `127.0.0.1` or `::`.
    ///   - port: the port, or 0 for a free one.
    ///   - readiness: tells whether the gateway can work; asked at each `/readyz`. After five seconds it is cancelled
    ///     and the answer is 503.
    ///   - logger: hears about beginning and end at `debug`, never about a request.
    ///   - onListening: hears the port once the server listens on it.
    public init(
        host: String,
        port: Int,
        readiness: @escaping @Sendable () async -> Readiness,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.routes = HealthRoutes(readiness: readiness, readinessDeadline: .seconds(5))
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens and answers until a graceful shutdown, which lets requests under way finish.
    ///
    /// - Throws: `HealthServerError` when it cannot listen.
    public func run() async throws {
        var quiet = Logger(label: logger.label) { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let application = Application(
            router: routes.router(),
            server: .http1(
                configuration: .init(
                    idleTimeout: Self.idleTimeout,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.headerBytesMaximum,
                        maxHeaderListSize: Self.headerBytesMaximum,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(Self.connectionsMaximum, logger: quiet)
            ),
            onServerRunning: { channel in
                let bound = channel.localAddress?.port ?? port
                logger.debug("Answering health questions", metadata: ["host": "\(host)", "port": "\(bound)"])
                await onListening(bound)
            },
            // Hummingbird writes about itself at `info` and about requests at `debug`: neither is for an operator.
            logger: quiet
        )
        do {
            try await application.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw HealthServerError.portTaken(host: host, port: port)
        } catch let error as IOError {
            throw HealthServerError.cannotListen(host: host, port: port, reason: Self.reason(error))
        } catch is SocketAddressError.UnknownHost {
            throw HealthServerError.cannotListen(host: host, port: port, reason: "no such host")
        }
        logger.debug("No longer answering health questions")
    }

    private static func reason(_ error: IOError) -> String {
        String(cString: strerror(error.errnoCode)).lowercased()
    }
}
