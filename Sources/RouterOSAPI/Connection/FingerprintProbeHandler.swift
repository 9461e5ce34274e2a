import NIOCore

/// Waits for the end of a TLS handshake that only looks at the certificate.
final class FingerprintProbeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<Result<CertificateFingerprint, RouterOSError>>
    private let timeout: Duration
    private var timer: Scheduled<Void>?
    private var isDone = false

    init(_ promise: EventLoopPromise<Result<CertificateFingerprint, RouterOSError>>, timeout: Duration) {
        self.promise = promise
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.startTimer(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.startTimer(context)
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.finish(.failure(RouterOSError(.closedByPeer)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let reason = (error as? TLSError).map { RouterOSErrorReason.tls($0) } ?? .connectionFailed("\(error)")
        self.finish(.failure(RouterOSError(reason)))
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSHandshakeCompleted {
            self.finish(
                event.peerFingerprint.map { .success($0) } ?? .failure(RouterOSError(.tls(.peerHasNoCertificate)))
            )
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func startTimer(_ context: ChannelHandlerContext) {
        guard self.timer == nil, !self.isDone else { return }
        let deadline = context.eventLoop.now.advanced(by: self.timeout)
        self.timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.finish(.failure(RouterOSError(.timedOut(after: self.timeout))))
            context.close(promise: nil)
        }
    }

    private func finish(_ result: Result<CertificateFingerprint, RouterOSError>) {
        guard !self.isDone else { return }
        self.isDone = true
        self.timer?.cancel()
        self.promise.succeed(result)
    }
}

@available(*, unavailable)
extension FingerprintProbeHandler: Sendable {}
