import GatewayDomain
import NIOCore
import NIOEmbedded
import Synchronization

@testable import GatewaySync
@testable import RouterOSAPI
@testable import RouterOSSimulator

/// A router without a socket, sound or bad, and the connections to it, whose time passes only where a test lets it.
///
/// The connections are the gateway's own, with their tags, windows and deadlines; only what carries the bytes is another.
final class VirtualRouter: Sendable {
    /// How a router behaves.
    enum Kind: CaseIterable, Sendable {
        /// Does what it is asked to.
        case sound
        /// Takes no connection.
        case refusing
        /// Takes connections, and says nothing.
        case silent
        /// Lets everybody log in, and sends a byte a second after that.
        case trickling
    }

    let kind: Kind
    private let loop: NIOAsyncTestingEventLoop
    private let state: Mutex<RouterState>
    private let counts = Mutex((connections: 0, commands: 0))

    init(_ kind: Kind, on loop: NIOAsyncTestingEventLoop, since start: Timestamp) {
        self.kind = kind
        self.loop = loop
        state = Mutex(RouterState(version: RouterOSVersion(7, 22, 3), clockAtZero: start.seconds))
    }

    /// How often somebody tried to connect.
    var connections: Int { counts.withLock { $0.connections } }

    /// How many commands arrived, logins not counted.
    var commands: Int { counts.withLock { $0.commands } }

    /// Whether there is a hotspot user of each of these names.
    func holds(_ names: Set<WordBytes>) -> Bool {
        state.withLock { $0.tables["/ip/hotspot/user"]?.rows(named: names).count == names.count }
    }

    /// Connects to it and logs in, with the deadlines of a configuration.
    func connect(
        _ device: Device,
        _ password: Secret,
        _ configuration: SyncConfiguration
    ) async throws(DeviceFailure) -> any DeviceChannel {
        counts.withLock { $0.connections += 1 }
        var settings = try DeviceConnector.settings(for: device, configuration)
        settings.transport = .plain
        do {
            let credentials = RouterOSCredentials(user: device.user, password: password.revealed)
            return try await connect(settings, credentials)
        } catch let error as RouterOSError {
            throw DeviceConnector.failure(error, device: device)
        } catch {
            throw DeviceConnector.failure(RouterOSError(.connectionFailed("\(error)")), device: device)
        }
    }

    private func connect(
        _ settings: RouterOSConnectionConfiguration,
        _ credentials: RouterOSCredentials
    ) async throws -> RouterOSConnection {
        guard kind != .refusing else {
            throw RouterOSError(
                .connectFailed(host: settings.host, port: settings.port, text: "Connection refused")
            )
        }
        let channel = NIOAsyncTestingChannel(loop: loop)
        let opening = try await loop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(VirtualRouterHandler(self))
            return try ConnectionOpening(
                channel,
                configuration: settings,
                credentials: credentials,
                logger: .silent
            )
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: settings.port))
        await loop.run()
        let login = try await withTaskCancellationHandler {
            try await opening.login.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        return RouterOSConnection(opening, peerFingerprint: try login.get(), configuration: settings)
    }

    /// What it sends for a sentence, in all.
    fileprivate func answer(_ sentence: Sentence) -> ByteBuffer {
        var bytes = ByteBuffer()
        guard kind != .silent else { return bytes }
        let request = RouterOSSimulator.CommandRequest(sentence)
        let tag = sentence.tag.map { WordBytes($0) }
        if request.path == "/login" {
            CommandReply.done(ret: nil).write(to: &bytes, tag: tag)
            return bytes
        }
        counts.withLock { $0.commands += 1 }
        let account = SimulatedAccount(name: "admin", password: "")
        let outcome = state.withLock { $0.execute(request, CommandContext(account: account, now: .zero)) }
        if case .replies(let replies) = outcome {
            for reply in replies { reply.write(to: &bytes, tag: tag) }
        }
        return bytes
    }
}

/// The router's end of a connection: what the gateway writes ends here, and what the router says begins here.
private final class VirtualRouterHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private let router: VirtualRouter
    private let decoder = NIOSingleStepByteToMessageProcessor(SentenceDecoder())
    private var isLoggedIn = false
    private var isTrickling = false
    private var trickle = ByteBuffer()

    init(_ router: VirtualRouter) {
        self.router = router
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.succeed()
        var bytes = ByteBuffer()
        do {
            try decoder.process(buffer: unwrapOutboundIn(data)) { sentence in
                var answer = router.answer(sentence)
                bytes.writeBuffer(&answer)
            }
        } catch {
            return context.close(promise: nil)
        }
        guard router.kind == .trickling, isLoggedIn else {
            isLoggedIn = true
            return send(bytes, context)
        }
        trickle.writeBuffer(&bytes)
        guard !isTrickling else { return }
        isTrickling = true
        sendNextByte(context)
    }

    /// In a turn of its own, as what comes over a network does.
    private func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard bytes.readableBytes > 0 else { return }
        context.eventLoop.assumeIsolated().execute {
            guard context.channel.isActive else { return }
            context.fireChannelRead(NIOAny(bytes))
            context.fireChannelReadComplete()
        }
    }

    private func sendNextByte(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            self.isTrickling = context.channel.isActive && self.trickle.readableBytes > 0
            guard self.isTrickling, let byte = self.trickle.readSlice(length: 1) else { return }
            context.fireChannelRead(NIOAny(byte))
            context.fireChannelReadComplete()
            self.sendNextByte(context)
        }
    }
}
