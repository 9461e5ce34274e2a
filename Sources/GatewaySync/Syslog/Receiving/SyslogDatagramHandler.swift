import NIOCore

/// Takes each datagram as one line.
final class SyslogDatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let intake: SyslogIntake

    init(_ intake: SyslogIntake) {
        self.intake = intake
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let source = envelope.remoteAddress.ip else { return }
        intake.offer(Array(envelope.data.readableBytesView), from: source)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What went wrong with one datagram is no reason to close the socket that receives the others.
    }
}
