import NIOCore
import NIOHTTP1
import NIOPosix

/// Where browsers reach the hotspot's pages on this machine.
///
/// Confined to the router's event loop, on which its connections run too.
final class PortalListener {
    private let device: RouterDevice
    private var channel: (any Channel)?

    init(device: RouterDevice) {
        self.device = device
    }

    /// Begins to listen.
    ///
    /// - Returns: the port.
    func open(host: String, port: Int) -> EventLoopFuture<Int> {
        let bound = NIOLoopBound(self, eventLoop: self.device.loop)
        return ServerBootstrap(group: self.device.loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(PortalConnectionHandler(device: bound.value.device))
                }
            }
            .bind(host: host, port: port)
            .map { channel in
                bound.value.channel = channel
                return channel.localAddress?.port ?? port
            }
    }

    func close() -> EventLoopFuture<Void> {
        guard let channel else { return self.device.loop.makeSucceededVoidFuture() }
        self.channel = nil
        return channel.close()
    }
}
