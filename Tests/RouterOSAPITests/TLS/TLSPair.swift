import NIOCore
import NIOEmbedded

@testable import RouterOSAPI

/// What a handler above TLS saw, in order.
final class TLSRecorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private(set) var received = ByteBuffer()
    private(set) var handshake: TLSHandshakeCompleted?
    private(set) var closures: [TLSClosure] = []
    private(set) var errors: [TLSError] = []
    private(set) var isInactive = false
    /// Runs inside of `channelRead`, to write from within.
    var onRead: ((ChannelHandlerContext, ByteBuffer) -> Void)?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        received.writeImmutableBuffer(buffer)
        onRead?(context, buffer)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSHandshakeCompleted { handshake = event }
        if let event = event as? TLSClosure { closures.append(event) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? TLSError { errors.append(error) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isInactive = true
    }
}

/// A client and a server in memory, whose bytes a test moves.
struct TLSPair {
    let client: EmbeddedChannel
    let server: EmbeddedChannel
    let atClient = TLSRecorder()
    let atServer = TLSRecorder()

    init(
        identity: TLSServerIdentity,
        trust: TLSTrust,
        host: String = "router.test",
        clientMinimum: TLSVersion = .v12,
        serverMinimum: TLSVersion = .v12
    ) throws {
        let context = try TLSContext(server: identity, minimum: serverMinimum)
        client = EmbeddedChannel()
        server = EmbeddedChannel()
        try server.pipeline.syncOperations.addHandlers([TLSHandler(serving: context), atServer])
        try client.pipeline.syncOperations.addHandlers([
            TLSHandler(connectingTo: host, trust: trust, minimum: clientMinimum), atClient,
        ])
    }

    /// Makes both ends active, which starts the handshake.
    func connect() throws {
        let address = try SocketAddress(ipAddress: "192.0.2.1", port: 8729)
        server.connect(to: address, promise: nil)
        client.connect(to: address, promise: nil)
    }

    /// Moves bytes in pieces of `chunk` until neither side has any.
    func pump(chunk: Int = .max) throws {
        while try move(from: client, to: server, chunk: chunk) || move(from: server, to: client, chunk: chunk) {}
    }

    /// Moves what one side has sent; false when it was nothing.
    func move(from sender: EmbeddedChannel, to receiver: EmbeddedChannel, chunk: Int = .max) throws -> Bool {
        var moved = false
        while var bytes = try sender.readOutbound(as: ByteBuffer.self) {
            moved = true
            while let piece = bytes.readSlice(length: min(chunk, bytes.readableBytes)), piece.readableBytes > 0 {
                guard receiver.isActive else { break }
                // Errors are what the recorder takes note of.
                try receiver.writeInbound(piece)
            }
        }
        return moved
    }

    /// Ends without expecting anything of what is left.
    func finish() {
        for channel in [client, server] {
            // What is left over has been checked, or is not of interest.
            _ = try? channel.finish(acceptAlreadyClosed: true)
        }
    }
}

/// Identities that tests share, because an RSA key takes a while.
enum TestIdentity {
    static let router = Result {
        try TLSServerIdentity.selfSigned(
            commonName: "router.test",
            subjectAltNames: ["router.test", "*.wild.test", "127.0.0.1", "::1"]
        )
    }
    static let other = Result {
        try TLSServerIdentity.selfSigned(commonName: "other.test", subjectAltNames: ["other.test"])
    }
    static let expired = Result {
        try TLSServerIdentity.selfSigned(
            commonName: "router.test",
            subjectAltNames: ["router.test", "127.0.0.1"],
            validFrom: .seconds(-2 * 86400),
            validFor: .seconds(86400)
        )
    }
    static let future = Result {
        try TLSServerIdentity.selfSigned(
            commonName: "router.test",
            subjectAltNames: ["router.test", "127.0.0.1"],
            validFrom: .seconds(86400),
            validFor: .seconds(86400)
        )
    }
}
