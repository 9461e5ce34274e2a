public import Logging
public import NIOCore
import NIOPosix

extension RouterOSConnection {
    /// Connects to a router and logs in.
    ///
    /// The password is sent only when the transport's trust is fulfilled, or where `anonymous` or plain TCP was asked for by name.
    /// Routers older than 6.43 ignore it and send a challenge, which is answered. Cancelling the task gives up.
    ///
    /// - Parameters:
    ///   - configuration: where the router is and how to reach it.
    ///   - credentials: who logs in.
    ///   - group: the event loops, one of which will serve the connection.
    ///   - logger: gets paths and names of commands at `trace`, the connection's life at `debug`; never values.
    /// - Returns: a connection ready for commands. Letting go of it closes it.
    /// - Throws: ``RouterOSError`` with the reasons `connectFailed`, `tls`, `untrustedLink`, `loginRefused`, `fatal`, `timedOut`, `cancelled`,
    ///   or what else may end a connection.
    public static func connect(
        _ configuration: RouterOSConnectionConfiguration,
        credentials: RouterOSCredentials,
        on group: any EventLoopGroup,
        logger: Logger
    ) async throws(RouterOSError) -> RouterOSConnection {
        guard configuration.transport.mayLogin else { throw RouterOSError(.untrustedLink) }
        let attempt = ConnectAttempt()
        let result = await withTaskCancellationHandler {
            await self.open(configuration, credentials, group, logger, attempt)
        } onCancel: {
            attempt.cancel()
        }
        return try result.get()
    }

    /// Connects, runs the body, and closes the connection however the body ends.
    ///
    /// - Parameters:
    ///   - configuration: where the router is and how to reach it.
    ///   - credentials: who logs in.
    ///   - group: the event loops, one of which will serve the connection.
    ///   - logger: as for ``connect(_:credentials:on:logger:)``.
    ///   - body: what to do with the connection.
    /// - Returns: what the body returns.
    /// - Throws: what connecting throws, and what the body throws.
    public static func withConnection<Value: Sendable>(
        _ configuration: RouterOSConnectionConfiguration,
        credentials: RouterOSCredentials,
        on group: any EventLoopGroup,
        logger: Logger,
        _ body: (RouterOSConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await self.connect(configuration, credentials: credentials, on: group, logger: logger)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func open(
        _ configuration: RouterOSConnectionConfiguration,
        _ credentials: RouterOSCredentials,
        _ group: any EventLoopGroup,
        _ logger: Logger,
        _ attempt: ConnectAttempt
    ) async -> Result<RouterOSConnection, RouterOSError> {
        let opening: ConnectionOpening
        do {
            opening = try await attempt.bootstrap(configuration, on: group) { channel in
                try ConnectionOpening(
                    channel,
                    configuration: configuration,
                    credentials: credentials,
                    logger: logger
                )
            }
        } catch {
            return .failure(attempt.error(for: error, configuration.host, configuration.port))
        }
        let login: Result<CertificateFingerprint?, RouterOSError>
        do {
            login = try await opening.login.get()
        } catch {
            // The promise is never failed.
            login = .failure(RouterOSError(.connectionFailed("\(error)")))
        }
        switch login {
        case .success(let fingerprint):
            return .success(RouterOSConnection(opening, peerFingerprint: fingerprint, configuration: configuration))
        case .failure(let error):
            return .failure(attempt.isCancelled ? RouterOSError(.cancelled) : error)
        }
    }
}
