import NIOCore
import NIOPosix
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// A client that sends words and shows the sentences that come back as they are, in their order, over plain TCP.
final class RawClient {
    private let channel: any Channel
    private var sentences: AsyncStream<[String]>.AsyncIterator

    /// Connects; with `reads` off it never takes what comes back from the network.
    static func connect(to host: String, port: Int, reads: Bool = true) async throws -> RawClient {
        let (stream, continuation) = AsyncStream<[String]>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(SentenceDecoder()))
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(host: host, port: port).get()
        return RawClient(channel, stream)
    }

    private init(_ channel: any Channel, _ stream: AsyncStream<[String]>) {
        self.channel = channel
        self.sentences = stream.makeAsyncIterator()
    }

    func send(_ sentences: [String]...) {
        var buffer = ByteBuffer()
        for sentence in sentences {
            buffer.writeSentence(sentence)
        }
        self.sendBytes(buffer)
    }

    func sendBytes(_ buffer: ByteBuffer) {
        self.channel.writeAndFlush(buffer, promise: nil)
    }

    /// The next sentence; nil when the connection is closed.
    func next() async -> [String]? {
        await self.sentences.next()
    }

    /// The next sentences, as one text each.
    func next(_ count: Int) async -> [String] {
        var received: [String] = []
        for _ in 0..<count {
            received.append(await self.next()?.joined(separator: " ") ?? "closed")
        }
        return received
    }

    func logIn() async {
        self.send(["/login", "=name=admin", "=password=simulated"])
        _ = await self.next()
    }

    func close() {
        self.channel.close(promise: nil)
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = Sentence

        private let continuation: AsyncStream<[String]>.Continuation

        init(_ continuation: AsyncStream<[String]>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.continuation.yield(self.unwrapInboundIn(data).words.map { String(decoding: $0, as: UTF8.self) })
        }

        func channelInactive(context: ChannelHandlerContext) {
            self.continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension RawClient {
    /// Starts a router on plain TCP and connects to it; both end with the body.
    static func with(
        _ version: String = "7.22.3",
        _ change: (inout SimulatedRouterConfiguration) -> Void = { _ in },
        _ body: (SimulatedRouter, RawClient) async throws -> Void
    ) async throws {
        var configuration = SimulatedRouterConfiguration(
            version: try #require(RouterOSVersion(version)),
            tls: .off
        )
        change(&configuration)
        try await Router.with(configuration) { router in
            let client = try await RawClient.connect(to: router.host, port: router.port)
            try await body(router, client)
            client.close()
        }
    }
}
