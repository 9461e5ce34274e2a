#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import NIOCore
import NIOPosix
import RouterOSAPI

/// The listening socket of a router.
///
/// Confined to the router's event loop, on which its connections run too.
final class RouterListener {
    private let host: String
    private var port: Int
    private let device: RouterDevice
    private var channel: (any Channel)?
    private var reservation: PortReservation?

    init(host: String, port: Int, device: RouterDevice) {
        self.host = host
        self.port = port
        self.device = device
    }

    /// Begins to listen; later times on the same port.
    func open() -> EventLoopFuture<Int> {
        let loop = self.device.loop
        do {
            let kept = try self.reservation ?? PortReservation(.makeAddressResolvingHost(self.host, port: self.port))
            self.reservation = kept
            self.port = kept.port
            kept.setShared(true)
        } catch {
            return loop.makeFailedFuture(error)
        }
        return self.bind(attemptsLeft: Self.attemptsMaximum)
    }

    /// Takes the port; a child process that is just being started may hold the socket that was closed for a moment longer.
    private func bind(attemptsLeft: Int) -> EventLoopFuture<Int> {
        let loop = self.device.loop
        let bound = NIOLoopBound(self, eventLoop: loop)
        return ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try bound.value.prepare(channel)
                }
            }
            .bind(host: self.host, port: self.port)
            .map { channel in
                bound.value.reservation?.setShared(false)
                bound.value.channel = channel
                bound.value.port = channel.localAddress?.port ?? bound.value.port
                return bound.value.port
            }
            .flatMapError { error in
                guard attemptsLeft > 1, (error as? IOError)?.errnoCode == EADDRINUSE else {
                    return loop.makeFailedFuture(error)
                }
                return loop.flatScheduleTask(in: Self.retryDelay) { bound.value.bind(attemptsLeft: attemptsLeft - 1) }
                    .futureResult
            }
    }

    private static let attemptsMaximum = 20
    private static let retryDelay = TimeAmount.milliseconds(100)

    func close() -> EventLoopFuture<Void> {
        guard let channel else { return self.device.loop.makeSucceededVoidFuture() }
        self.channel = nil
        return channel.close()
    }

    private func prepare(_ channel: any Channel) throws {
        let tls = try self.device.tlsContext()
        if let tls {
            try channel.pipeline.syncOperations.addHandler(TLSHandler(serving: tls))
        }
        try channel.pipeline.syncOperations.addHandler(
            APIConnectionHandler(device: self.device, isTLS: tls != nil)
        )
    }
}
