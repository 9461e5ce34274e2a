import NIOCore
import NIOPosix

@testable import RouterOSAPI

/// A TCP server that accepts every login and answers each other sentence as a test's script says.
struct ScriptedServer: Sendable {
    /// One accepted connection, as a script sees it.
    struct Peer: Sendable {
        let channel: any Channel

        /// Sends sentences in one write.
        func send(_ sentences: [String]...) {
            var buffer = ByteBuffer()
            for sentence in sentences { buffer.writeSentence(sentence) }
            self.send(buffer)
        }

        func send(_ bytes: ByteBuffer) {
            self.channel.writeAndFlush(bytes, promise: nil)
        }

        func close() {
            self.channel.close(promise: nil)
        }
    }

    typealias Script = @Sendable (Sentence, Peer) -> Void

    private let channel: any Channel

    static let group = MultiThreadedEventLoopGroup.singleton

    /// Starts on a free port; without `tls` it speaks plain TCP, without `answersLogin` the script sees logins too.
    static func start(
        tls: TLSServerIdentity? = nil,
        answersLogin: Bool = true,
        _ script: @escaping Script
    ) async throws -> ScriptedServer {
        let context = try tls.map { try TLSContext(server: $0) }
        let channel = try await ServerBootstrap(group: self.group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = ByteToMessageHandler(SentenceDecoder())
                    if let context { try channel.pipeline.syncOperations.addHandler(TLSHandler(serving: context)) }
                    try channel.pipeline.syncOperations.addHandlers([
                        decoder, ScriptHandler(script: script, answersLogin: answersLogin),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel)
    }

    var configuration: RouterOSConnectionConfiguration {
        RouterOSConnectionConfiguration(
            host: "127.0.0.1",
            port: self.channel.localAddress?.port ?? 0,
            transport: .plain
        )
    }

    func stop() async throws {
        try await self.channel.close()
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = Sentence

    private let script: ScriptedServer.Script
    private let answersLogin: Bool

    init(script: @escaping ScriptedServer.Script, answersLogin: Bool) {
        self.script = script
        self.answersLogin = answersLogin
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let sentence = self.unwrapInboundIn(data)
        let peer = ScriptedServer.Peer(channel: context.channel)
        if self.answersLogin, sentence.begins(with: "/login") {
            peer.send(["!done"])
        } else {
            self.script(sentence, peer)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension Sentence {
    /// The tag as text, for scripts.
    var tagText: String {
        self.tag.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    var path: String {
        self.word(0).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
