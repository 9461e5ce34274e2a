import NIOCore
import NIOPosix
import Synchronization

/// A server that takes one request a connection and answers with bytes as they are.
final class Receiver: Sendable {
    /// Everything that was sent to it, connection by connection.
    var requests: [String] { received.withLock { $0 } }

    private let received = Mutex<[String]>([])

    /// Serves on a free port of this machine while `body` runs.
    ///
    /// - Parameters:
    ///   - answer: what is answered to each request; nil for nothing at all.
    ///   - greeting: what is sent before anybody asks.
    ///   - body: what to do meanwhile, with the port.
    /// - Throws: what `body` throws.
    static func serving(
        _ answer: String?,
        greeting: String = "",
        _ body: (_ receiver: Receiver, _ port: Int) async throws -> Void
    ) async throws {
        let receiver = Receiver()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = Answering(receiver, greeting: greeting, answer: answer)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(receiver, server.localAddress?.port ?? 0)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let receiver: Receiver
        private let greeting: String
        private let answer: String?
        private var text = ""

        init(_ receiver: Receiver, greeting: String, answer: String?) {
            self.receiver = receiver
            self.greeting = greeting
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            if !greeting.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard let end = text.range(of: "\r\n\r\n") else { return }
            let length = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            let expected = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
            guard text[end.upperBound...].utf8.count >= expected else { return }
            receiver.received.withLock { $0.append(text) }
            text = ""
            guard let answer else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }
}

extension String {
    /// Where a text stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        ranges(of: text).first
    }
}
