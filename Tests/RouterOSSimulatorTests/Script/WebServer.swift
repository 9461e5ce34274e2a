import NIOCore
import NIOHTTP1
import NIOPosix
import RouterOSAPI
import Synchronization

/// A small web server that tests are fetched from: it remembers what it was asked, and answers as it is told.
final class WebServer: Sendable {
    struct Received: Sendable, Equatable {
        var line: String
        var headers: [String: String]
        var body: String
    }

    enum Answer: Sendable {
        case status(Int, String)
        /// Nothing at all, while the connection stays open.
        case silence
        /// The connection is closed instead.
        case end
    }

    private struct State {
        var received: [Received] = []
        var answer: Answer
    }

    let port: Int
    private let channel: any Channel
    private let state: Mutex<State>

    private init(channel: any Channel, state: consuming sending State) {
        self.channel = channel
        self.port = channel.localAddress?.port ?? 0
        self.state = Mutex(state)
    }

    var received: [Received] { self.state.withLock { $0.received } }

    func answer(_ answer: Answer) { self.state.withLock { $0.answer = answer } }

    /// Runs a server for as long as the body takes.
    static func with<Value: Sendable>(
        identity: TLSServerIdentity? = nil,
        _ body: (WebServer) async throws -> Value
    ) async throws -> Value {
        let context = try identity.map { try TLSContext(server: $0) }
        let box = ServerBox()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(TLSHandler(serving: context)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(WebHandler(box: box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = WebServer(channel: channel, state: State(answer: .status(200, "")))
        box.server.withLock { $0 = server }
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try await channel.close()
            throw error
        }
    }

    fileprivate func take(_ received: Received) -> Answer {
        self.state.withLock {
            $0.received.append(received)
            return $0.answer
        }
    }
}

private final class ServerBox: Sendable {
    let server = Mutex<WebServer?>(nil)
}

private final class WebHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let box: ServerBox
    private var present = WebServer.Received(line: "", headers: [:], body: "")

    init(box: ServerBox) { self.box = box }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.present = WebServer.Received(line: "\(head.method) \(head.uri)", headers: [:], body: "")
            for (name, value) in head.headers { self.present.headers[name.lowercased()] = value }
        case .body(let buffer): self.present.body += String(buffer: buffer)
        case .end:
            switch self.box.server.withLock({ $0 })?.take(self.present) {
            case .status(let code, let text):
                let head = HTTPResponseHead(
                    version: .http1_1,
                    status: HTTPResponseStatus(statusCode: code),
                    headers: ["content-length": String(text.utf8.count), "x-answer": "yes"]
                )
                context.write(self.wrapOutboundOut(.head(head)), promise: nil)
                context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
            case .end: context.close(promise: nil)
            case .silence, nil: break
            }
        }
    }
}
