import NIOCore
import RouterOSAPI

/// Turns the bytes of one connection into sentences for the router.
final class APIConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let device: RouterDevice
    private let isTLS: Bool
    private let decoder = NIOSingleStepByteToMessageProcessor(
        SentenceDecoder(limits: SentenceLimits(wordBytesMaximum: 1 << 20, sentenceBytesMaximum: 4 << 20))
    )
    private var connection: APIConnection?

    init(device: RouterDevice, isTLS: Bool) {
        self.device = device
        self.isTLS = isTLS
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.open(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.open(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let connection, connection.isOpen else { return }
        let bytes = self.unwrapInboundIn(data)
        self.device.activity.bytesReceived += bytes.readableBytes
        do {
            try self.decoder.process(buffer: bytes) { sentence in
                connection.received(sentence.copied())
            }
        } catch {
            // ASSUMED: a router ends a connection whose bytes are no sentences.
            connection.close()
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        self.device.activity.bytesSent += self.unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    /// Reads nothing while the router is silent or this connection has enough to do.
    func read(context: ChannelHandlerContext) {
        if self.device.faults.isSilent { return }
        if let connection, !connection.wantsMore { return }
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if let connection { self.device.received(from: connection) }
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { self.device.disconnected(connection) }
        self.connection = nil
        context.fireChannelInactive()
    }

    /// A TLS handshake that failed, or a connection that was reset.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func open(_ context: ChannelHandlerContext) {
        guard self.connection == nil else { return }
        guard let connection = self.device.connected(context.channel, isTLS: self.isTLS) else {
            context.close(promise: nil)
            return
        }
        self.connection = connection
    }
}
