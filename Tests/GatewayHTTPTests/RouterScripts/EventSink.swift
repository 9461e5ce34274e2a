import NIOCore
import NIOPosix
import RouterOSAPI
import Synchronization

/// A web server that routers' scripts report to: it remembers what it was sent, and answers as it is told.
final class EventSink: Sendable {
    enum Answer: Sendable {
        case status(Int)
        /// Nothing, while the connection stays open.
        case silence
        /// The connection is closed instead.
        case end
        /// What somebody else answers to the lines before the body, and the body.
        case ask(@Sendable (_ head: String, _ body: String) async -> Int)
    }

    private struct State {
        var bodies: [String] = []
        var heads: [String] = []
        var answer = Answer.status(200)
        var silent: [any Channel] = []
    }

    let port: Int
    private let state: Mutex<State>

    private init(port: Int, state: consuming sending State) {
        self.port = port
        self.state = Mutex(state)
    }

    /// The bodies that arrived, in order.
    var bodies: [String] { state.withLock { $0.bodies } }
    /// The lines before each body.
    var heads: [String] { state.withLock { $0.heads } }
    /// The events that arrived, one a line.
    var lines: [String] { bodies.flatMap { $0.split(separator: "\n").map(String.init) } }

    func answer(_ answer: Answer) { state.withLock { $0.answer = answer } }

    /// Forgets what arrived.
    func clear() {
        state.withLock {
            $0.bodies = []
            $0.heads = []
        }
    }

    /// Closes what was left without an answer.
    func hangUp() {
        let silent = state.withLock { state in
            defer { state.silent = [] }
            return state.silent
        }
        for channel in silent { channel.close(promise: nil) }
    }

    /// Serves on a free port of this machine while `body` runs, by TLS if there is a certificate to show.
    static func serving<Value>(
        identity: TLSServerIdentity? = nil,
        _ body: (EventSink) async throws -> Value
    ) async throws -> Value {
        let context = try identity.map { try TLSContext(server: $0) }
        let box = Mutex<EventSink?>(nil)
        let holder = Holder(box)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(TLSHandler(serving: context)) }
                    try channel.pipeline.syncOperations.addHandler(Answering(holder))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let sink = EventSink(port: server.localAddress?.port ?? 0, state: State())
        holder.sink.withLock { $0 = sink }
        do {
            let value = try await body(sink)
            try await server.close()
            return value
        } catch {
            try await server.close()
            throw error
        }
    }

    private final class Holder: Sendable {
        let sink: Mutex<EventSink?>

        init(_ sink: consuming sending Mutex<EventSink?>) { self.sink = sink }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let holder: Holder
        private var text = ""

        init(_ holder: Holder) { self.holder = holder }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard let end = text.ranges(of: "\r\n\r\n").first else { return }
            let head = String(text[..<end.lowerBound])
            let body = String(text[end.upperBound...])
            let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            guard body.utf8.count >= length.flatMap({ Int($0.split(separator: " ").last ?? "") }) ?? 0 else { return }
            text = ""
            guard let sink = holder.sink.withLock({ $0 }) else { return context.close(promise: nil) }
            sink.take(head, body, context.channel)
        }
    }

    private func take(_ head: String, _ body: String, _ channel: any Channel) {
        let answer = state.withLock { state in
            state.heads.append(head)
            state.bodies.append(body)
            if case .silence = state.answer { state.silent.append(channel) }
            return state.answer
        }
        switch answer {
        case .status(let status): Self.send(status, over: channel)
        case .silence: break
        case .end: channel.close(promise: nil)
        case .ask(let ask):
            channel.eventLoop.makeFutureWithTask { await ask(head, body) }.whenSuccess { Self.send($0, over: channel) }
        }
    }

    private static func send(_ status: Int, over channel: any Channel) {
        let text = "HTTP/1.1 \(status) Told\r\nContent-Length: 0\r\n\r\n"
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }
}
