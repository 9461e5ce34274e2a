import GatewayDomain
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// The sockets that lines come in on, and the connections that they accepted.
final class SyslogListener: Sendable {
    private let intake: SyslogIntake
    private let configuration: SyslogConfiguration
    private let group: any EventLoopGroup
    private let sockets = Mutex<[any Channel]>([])
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// How many bytes of datagrams the system keeps while nobody reads; a router that reboots sends many at once.
    private static let receiveBufferBytes: SocketOptionValue = 1 << 20

    init(_ intake: SyslogIntake, configuration: SyslogConfiguration, group: any EventLoopGroup) {
        self.intake = intake
        self.configuration = configuration
        self.group = group
    }

    /// Begins to listen on an endpoint.
    ///
    /// - Parameters:
    ///   - transport: how lines come.
    ///   - endpoint: where.
    /// - Returns: the port.
    /// - Throws: ``SyslogError/cannotListen(transport:host:port:reason:)``.
    func listen(_ transport: SyslogTransport, on endpoint: SyslogConfiguration.Endpoint) async throws -> Int {
        do {
            let channel =
                switch transport {
                case .udp: try await datagrams(on: endpoint)
                case .tcp: try await streams(on: endpoint)
                }
            sockets.withLock { $0.append(channel) }
            return channel.localAddress?.port ?? endpoint.port
        } catch {
            let reason =
                switch error {
                case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
                case is SocketAddressError.UnknownHost: "no such host"
                default: "\(error)"
                }
            throw SyslogError.cannotListen(
                transport: transport,
                host: endpoint.host,
                port: endpoint.port,
                reason: reason
            )
        }
    }

    /// Closes every socket and every connection.
    func close() async {
        let open = sockets.withLock { Array($0) } + connections.withLock { Array($0.values) }
        for channel in open {
            // One that was closed meanwhile is closed.
            try? await channel.close()
        }
    }

    private func datagrams(on endpoint: SyslogConfiguration.Endpoint) async throws -> any Channel {
        let intake = self.intake
        // One byte more than a line may have: a longer one is noticed, whatever was cut from it.
        let capacity = configuration.lineBytesMaximum + 1
        return try await DatagramBootstrap(group: group)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: capacity))
            .channelOption(.socketOption(.so_rcvbuf), value: Self.receiveBufferBytes)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SyslogDatagramHandler(intake))
                }
            }
            .bind(host: endpoint.host, port: endpoint.port).get()
    }

    private func streams(on endpoint: SyslogConfiguration.Endpoint) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { channel in self.accept(channel) }
            .bind(host: endpoint.host, port: endpoint.port).get()
    }

    private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
        let intake = self.intake
        guard let source = channel.remoteAddress?.ip, intake.withGate({ $0.open(from: source) }) else {
            intake.wakeUp.call()
            return channel.close()
        }
        let key = ObjectIdentifier(channel)
        connections.withLock { $0[key] = channel }
        channel.closeFuture.whenComplete { _ in
            intake.withGate { $0.close(from: source) }
            self.connections.withLock { $0[key] = nil }
        }
        let configuration = self.configuration
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(
                IdleStateHandler(readTimeout: TimeAmount(configuration.idleTimeout)),
                SyslogConnectionHandler(
                    intake,
                    source: source,
                    lineBytesMaximum: configuration.lineBytesMaximum
                )
            )
        }
    }
}
