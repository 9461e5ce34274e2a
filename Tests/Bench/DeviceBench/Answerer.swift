import NIOCore
import NIOPosix
import RouterOSAPI

/// A server that answers like a router which holds some users, and does nothing: how fast a client can be at all.
struct Answerer: Sendable {
    let users: Int
    let identity: TLSServerIdentity?

    /// Starts it on a free port of 127.0.0.1, until the process ends.
    func start(on group: MultiThreadedEventLoopGroup) async throws -> Int {
        let answers = PreparedAnswers(users: users)
        let context = try identity.map { try TLSContext(server: $0) }
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(TLSHandler(serving: context)) }
                    try channel.pipeline.syncOperations.addHandler(AnswererHandler(answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return channel.localAddress?.port ?? 0
    }
}

/// The rows that an answerer gives, without the words before them: `!re` and the tag.
struct PreparedAnswers: Sendable {
    let rows: [ByteBuffer]

    init(users: Int) {
        rows = (0..<users).map { number in
            var buffer = ByteBuffer()
            buffer.writeAttribute(".id", "*\(String(number + 1, radix: 16, uppercase: true))")
            for (name, value) in HotspotRows.attributes(number) where name != "password" {
                buffer.writeAttribute(name, value)
            }
            for (name, value) in [
                ("uptime", "0s"), ("bytes-in", "0"), ("bytes-out", "0"), ("packets-in", "0"), ("packets-out", "0"),
            ] {
                buffer.writeAttribute(name, value)
            }
            for name in ["dynamic", "disabled"] { buffer.writeAttribute(name, "false") }
            buffer.writeSentenceEnd()
            return buffer
        }
    }
}

/// One connection of an answerer.
private final class AnswererHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answers: PreparedAnswers
    private let decoder = NIOSingleStepByteToMessageProcessor(SentenceDecoder())

    init(_ answers: PreparedAnswers) {
        self.answers = answers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var out = context.channel.allocator.buffer(capacity: 4096)
        do {
            try decoder.process(buffer: unwrapInboundIn(data)) { sentence in
                answer(sentence, into: &out)
            }
        } catch {
            context.close(promise: nil)
        }
        if out.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(out), promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ sentence: Sentence, into out: inout ByteBuffer) {
        var tag = ByteBuffer()
        if let bytes = sentence.tag { tag.writeWord(Array(".tag=".utf8) + bytes) }
        if sentence.begins(with: "\(HotspotRows.menu)/print") {
            var head = ByteBuffer()
            head.writeWord("!re")
            head.writeImmutableBuffer(tag)
            for row in answers.rows {
                out.writeImmutableBuffer(head)
                out.writeImmutableBuffer(row)
            }
        }
        out.writeWord("!done")
        out.writeImmutableBuffer(tag)
        if sentence.begins(with: "\(HotspotRows.menu)/add") { out.writeAttribute("ret", "*1") }
        out.writeSentenceEnd()
    }
}
