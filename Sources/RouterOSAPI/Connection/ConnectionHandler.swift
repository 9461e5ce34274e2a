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

    private let transport: RouterOSConnectionConfiguration.Transport
    private let limits: RouterOSConnectionLimits
    private let logger: Logger
    private let closePromise: EventLoopPromise<RouterOSErrorReason>

    private var machine: ConnectionStateMachine<CommandWaiter>
    /// Only until the login is done.
    private var credentials: RouterOSCredentials?
    private var peerFingerprint: CertificateFingerprint?
    private var context: ChannelHandlerContext?

    private var received: ReceivedBytes
    private var isDecoding = false
    private var outbound = OutboundSentences()
    private var gate = ReadGate()

    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture

    /// The first reason why the connection ended.
    private var closeReason: RouterOSErrorReason?

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
            self.peerFingerprint = event.peerFingerprint
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

    private func connected(_ context: ChannelHandlerContext) {
        self.machine.connected(now: context.eventLoop.now)
        self.deadlinesPassed()
        if case .plain = self.transport { self.linkOpened(context) }
    }

    // MARK: - Login

    private func linkOpened(_ context: ChannelHandlerContext) {
        switch self.machine.linkOpened(mayLogin: self.transport.mayLogin) {
        case .sendLogin:
            guard let credentials else { return }
            self.write(
                Command("/login").with("name", credentials.user).with("password", credentials.password),
                tag: nil
            )
        case .close(let failures):
            self.end(because: .untrustedLink, failures)
            context.close(promise: nil)
        case .none:
            break
        }
    }

    private func answer(challenge: String) {
        guard
            let credentials,
            let response = LoginChallenge.answer(password: credentials.password, challenge: challenge)
        else { return self.close(because: .protocolViolation(.wrongChallenge)) }
        self.write(Command("/login").with("name", credentials.user).with("response", response), tag: nil)
    }

    private func loggedIn(_ waiter: CommandWaiter) {
        self.credentials = nil
        guard case .login(let promise) = waiter else { preconditionFailure("a login was awaited as a command") }
        self.logger.debug("logged in")
        promise.succeed(.success(self.peerFingerprint))
    }

    // MARK: - Receiving

    private func decodeReceived(_ context: ChannelHandlerContext) {
        // What a sentence sets off may lead back here; the loop that runs already goes on with the rest.
        guard !self.isDecoding else { return }
        self.isDecoding = true
        defer { self.isDecoding = false }
        do throws(SentenceDecodingError) {
            while self.closeReason == nil, let sentence = try self.received.next() {
                self.sentenceReceived(sentence, context)
            }
        } catch {
            self.close(because: .undecodable(error))
        }
    }

    private func receivedLast(_ context: ChannelHandlerContext) {
        self.decodeReceived(context)
        let left = self.received.count
        self.received.removeAll()
        self.end(because: left > 0 ? .undecodable(.endedInsideSentence(bytes: left)) : .closedByPeer)
    }

    private func sentenceReceived(_ sentence: Sentence, _ context: ChannelHandlerContext) {
        switch self.machine.sentenceReceived(sentence, now: context.eventLoop.now) {
        case .none:
            break
        case .answerChallenge(let challenge):
            self.answer(challenge: challenge)
        case .loggedIn(let waiter):
            self.loggedIn(waiter)
        case .row(let waiter, let number, let row):
            self.stream(row, to: waiter, number)
        case .succeed(let waiter, let response, let next):
            self.succeed(waiter, response)
            if let next { self.send(next) }
            self.readIfWanted()
        case .fail(let failure, let next):
            self.fail(failure.waiter, failure.error)
            if let next { self.send(next) }
            self.readIfWanted()
        case .sendNext(let next):
            self.send(next)
        case .failAndCancel(let failure, let cancel):
            self.failAndCancel(failure, cancel)
        case .close(let reason, let failures):
            self.end(because: reason, failures)
            context.close(promise: nil)
        }
    }

    private func succeed(_ waiter: CommandWaiter, _ response: Response) {
        switch waiter {
        case .call(let continuation, _): continuation.resume(returning: .success(response))
        case .stream(let stream):
            stream.finish(nil)
            self.gate.drained(stream.number)
        case .login: preconditionFailure("a login was awaited as a command")
        }
    }

    private func fail(_ waiter: CommandWaiter, _ error: RouterOSError) {
        switch waiter {
        case .login(let promise):
            promise.succeed(.failure(error))
        case .call(let continuation, _):
            continuation.resume(returning: .failure(error))
        case .stream(let stream):
            stream.finish(error)
            // What waits in it is bounded from now on, and whether anybody reads it is no longer heard of.
            self.gate.drained(stream.number)
        }
    }

    private func failAndCancel(_ failure: ConnectionStateMachine<CommandWaiter>.Failure, _ cancel: OutboundCommand) {
        self.fail(failure.waiter, failure.error)
        self.send(cancel)
        if let context { self.setTimer(context.eventLoop.now.advanced(by: self.limits.cancelGrace)) }
    }

    // MARK: - Back-pressure

    private var isReadingPaused: Bool {
        self.gate.isPaused(hasWaitingCalls: self.machine.hasWaitingCalls)
    }

    private func stream(_ row: Row, to waiter: CommandWaiter, _ number: UInt64) {
        guard case .stream(let stream) = waiter else { preconditionFailure("a call was answered as a stream") }
        let bytes = stream.append(row)
        guard bytes >= self.limits.streamBytesHigh else { return }
        if self.gate.isKnownFull(number) || stream.markFull() {
            self.gate.full(number, isOverMaximum: bytes >= self.limits.streamBytesMaximum)
        }
    }

    private func readIfWanted() {
        guard let context, self.gate.takeRead(hasWaitingCalls: self.machine.hasWaitingCalls) else { return }
        context.read()
    }

    // MARK: - Sending

    private func send(_ command: OutboundCommand) {
        switch command {
        case .command(let command, let number):
            self.write(command, tag: .command(number))
        case .cancel(let number):
            self.write(Command("/cancel").with("tag", CommandTag.command(number).description), tag: .cancel(number))
        }
    }

    private func write(_ command: Command, tag: CommandTag?) {
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

    private func setTimer(_ deadline: NIODeadline) {
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

    private func end(
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
