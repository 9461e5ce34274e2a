import Logging
import NIOCore

/// A channel on its way to being a connection.
struct ConnectionOpening: Sendable {
    let channel: any Channel
    let handler: NIOLoopBound<ConnectionHandler>
    /// Ends with the login; the fingerprint is that of the router's certificate.
    let login: EventLoopFuture<Result<CertificateFingerprint?, RouterOSError>>
    /// Ends with the connection.
    ///
    /// Never fails.
    let closed: EventLoopFuture<RouterOSErrorReason>

    /// Puts the handlers into a new channel's pipeline; on its event loop.
    ///
    ///     socket <-> TLSHandler (unless plain) <-> ConnectionHandler
    init(
        _ channel: any Channel,
        configuration: RouterOSConnectionConfiguration,
        credentials: RouterOSCredentials,
        logger: Logger
    ) throws {
        if case .tls(let trust, let minimum) = configuration.transport {
            let tls = try TLSHandler(connectingTo: configuration.host, trust: trust, minimum: minimum)
            try channel.pipeline.syncOperations.addHandler(tls)
        }
        let login = channel.eventLoop.makePromise(of: Result<CertificateFingerprint?, RouterOSError>.self)
        let closed = channel.eventLoop.makePromise(of: RouterOSErrorReason.self)
        let handler = ConnectionHandler(
            configuration: configuration,
            credentials: credentials,
            login: login,
            closed: closed,
            logger: logger
        )
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            login.succeed(.failure(RouterOSError(.connectionFailed("\(error)"))))
            closed.succeed(.connectionFailed("\(error)"))
            throw error
        }
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        self.login = login.futureResult
        self.closed = closed.futureResult
    }
}
