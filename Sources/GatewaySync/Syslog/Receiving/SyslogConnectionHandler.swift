import GatewayDomain
import NIOCore

/// Finds the lines of one connection, and closes it when it is silent for too long.
final class SyslogConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let intake: SyslogIntake
    private let source: IPAddress
    private var framer: SyslogFramer

    init(_ intake: SyslogIntake, source: IPAddress, lineBytesMaximum: Int) {
        self.intake = intake
        self.source = source
        framer = SyslogFramer(lineBytesMaximum: lineBytesMaximum)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.feed(Array(unwrapInboundIn(data).readableBytesView)[...], found: take)
    }

    func channelInactive(context: ChannelHandlerContext) {
        framer.finish(found: take)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A connection that was reset; the router makes another.
        context.close(promise: nil)
    }

    private func take(_ frame: SyslogFramer.Frame) {
        switch frame {
        case .line(let bytes): intake.offer(bytes, from: source)
        case .tooLong: lose(.tooLong)
        case .cutOff: lose(.cutOff)
        }
    }

    private func lose(_ reason: SyslogLosses.Reason) {
        intake.withGate { $0.lose(reason, from: source) }
        intake.wakeUp.call()
    }
}
