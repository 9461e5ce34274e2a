import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Keeps a connection to what ``ConnectionState`` says of it.
///
/// It closes so that the last answer arrives: no more is sent, what still comes is thrown away for a while, and only then the socket
/// is closed. A socket that is closed over bytes that nobody has read takes back what was sent last.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: RequestLimits
    private let isStreamed: (HTTPRequest) -> Bool
    private let answer: (ErrorCode) -> APIResponse
    private var state: ConnectionState
    /// The end of the answer that is on its way.
    private var lastAnswer: EventLoopFuture<Void>?
    private var isInputClosed = false
    private var sending = SendingWatch()
    /// Whether the answer under way is a stream, which is taken part by part and may last.
    private var isStreaming = false
    /// Looks whether the client still takes answers; at most one at a time, for there may be many short requests.
    private var sendingCheck: Scheduled<Void>?

    /// Makes the handler of a connection.
    ///
    /// - Parameters:
    ///   - limits: how much is taken, and for how long it is waited for.
    ///   - isStreamed: whether the body of a request may be of any size.
    ///   - answer: what is answered where no request could be read.
    init(
        limits: RequestLimits,
        isStreamed: @escaping (HTTPRequest) -> Bool,
        answer: @escaping (ErrorCode) -> APIResponse
    ) {
        self.limits = limits
        self.isStreamed = isStreamed
        self.answer = answer
        state = ConnectionState(bodyBytesMaximum: limits.bodyBytesMaximum)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(OldVersionHandler(), position: .before(codec))
        } catch {
            context.fireErrorCaught(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        sendingCheck?.cancel()
        context.fireChannelInactive()
    }

    // MARK: - What arrives

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let arrival =
            switch unwrapInboundIn(data) {
            case .head(let request): state.received(request.headerFields, isStreamed: isStreamed(request))
            case .body(let bytes): state.received(bytes: bytes.readableBytes)
            case .end: state.receivedEnd()
            }
        switch arrival {
        case .take:
            context.fireChannelRead(data)
        case .takeAndContinue:
            sendContinue(context)
            context.fireChannelRead(data)
        case .drop:
            break
        case .close:
            beginToClose(context)
        case .abort:
            context.close(mode: .all, promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if state.isClosing { context.read() }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError || error is HTTP1TypeConversionError else {
            return context.fireErrorCaught(error)
        }
        let isTooLarge = if case .headerOverflow = error as? HTTPParserError { true } else { false }
        switch state.failed(isTooLarge ? .headerTooLarge : .requestMalformed) {
        case .tell: context.fireErrorCaught(error)
        case .wait: break
        case .answer(let code): send(answer(code), context)
        case .close: beginToClose(context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent {
            isInputClosed = true
            if state.isClosing { return context.close(mode: .all, promise: nil) }
        }
        if event is ChannelShouldQuiesceEvent { state.isQuiescing = true }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: - What is sent

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isStreaming = head.headerFields[.contentType] == EventStream.contentType
            switch state.sends(head.headerFields) {
            case .send:
                beginToSend(context)
                context.write(data, promise: promise)
            case .sendAsLast:
                beginToSend(context)
                head.headerFields[.connection] = "close"
                context.write(wrapOutboundOut(.head(head)), promise: promise)
            case .drop:
                promise?.succeed()
            }
        case .body:
            guard !state.dropsAnswer else { return promise?.succeed() ?? () }
            guard isStreaming else { return context.write(data, promise: promise) }
            let taken = promise ?? context.eventLoop.makePromise()
            taken.futureResult.assumeIsolated().whenSuccess { self.sending.progressed(at: .now()) }
            context.write(data, promise: taken)
        case .end:
            if state.dropsAnswer {
                promise?.succeed()
            } else {
                let sent = promise ?? context.eventLoop.makePromise()
                follow(sent)
                sent.futureResult.assumeIsolated().whenComplete { _ in self.sending.ended(at: .now()) }
                context.write(data, promise: sent)
            }
            perform(state.sentEnd(), context)
        }
    }

    private func perform(_ next: ConnectionState.Sent, _ context: ChannelHandlerContext) {
        switch next {
        case .nothing:
            break
        case .sendContinue:
            sendContinue(context)
        case .awaitRest(let request):
            after(limits.bodyDeadline, context) { context in
                if self.state.awaitsRest(of: request) { self.beginToClose(context) }
            }
        case .answer(let code):
            send(answer(code), context)
        case .close:
            beginToClose(context)
        }
    }

    /// A client that asks and never takes the answer would hold its connection for ever: nobody waits for it to say anything.
    private func beginToSend(_ context: ChannelHandlerContext) {
        sending.began(at: .now())
        if sendingCheck == nil { checkSending(context, in: limits.sendingDeadline) }
    }

    private func checkSending(_ context: ChannelHandlerContext, in time: Duration) {
        let deadline = limits.sendingDeadline
        sendingCheck = after(time, context) { context in
            self.sendingCheck = nil
            guard let rest = self.sending.rest(of: deadline, at: .now()) else { return }
            if rest > .zero {
                self.checkSending(context, in: rest)
            } else {
                context.close(mode: .all, promise: nil)
            }
        }
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func send(_ answer: APIResponse, _ context: ChannelHandlerContext) {
        var head = HTTPResponse(status: answer.status, headerFields: answer.headers)
        let body = answer.body ?? ByteBuffer()
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let sent = context.eventLoop.makePromise(of: Void.self)
        follow(sent)
        context.write(wrapOutboundOut(.end(nil)), promise: sent)
        beginToClose(context)
    }

    // MARK: - The end

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input:
            context.close(mode: .input, promise: promise)
        case .output:
            beginToClose(context)
            promise?.succeed()
        case .all where lastAnswer == nil && !state.isClosing:
            context.close(mode: .all, promise: promise)
        case .all:
            beginToClose(context)
            context.channel.closeFuture.cascade(to: promise)
        }
    }

    private func beginToClose(_ context: ChannelHandlerContext) {
        guard !state.isClosing else { return }
        state.close()
        after(limits.closingDeadline, context) { $0.close(mode: .all, promise: nil) }
        context.flush()
        let sent = lastAnswer ?? context.eventLoop.makeSucceededVoidFuture()
        sent.assumeIsolated().whenComplete { _ in
            guard context.channel.isActive else { return }
            context.close(mode: self.isInputClosed ? .all : .output, promise: nil)
            // Nobody else asks for more by now, and the end of what comes must be seen.
            context.read()
        }
    }

    private func follow(_ answer: EventLoopPromise<Void>) {
        lastAnswer = answer.futureResult
        let id = ObjectIdentifier(answer.futureResult)
        answer.futureResult.assumeIsolated().whenComplete { _ in
            if self.lastAnswer.map(ObjectIdentifier.init) == id { self.lastAnswer = nil }
        }
    }

    @discardableResult
    private func after(
        _ time: Duration,
        _ context: ChannelHandlerContext,
        _ body: @escaping (ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        let amount = TimeAmount.nanoseconds(Int64(time / .nanoseconds(1)))
        return context.eventLoop.assumeIsolated().scheduleTask(in: amount) {
            if context.channel.isActive { body(context) }
        }
    }
}
