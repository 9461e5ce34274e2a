import Logging
import NIOCore

/// Carries out what the state machine decides: the only place where a connection's bytes, promises and timers meet.
///
/// - Sentences of one turn of the event loop leave as one write with one flush.
/// - Reading stops by not passing on `read`, so it works above TLS as above TCP.
/// - One timer runs at most, for the earliest deadline.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    let transport: RouterOSConnectionConfiguration.Transport
    let limits: RouterOSConnectionLimits
    let logger: Logger
    private let closePromise: EventLoopPromise<RouterOSErrorReason>

    var machine: ConnectionStateMachine<CommandWaiter>
    /// Only until the login is done.
    var credentials: RouterOSCredentials?
    /// What both sides settled on; nil on plain TCP.
    var handshake: TLSHandshakeCompleted?
    var context: ChannelHandlerContext?

    var received: ReceivedBytes
    var isDecoding = false
    private var outbound = OutboundSentences()
    var gate = ReadGate()

    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture

    /// The first reason why the connection ended.
    var closeReason: RouterOSErrorReason?

    init(
        configuration: RouterOSConnectionConfiguration,
        credentials: RouterOSCredentials,
        login: EventLoopPromise<Result<CertificateFingerprint?, RouterOSError>>,
        closed: EventLoopPromise<RouterOSErrorReason>,
        logger: Logger
    ) {
        self.transport = configuration.transport
        self.limits = configuration.limits
        self.credentials = credentials
        self.closePromise = closed
        self.logger = logger
        self.received = ReceivedBytes(limits: configuration.limits.sentence)
        self.machine = ConnectionStateMachine(
            login: .login(login),
            allowed: configuration.loginTimeout,
            limits: configuration.limits
        )
    }

    // MARK: - From the connection

    func submit(_ request: CommandRequest<CommandWaiter>, allowed: Duration?) {
        guard let context else {
            return self.fail(
                request.waiter,
                RouterOSError(self.closeReason ?? .closedLocally, command: request.command.path)
            )
        }
        guard !request.waiter.isGone else {
            return self.fail(request.waiter, RouterOSError(.cancelled, command: request.command.path))
        }
        var request = request
        request.deadline = allowed.map { context.eventLoop.now.advanced(by: $0) } ?? .distantFuture
        switch self.machine.commandSubmitted(request) {
        case .send(let command): self.send(command)
        case .wait: break
        case .refuse(let failure): self.fail(failure.waiter, failure.error)
        }
        self.setTimer(request.deadline)
        self.readIfWanted()
    }

    /// Sends commands of a batch on, as many as it has room for.
    ///
    /// One that is refused at once makes room for the next: the loop that runs goes on with it, so that a long batch on a connection
    /// that has ended is no deep recursion.
    func sendNext(of batch: CommandBatch) {
        guard !batch.isSending else { return }
        batch.isSending = true
        defer { batch.isSending = false }
        while let request = batch.next() { self.submit(request, allowed: batch.allowed) }
    }

    func cancel(_ number: UInt64) {
        guard let context else { return }
        switch self.machine.commandCancelled(number, now: context.eventLoop.now) {
        case .none: break
        case .fail(let failure): self.fail(failure.waiter, failure.error)
        case .failAndCancel(let failure, let cancel): self.failAndCancel(failure, cancel)
        }
        self.streamDrained(number)
    }

    /// A stream's consumer has caught up.
    func streamDrained(_ number: UInt64) {
        self.gate.drained(number)
        self.readIfWanted()
    }

    func close(because reason: RouterOSErrorReason) {
        self.end(because: reason)
        self.context?.close(promise: nil)
    }

    // MARK: - From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { self.connected(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end(because: .closedLocally)
        self.context = nil
        self.timer?.cancel()
        self.closePromise.succeed(self.closeReason ?? .closedLocally)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.connected(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.receivedLast(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.close(because: (error as? TLSError).map { .tls($0) } ?? .connectionFailed("\(error)"))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSHandshakeCompleted {
            self.logger.debug("TLS session opened", metadata: ["tls": "\(event.version)", "cipher": "\(event.cipher)"])
            self.handshake = event
            self.linkOpened(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard self.closeReason == nil else { return }
        self.received.append(self.unwrapInboundIn(data))
        self.decodeReceived(context)
    }

    func read(context: ChannelHandlerContext) {
        if self.isReadingPaused {
            self.gate.holdBackRead()
        } else {
            context.read()
        }
    }

    func connected(_ context: ChannelHandlerContext) {
        self.machine.connected(now: context.eventLoop.now)
        self.deadlinesPassed()
        if case .plain = self.transport { self.linkOpened(context) }
    }

    // MARK: - Sending

    func send(_ command: OutboundCommand) {
        switch command {
        case .command(let command, let number):
            self.write(command, tag: .command(number))
        case .cancel(let number):
            self.write(Command("/cancel").with("tag", CommandTag.command(number).description), tag: .cancel(number))
        }
    }

    func write(_ command: Command, tag: CommandTag?) {
        guard let context else { return }
        self.logger.trace("command", metadata: ["command": "\(command)", "tag": "\(tag?.description ?? "")"])
        guard self.outbound.append(command, tag: tag, allocator: context.channel.allocator) else { return }
        context.eventLoop.assumeIsolated().execute { self.flushOutbound() }
    }

    private func flushOutbound() {
        guard let context, let bytes = self.outbound.take() else { return }
        self.machine.commandsWritten()
        context.writeAndFlush(self.wrapOutboundOut(bytes), promise: nil)
    }

    // MARK: - Time

    func setTimer(_ deadline: NIODeadline) {
        guard deadline < self.timerDeadline, let context else { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        self.timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.deadlinesPassed() }
    }

    private func deadlinesPassed() {
        guard let context else { return }
        self.timerDeadline = .distantFuture
        let action = self.machine.deadlinesPassed(
            now: context.eventLoop.now,
            isReadingPaused: self.isReadingPaused
        )
        for failure in action.failures { self.fail(failure.waiter, failure.error) }
        if let reason = action.closing {
            self.end(because: reason)
            context.close(promise: nil)
            return
        }
        for cancel in action.cancels { self.send(cancel) }
        if let next = action.next { self.setTimer(next) }
        self.readIfWanted()
    }

    // MARK: - The end

    func end(
        because reason: RouterOSErrorReason,
        _ failures: [ConnectionStateMachine<CommandWaiter>.Failure] = []
    ) {
        let isFirst = self.closeReason == nil
        if isFirst {
            self.closeReason = reason
            self.logger.debug("connection ended", metadata: ["reason": "\(reason.label)"])
        }
        self.credentials = nil
        self.outbound = OutboundSentences()
        self.gate = ReadGate()
        for failure in failures + self.machine.closed(because: reason) {
            self.fail(failure.waiter, failure.error)
        }
    }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}
