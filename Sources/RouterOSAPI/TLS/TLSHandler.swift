package import NIOCore

/// Speaks TLS for a channel, as a client or as a server: bytes of the application above, records below.
///
/// - Writes wait for the handshake's end in their order, with their promises. Afterwards all writes of one flush become one buffer, and
///   small ones share records.
/// - When the peer is trusted, ``TLSHandshakeCompleted`` is fired; when the peer ends the session, ``TLSClosure``; when anything fails,
///   one ``TLSError``, and the channel closes.
/// - It holds at most one record of the peer's bytes: reading stops when the handlers above stop asking.
///
/// How long a handshake may take is for the connection to say: close the channel, and every waiting write fails.
package final class TLSHandler: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// Bytes that may wait for the end of a handshake; writes beyond them fail.
    package static let waitingBytesMaximum = 256 * 1024

    private let session: TLSSession
    private let isObserving: Bool
    private var state = State.idle
    private var writes = MarkedCircularBuffer<Write>(initialCapacity: 2)
    private var waitingBytes = 0
    private var isPeerDone = false
    private var isReadWanted = false

    /// The client's end.
    /// - Parameters:
    ///   - host: The name or IP address that was connected to: sent to the peer when it is a name, and asked for in the certificate
    ///     when an authority is trusted.
    ///   - trust: Why the peer is believed.
    ///   - minimum: The oldest version that is spoken.
    /// - Throws: ``TLSError/configuration(_:)`` for a file or a host that cannot be used.
    package init(connectingTo host: String, trust: TLSTrust, minimum: TLSVersion = .v12) throws(TLSError) {
        let context = try TLSContextCache.context(for: trust, minimum: minimum)
        let expectation = TLSSession.Expectation(trust: trust, host: TLSHostName(host))
        session = try TLSSession(context: context, expectation: expectation)
        isObserving = trust == .observe
    }

    /// The server's end.
    /// - Parameter context: What it shows of itself, shared by its connections.
    /// - Throws: ``TLSError/other(_:)`` when memory is short.
    package init(serving context: TLSContext) throws(TLSError) {
        session = try TLSSession(context: context, expectation: nil)
        isObserving = false
    }

    // MARK: - From the peer

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context: context) }
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        state = .closed
        failWrites(with: .closed)
    }

    package func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        start(context: context)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        peerEnded(context: context)
        context.fireChannelInactive()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { peerEnded(context: context) }
        context.fireUserInboundEventTriggered(event)
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .closed: return
        case .idle, .handshaking, .open, .outputClosed: break
        }
        guard !isPeerDone else { return }
        session.receive(unwrapInboundIn(data))
        if case .handshaking = state { advanceHandshake(context: context) }
        switch state {
        case .open, .outputClosed: decrypt(context: context)
        case .idle, .handshaking, .closed: break
        }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // A read that brought no whole record has not given the handlers above what they asked for, and they will not ask again.
        switch state {
        case .handshaking: context.read()
        case .open, .outputClosed: if isReadWanted { context.read() }
        case .idle, .closed: break
        }
    }

    private func start(context: ChannelHandlerContext) {
        guard case .idle = state else { return }
        state = .handshaking
        advanceHandshake(context: context)
        if case .handshaking = state { context.read() }
    }

    private func advanceHandshake(context: ChannelHandlerContext) {
        let step = session.handshake()
        switch step {
        case .waiting:
            sendOutbound(context: context)
        case .failed(let error):
            fail(error, context: context)
        case .done(let completed):
            state = .open
            sendOutbound(context: context)
            guard case .open = state else { return }
            context.fireUserInboundEventTriggered(completed)
            guard case .open = state else { return }
            if isObserving {
                close(context: context, mode: .all, promise: nil)
            } else {
                encryptFlushed(context: context)
            }
        }
    }

    private func decrypt(context: ChannelHandlerContext) {
        var plaintext = context.channel.allocator.buffer(capacity: 0)
        let end = session.read(into: &plaintext)
        if case .waiting = end {} else { isPeerDone = true }
        // What a read leaves to send are answers of TLS itself. Asked for without end by a peer that does not read, they would pile up
        // in the channel, where nobody counts them.
        if session.hasOutbound, !context.channel.isWritable { return fail(.answersUnread, context: context) }
        sendOutbound(context: context)
        if plaintext.readableBytes > 0 {
            isReadWanted = false
            context.fireChannelRead(wrapInboundOut(plaintext))
        }
        switch (end, state) {
        case (.waiting, _), (_, .closed), (_, .idle), (_, .handshaking):
            break
        case (.closeNotify, .open), (.closeNotify, .outputClosed):
            context.fireUserInboundEventTriggered(TLSClosure.closeNotify)
            switch state {
            case .open, .outputClosed: close(context: context, mode: .all, promise: nil)
            case .idle, .handshaking, .closed: break
            }
        case (.failed(let error), .open), (.failed(let error), .outputClosed):
            fail(error, context: context)
        }
    }

    /// TCP has ended in the peer's direction.
    private func peerEnded(context: ChannelHandlerContext) {
        switch state {
        case .idle, .handshaking:
            fail(.closedDuringHandshake, context: context)
        case .open, .outputClosed:
            guard !isPeerDone else { return }
            isPeerDone = true
            context.fireUserInboundEventTriggered(TLSClosure.truncated)
            if !context.channel.isActive {
                state = .closed
                failWrites(with: .closed)
            }
        case .closed:
            break
        }
    }

    // MARK: - From the application

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isObserving {
            promise?.fail(TLSError.writeWhileObserving)
            return
        }
        let bytes = unwrapOutboundIn(data)
        switch state {
        case .idle, .handshaking:
            guard waitingBytes + bytes.readableBytes <= Self.waitingBytesMaximum else {
                promise?.fail(TLSError.tooMuchBeforeHandshake(bytesMaximum: Self.waitingBytesMaximum))
                return
            }
            waitingBytes += bytes.readableBytes
            writes.append(Write(bytes: bytes, promise: promise))
        case .open:
            writes.append(Write(bytes: bytes, promise: promise))
        case .outputClosed, .closed:
            promise?.fail(TLSError.closed)
        }
    }

    package func flush(context: ChannelHandlerContext) {
        writes.mark()
        switch state {
        case .open: encryptFlushed(context: context)
        case .idle, .handshaking: break
        case .outputClosed, .closed: context.flush()
        }
    }

    package func read(context: ChannelHandlerContext) {
        isReadWanted = true
        context.read()
    }

    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch (mode, state) {
        case (.input, _), (_, .closed):
            break
        case (.output, .open):
            state = .outputClosed
            session.sendCloseNotify()
            sendOutbound(context: context)
            failWrites(with: .closed)
        case (.output, .idle), (.output, .handshaking), (.output, .outputClosed):
            break
        case (.all, .open):
            state = .closed
            session.sendCloseNotify()
            sendOutbound(context: context)
            failWrites(with: .closed)
        case (.all, .idle), (.all, .handshaking), (.all, .outputClosed):
            state = .closed
            failWrites(with: .closed)
        }
        context.close(mode: mode, promise: promise)
    }

    /// Encrypts all writes up to the last flush into one buffer, and sends it.
    private func encryptFlushed(context: ChannelHandlerContext) {
        guard writes.hasMark else {
            context.flush()
            return
        }
        var total = 0
        for index in writes.indices {
            total += writes[index].bytes.readableBytes
            if writes.isMarked(index: index) { break }
        }
        let allocator = context.channel.allocator
        session.reserve(forPlaintextBytes: total, allocator: allocator)
        var promises: [EventLoopPromise<Void>] = []
        var gathered = ByteBuffer()
        do throws(TLSError) {
            while writes.hasMark, let write = writes.popFirst() {
                if let promise = write.promise { promises.append(promise) }
                let isAlone = !writes.hasMark && gathered.readableBytes == 0
                let length = write.bytes.readableBytes
                if gathered.readableBytes + length > TLSRecord.plaintextBytesMaximum {
                    try session.write(gathered)
                    gathered.clear()
                }
                if isAlone || length > TLSRecord.plaintextBytesMaximum / 2 {
                    try session.write(gathered)
                    gathered.clear()
                    try session.write(write.bytes)
                } else {
                    if gathered.storageCapacity == 0 {
                        gathered = allocator.buffer(capacity: min(total, TLSRecord.plaintextBytesMaximum))
                    }
                    gathered.writeImmutableBuffer(write.bytes)
                }
            }
            try session.write(gathered)
        } catch {
            for promise in promises { promise.fail(error) }
            fail(error, context: context)
            return
        }
        waitingBytes = 0
        let first = promises.first
        for promise in promises.dropFirst() { first?.futureResult.cascade(to: promise) }
        context.writeAndFlush(wrapOutboundOut(session.takeOutbound()), promise: first)
    }

    // MARK: - Both

    private func sendOutbound(context: ChannelHandlerContext) {
        guard session.hasOutbound else { return }
        context.writeAndFlush(wrapOutboundOut(session.takeOutbound()), promise: nil)
    }

    private func fail(_ error: TLSError, context: ChannelHandlerContext) {
        state = .closed
        sendOutbound(context: context)
        failWrites(with: error)
        context.fireErrorCaught(error)
        context.close(mode: .all, promise: nil)
    }

    private func failWrites(with error: TLSError) {
        while let write = writes.popFirst() { write.promise?.fail(error) }
        waitingBytes = 0
    }
}
