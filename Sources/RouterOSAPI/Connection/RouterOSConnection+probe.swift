public import NIOCore
import NIOPosix

extension RouterOSConnection {
    /// Reads the fingerprint of a router's certificate, without a login, for the question before the first pin.
    ///
    /// - Parameters:
    ///   - host: the router's name or IP address.
    ///   - port: the port of `api-ssl`. Default 8729.
    ///   - minimum: the oldest version of TLS spoken. Default 1.2.
    ///   - timeout: how long the TCP connection, and again the TLS handshake, may take. Default 10 s.
    ///   - group: the event loops.
    /// - Returns: what the certificate that the router presents is pinned to.
    /// - Throws: ``RouterOSError`` with the reasons `connectFailed`, `tls`, `timedOut` or `cancelled`. A router without a certificate
    ///   gives ``TLSError/peerHasNoCertificate``.
    public static func probeFingerprint(
        host: String,
        port: Int = 8729,
        minimum: TLSVersion = .v12,
        timeout: Duration = .seconds(10),
        on group: any EventLoopGroup
    ) async throws(RouterOSError) -> CertificateFingerprint {
        var configuration = RouterOSConnectionConfiguration(
            host: host,
            port: port,
            transport: .tls(.observe, minimum: minimum)
        )
        configuration.connectTimeout = timeout
        let attempt = ConnectAttempt()
        let result = await withTaskCancellationHandler { [configuration] in
            await self.probe(configuration, minimum, timeout, group, attempt)
        } onCancel: {
            attempt.cancel()
        }
        return try result.get()
    }

    private static func probe(
        _ configuration: RouterOSConnectionConfiguration,
        _ minimum: TLSVersion,
        _ timeout: Duration,
        _ group: any EventLoopGroup,
        _ attempt: ConnectAttempt
    ) async -> Result<CertificateFingerprint, RouterOSError> {
        do {
            let fingerprint = try await attempt.bootstrap(configuration, on: group) { channel in
                let promise = channel.eventLoop.makePromise(of: Result<CertificateFingerprint, RouterOSError>.self)
                let probe = FingerprintProbeHandler(promise, timeout: timeout)
                do {
                    let tls = try TLSHandler(connectingTo: configuration.host, trust: .observe, minimum: minimum)
                    try channel.pipeline.syncOperations.addHandlers([tls, probe])
                } catch {
                    promise.succeed(.failure(RouterOSError(.closedLocally)))
                    throw error
                }
                return promise.futureResult
            }
            let result = try await fingerprint.get()
            return attempt.isCancelled ? .failure(RouterOSError(.cancelled)) : result
        } catch {
            return .failure(attempt.error(for: error, configuration.host, configuration.port))
        }
    }
}
