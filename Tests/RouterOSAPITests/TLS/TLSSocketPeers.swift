import NIOCore
import NIOPosix

@testable import RouterOSAPI

/// What became of one connection.
struct TLSOutcome: Sendable {
    var handshake: TLSHandshakeCompleted?
    var error: TLSError?
    var closure: TLSClosure?
    var received = ""
}

/// A client over a real socket: says one line when the peer is trusted, and closes when a line came back
/// unless the peer is to hang up.
enum TLSLineClient {
    struct DeadlinePassed: Error {}

    static func talk(
        to port: Int,
        as host: String = "127.0.0.1",
        trust: TLSTrust,
        minimum: TLSVersion = .v12,
        line: String = "hello",
        hangsUp: Bool = true
    ) async throws -> TLSOutcome {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let outcome = loop.makePromise(of: TLSOutcome.self)
        let deadline = loop.scheduleTask(in: .seconds(30)) { outcome.fail(DeadlinePassed()) }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            TLSHandler(connectingTo: host, trust: trust, minimum: minimum),
                            Talker(line: line, hangsUp: hangsUp, outcome: outcome),
                        ])
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
        } catch {
            outcome.fail(error)
            deadline.cancel()
            return try await outcome.futureResult.get()
        }
        defer {
            deadline.cancel()
            channel.close(promise: nil)
        }
        return try await outcome.futureResult.get()
    }

    private final class Talker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let line: String
        private let hangsUp: Bool
        private let promise: EventLoopPromise<TLSOutcome>
        private var outcome = TLSOutcome()

        init(line: String, hangsUp: Bool, outcome promise: EventLoopPromise<TLSOutcome>) {
            self.line = line
            self.hangsUp = hangsUp
            self.promise = promise
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSClosure { outcome.closure = event }
            guard let event = event as? TLSHandshakeCompleted else { return }
            outcome.handshake = event
            context.writeAndFlush(NIOAny(ByteBuffer(string: line + "\n")), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            outcome.received += String(buffer: unwrapInboundIn(data))
            if hangsUp, outcome.received.hasSuffix("\n") { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if outcome.error == nil { outcome.error = error as? TLSError }
        }

        func channelInactive(context: ChannelHandlerContext) {
            promise.succeed(outcome)
        }
    }
}

/// A server over a real socket that answers a line by the same line, and closes.
final class TLSLineServer: Sendable {
    let port: Int
    private let channel: any Channel

    init(_ identity: TLSServerIdentity, minimum: TLSVersion = .v12) async throws {
        let context = try TLSContext(server: identity, minimum: minimum)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([TLSHandler(serving: context), Echo()])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws {
        try await channel.close()
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private var line = ByteBuffer()

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            line.writeImmutableBuffer(unwrapInboundIn(data))
            guard line.readableBytesView.last == UInt8(ascii: "\n") else { return }
            context.writeAndFlush(NIOAny(line), promise: nil)
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    }
}
