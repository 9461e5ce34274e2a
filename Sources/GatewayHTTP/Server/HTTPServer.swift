import Foundation
public import GatewayDomain
public import GatewayStore
import GatewaySync
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import ServiceLifecycle

/// Answers over HTTP: the portal's API, and the questions of supervisors (`/healthz`, `/readyz`).
///
/// Nothing of a request is logged but what failed here, and of that the operation and an id.
public struct HTTPServer: Service {
    private let configuration: HTTPServerConfiguration
    private let health: HealthRoutes
    private let services: APIServices
    private let authenticator: Authenticator
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// Makes a server; it listens once it runs.
    ///
    /// - Parameters:
    ///   - configuration: where and how it listens.
    ///   - store: what the gateway knows.
    ///   - readiness: tells whether the gateway can work; asked at each `/readyz`. After five seconds it is cancelled
    ///     and the answer is 503.
    ///   - logger: hears about beginning and end at `debug`, and about what failed.
    ///   - now: the time.
    ///   - recordTime: the time that goes on record of what routers report, which no setting of the clock makes jump. Default: `now`.
    ///   - figures: what `/metrics` tells of this process besides its requests. Default: nothing.
    ///   - onListening: hears the port once the server listens on it.
    public init(
        configuration: HTTPServerConfiguration,
        store: Store,
        readiness: @escaping @Sendable () async -> Readiness,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        recordTime: (@Sendable () -> Timestamp)? = nil,
        figures: GatewayFigures = GatewayFigures(),
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let tokens = TokenAuthentication(store: store, logger: logger)
        self.init(
            configuration: configuration,
            store: store,
            authenticator: Authenticator(store: store, rateLimits: configuration.rateLimits) {
                try await tokens.caller($0, now: $1)
            },
            readiness: readiness,
            logger: logger,
            now: now,
            recordTime: recordTime,
            figures: figures,
            onListening: onListening
        )
    }

    init(
        configuration: HTTPServerConfiguration,
        store: Store,
        authenticator: Authenticator,
        readiness: @escaping @Sendable () async -> Readiness,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        recordTime: (@Sendable () -> Timestamp)? = nil,
        figures: GatewayFigures = GatewayFigures(),
        onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.configuration = configuration
        self.health = HealthRoutes(readiness: readiness, readinessDeadline: .seconds(5))
        self.services = APIServices(
            store: store,
            address: PublicURL(configuration.publicURL),
            now: now,
            recordTime: recordTime ?? now,
            logger: logger,
            reports: ReportDesk(store: store, now: recordTime ?? now),
            devices: DeviceGate(configuration.rateLimits, logger: logger),
            uploads: BoundedStreams(maximum: configuration.limits.uploadsMaximum),
            streamLimits: configuration.limits.streams,
            allowsPrivateWebhooks: configuration.allowsPrivateWebhooks,
            figures: figures
        )
        self.authenticator = authenticator
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens and answers until a graceful shutdown, which lets requests under way finish.
    ///
    /// - Throws: `HTTPServerError` when it cannot listen.
    public func run() async throws {
        let (host, port) = (configuration.host, configuration.port)
        // Hummingbird writes about itself at `info` and about requests at `debug`: neither is for an operator.
        var quiet = Logger(label: logger.label) { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let application = Application(
            router: router(),
            server: try listener(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(configuration.limits.connectionsMaximum, logger: quiet)
            ),
            onServerRunning: { channel in
                let bound = channel.localAddress?.port ?? port
                services.address.listening(isSecure: configuration.identity != nil, host: host, port: bound)
                logger.debug("Answering HTTP", metadata: ["host": "\(host)", "port": "\(bound)"])
                await onListening(bound)
            },
            logger: quiet
        )
        do {
            try await StoppingInTime(application, within: configuration.limits.stoppingDeadline).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw HTTPServerError.portTaken(host: host, port: port)
        } catch let error as IOError {
            throw HTTPServerError.cannotListen(host: host, port: port, reason: Self.reason(error))
        } catch is SocketAddressError.UnknownHost {
            throw HTTPServerError.cannotListen(host: host, port: port, reason: "no such host")
        }
        logger.debug("No longer answering HTTP")
    }

    private func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerHeaders())
        health.add(to: router)
        APIRouter(
            operations: OperationTable.all,
            services: services,
            authenticator: authenticator,
            limits: configuration.limits,
            trustedProxies: configuration.rateLimits.trustedProxies
        ).add(to: router)
        return router
    }

    private func listener() throws -> HTTPServerBuilder {
        let limits = configuration.limits
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    ConnectionHandler(limits: limits, isStreamed: Self.isStreamed, answer: unreadable)
                ],
                idleTimeout: .nanoseconds(Int64(limits.idleTimeout / .nanoseconds(1))),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytesMaximum,
                    maxHeaderListSize: limits.headerBytesMaximum,
                    maxHeaderFieldCount: 100
                )
            )
        )
        guard let identity = configuration.identity else { return plain }
        return try .tls(plain, tlsConfiguration: try identity.tlsConfiguration())
    }

    /// Whether the body of a request may be of any size.
    private static func isStreamed(_ request: HTTPRequest) -> Bool {
        let path = (request.path ?? "").prefix { $0 != "?" }.split(separator: "/")
        return streamed.contains { $0.leads(request.method, path) }
    }

    private static let streamed = OperationTable.all.filter(\.streamsBody)

    /// What is answered to bytes that are no request.
    private func unreadable(_ code: ErrorCode) -> APIResponse {
        let description = code.description
        var answer = APIResponse(
            APIError(code, "\(description.meaning) \(description.remedy)"),
            publicURL: services.publicURL
        )
        AnswerHeaders.add(to: &answer.headers, requestID: UUID().uuidString.lowercased())
        return answer
    }

    private static func reason(_ error: IOError) -> String {
        String(cString: strerror(error.errnoCode)).lowercased()
    }
}
