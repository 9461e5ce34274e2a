import NIOCore
import RouterOSAPI

/// Turns the bytes of one connection into sentences for the router.
final class APIConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

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
        guard let connection, connection.isOpen, !self.device.faults.isSilent else { return }
        do {
            try self.decoder.process(buffer: self.unwrapInboundIn(data)) { sentence in
                connection.inbox.append(sentence.copied())
            }
        } catch {
            // ASSUMED: a router ends a connection whose bytes are no sentences.
            connection.close()
        }
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
