import Logging
import NIOCore

/// Logging in, and what is done with the sentences that the router sends.
extension ConnectionHandler {
    // MARK: - Login

    func linkOpened(_ context: ChannelHandlerContext) {
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
        promise.succeed(.success(self.handshake?.peerFingerprint))
    }

    // MARK: - Receiving

    func decodeReceived(_ context: ChannelHandlerContext) {
        // What a sentence sets off may lead back here; the loop that runs already goes on with the rest.
        guard !self.isDecoding else { return }
        self.isDecoding = true
        defer { self.isDecoding = false }
        // What has arrived, has arrived now: the clock is not asked for each sentence.
        let now = context.eventLoop.now
        do throws(SentenceDecodingError) {
            while self.closeReason == nil, let sentence = try self.received.next() {
                self.sentenceReceived(sentence, now, context)
            }
        } catch {
            self.close(because: .undecodable(error))
        }
    }

    func receivedLast(_ context: ChannelHandlerContext) {
        self.decodeReceived(context)
        let left = self.received.count
        self.received.removeAll()
        self.end(because: left > 0 ? .undecodable(.endedInsideSentence(bytes: left)) : .closedByPeer)
    }

    private func sentenceReceived(_ sentence: Sentence, _ now: NIODeadline, _ context: ChannelHandlerContext) {
        switch self.machine.sentenceReceived(sentence, now: now) {
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
        case .batch(let batch, let index):
            batch.answered(index, .success(response))
            self.sendNext(of: batch)
        case .stream(let stream):
            stream.finish(nil)
            self.gate.drained(stream.number)
        case .login: preconditionFailure("a login was awaited as a command")
        }
    }

    func fail(_ waiter: CommandWaiter, _ error: RouterOSError) {
        switch waiter {
        case .login(let promise):
            promise.succeed(.failure(error))
        case .call(let continuation, _):
            continuation.resume(returning: .failure(error))
        case .batch(let batch, let index):
            batch.answered(index, .failure(error))
            self.sendNext(of: batch)
        case .stream(let stream):
            stream.finish(error)
            // What waits in it is bounded from now on, and whether anybody reads it is no longer heard of.
            self.gate.drained(stream.number)
        }
    }

    func failAndCancel(_ failure: ConnectionStateMachine<CommandWaiter>.Failure, _ cancel: OutboundCommand) {
        self.fail(failure.waiter, failure.error)
        self.send(cancel)
        if let context { self.setTimer(context.eventLoop.now.advanced(by: self.limits.cancelGrace)) }
    }

    // MARK: - Back-pressure

    var isReadingPaused: Bool {
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

    func readIfWanted() {
        guard let context, self.gate.takeRead(hasWaitingCalls: self.machine.hasWaitingCalls) else { return }
        context.read()
    }
}
