import NIOCore

/// What happens on one connection, decided without I/O, clock, promise or logger.
///
/// An event goes in, with the time where it matters; an action comes out, which the handler carries out. `Waiter` is who gets a
/// command's answer: continuations and streams in the handler, strings in tests.
///
///     initialized --linkOpened--> loggingIn --`!done`--> ready --anything fatal--> closed
///
/// A tag is registered by the very call whose action sends its command, so no answer can come before it.
struct ConnectionStateMachine<Waiter>: ~Copyable {
    private enum State: ~Copyable {
        case initialized(LoginWait)
        case loggingIn(LoginWait, LoginStep)
        case ready(CommandTable<Waiter>)
        case closed(RouterOSErrorReason)
    }

    /// Who waits for the login, and how long.
    private struct LoginWait {
        var waiter: Waiter
        var deadline: NIODeadline
        var allowed: Duration
        var limits: RouterOSConnectionLimits
    }

    private enum LoginStep {
        case plainSent
        case challengeAnswered
        /// A `!trap` came; its `!done` has to follow.
        case refused(Trap)
    }

    /// A waiter and the error that it gets.
    typealias Failure = (waiter: Waiter, error: RouterOSError)

    private var state: State

    /// Makes the machine of a connection that is about to open.
    ///
    /// - Parameters:
    ///   - waiter: who waits for the login.
    ///   - allowed: how long the login may take, TLS included.
    ///   - limits: the bounds of the connection.
    init(login waiter: Waiter, allowed: Duration, limits: RouterOSConnectionLimits) {
        let wait = LoginWait(waiter: waiter, deadline: .distantFuture, allowed: allowed, limits: limits)
        self.state = .initialized(wait)
    }

    private init(_ state: consuming State) {
        self.state = state
    }
}

// MARK: - Login

extension ConnectionStateMachine {
    enum LinkOpenedAction {
        case sendLogin
        case close([Failure])
        case none
    }

    /// TCP is connected: the time for TLS and login begins.
    mutating func connected(now: NIODeadline) {
        switch consume self.state {
        case .initialized(var wait):
            wait.deadline = now.advanced(by: wait.allowed)
            self = Self(.initialized(wait))
        case .loggingIn(let wait, let step):
            self = Self(.loggingIn(wait, step))
        case .ready(let table):
            self = Self(.ready(table))
        case .closed(let reason):
            self = Self(.closed(reason))
        }
    }

    /// The link is open, and encrypted and verified as it was asked for.
    ///
    /// - Parameter mayLogin: whether a password may be sent over it.
    /// - Returns: what to do.
    mutating func linkOpened(mayLogin: Bool) -> LinkOpenedAction {
        switch consume self.state {
        case .initialized(let wait):
            guard mayLogin else {
                self = Self(.closed(.untrustedLink))
                return .close([(wait.waiter, RouterOSError(.untrustedLink))])
            }
            self = Self(.loggingIn(wait, .plainSent))
            return .sendLogin
        case .loggingIn(let wait, let step):
            self = Self(.loggingIn(wait, step))
            return .none
        case .ready(let table):
            self = Self(.ready(table))
            return .none
        case .closed(let reason):
            self = Self(.closed(reason))
            return .none
        }
    }

    private mutating func loginReplied(_ sentence: Sentence, _ wait: LoginWait, _ step: LoginStep) -> ReceivedAction {
        guard let reply = ReplyWord(sentence) else { return self.refuseLogin(wait, .protocolViolation(.unknownReply)) }
        if reply == .fatal { return self.refuseLogin(wait, .fatal(Self.fatalText(sentence))) }
        guard sentence.tag == nil else { return self.refuseLogin(wait, .protocolViolation(.unexpectedLoginReply)) }
        let challenge = Row(sentence).text("ret")
        switch (reply, step) {
        case (.done, .refused(let trap)):
            return self.refuseLogin(wait, .loginRefused(trap))
        case (.trap, .refused(var trap)):
            trap.add(Trap(sentence))
            self = Self(.loggingIn(wait, .refused(trap)))
            return .none
        case (.trap, .plainSent), (.trap, .challengeAnswered):
            self = Self(.loggingIn(wait, .refused(Trap(sentence))))
            return .none
        case (.done, .plainSent):
            guard let challenge else { return self.finishLogin(wait) }
            // 16 bytes in hexadecimal (manual, API page; every client checks or assumes 32 digits).
            guard challenge.utf8.count == 32, challenge.utf8.allSatisfy({ ASCII.hexadecimalValue($0) != nil }) else {
                return self.refuseLogin(wait, .protocolViolation(.wrongChallenge))
            }
            self = Self(.loggingIn(wait, .challengeAnswered))
            return .answerChallenge(challenge)
        case (.done, .challengeAnswered):
            guard challenge == nil else { return self.refuseLogin(wait, .protocolViolation(.wrongChallenge)) }
            return self.finishLogin(wait)
        case (.empty, _), (.row, _), (.fatal, _):
            return self.refuseLogin(wait, .protocolViolation(.unexpectedLoginReply))
        }
    }

    private mutating func finishLogin(_ wait: LoginWait) -> ReceivedAction {
        self = Self(.ready(CommandTable(limits: wait.limits)))
        return .loggedIn(wait.waiter)
    }

    private mutating func refuseLogin(_ wait: LoginWait, _ reason: RouterOSErrorReason) -> ReceivedAction {
        self = Self(.closed(reason))
        return .close(reason, [(wait.waiter, RouterOSError(reason, command: "/login"))])
    }
}

// MARK: - Commands

extension ConnectionStateMachine {
    enum SubmittedAction {
        /// Write this command.
        case send(OutboundCommand)
        /// Nothing to do yet: the command waits for its turn.
        case wait
        case refuse(Failure)
    }

    /// Somebody wants a command carried out.
    ///
    /// Only after the login is done.
    mutating func commandSubmitted(_ request: CommandRequest<Waiter>) -> SubmittedAction {
        switch consume self.state {
        case .initialized:
            preconditionFailure("a command was submitted before the link was open")
        case .loggingIn:
            preconditionFailure("a command was submitted before the login was done")
        case .ready(var table):
            let action = table.submit(request)
            self = Self(.ready(table))
            return action
        case .closed(let reason):
            self = Self(.closed(reason))
            return .refuse((request.waiter, RouterOSError(reason, command: request.command.path)))
        }
    }

    enum CancelledAction {
        case none
        /// The command had not been sent.
        case fail(Failure)
        /// Fail the waiter now, and have the router stop.
        case failAndCancel(Failure, OutboundCommand)
    }

    /// Nobody waits for this command's answer any more.
    mutating func commandCancelled(_ number: UInt64, now: NIODeadline) -> CancelledAction {
        switch consume self.state {
        case .initialized(let wait):
            self = Self(.initialized(wait))
            return .none
        case .loggingIn(let wait, let step):
            self = Self(.loggingIn(wait, step))
            return .none
        case .ready(var table):
            let action = table.cancel(number, now: now)
            self = Self(.ready(table))
            return action
        case .closed(let reason):
            self = Self(.closed(reason))
            return .none
        }
    }

    /// Everything that actions said to send has been handed to the system.
    ///
    /// What was not, when the connection ends, is known to have taken no effect.
    mutating func commandsWritten() {
        switch consume self.state {
        case .initialized(let wait):
            self = Self(.initialized(wait))
        case .loggingIn(let wait, let step):
            self = Self(.loggingIn(wait, step))
        case .ready(var table):
            table.markWritten()
            self = Self(.ready(table))
        case .closed(let reason):
            self = Self(.closed(reason))
        }
    }
}

// MARK: - Replies

extension ConnectionStateMachine {
    enum ReceivedAction {
        case none
        /// Answer a router older than 6.43.
        case answerChallenge(String)
        case loggedIn(Waiter)
        /// Give a row to a stream.
        case row(Waiter, number: UInt64, Row)
        /// A command ended; send the next one that waited.
        case succeed(Waiter, Response, next: OutboundCommand?)
        case fail(Failure, next: OutboundCommand?)
        /// A command ended that nobody waited for; send the next one that waited.
        case sendNext(OutboundCommand)
        /// The answer grew too large: fail the waiter now, and have the router stop.
        case failAndCancel(Failure, OutboundCommand)
        case close(RouterOSErrorReason, [Failure])
    }

    /// The router sent a sentence.
    mutating func sentenceReceived(_ sentence: Sentence, now: NIODeadline) -> ReceivedAction {
        switch consume self.state {
        case .initialized(let wait):
            self = Self(.initialized(wait))
            return self.refuseLogin(wait, .protocolViolation(.unaskedReply))
        case .loggingIn(let wait, let step):
            self = Self(.loggingIn(wait, step))
            return self.loginReplied(sentence, wait, step)
        case .ready(var table):
            let action: ReceivedAction
            do throws(ReplyFailure) {
                action = try table.receive(sentence, now: now)
            } catch {
                let reason: RouterOSErrorReason =
                    switch error {
                    case .violation(let violation): .protocolViolation(violation)
                    case .fatal: .fatal(Self.fatalText(sentence))
                    }
                let failures = table.failures(because: reason)
                self = Self(.closed(reason))
                return .close(reason, failures)
            }
            self = Self(.ready(table))
            return action
        case .closed(let reason):
            self = Self(.closed(reason))
            return .none
        }
    }

    /// The reason in a `!fatal` is a bare word.
    private static func fatalText(_ sentence: Sentence) -> String {
        guard let word = sentence.word(1) else { return "" }
        return String(RouterOSText.decode(word).prefix(1_024))
    }
}

// MARK: - Time and end

extension ConnectionStateMachine {
    struct DeadlineAction {
        /// Waiters whose time is over.
        var failures: [Failure] = []
        /// Commands that the router is to stop.
        var cancels: [OutboundCommand] = []
        /// Why the connection is to be closed; nil when it is not.
        var closing: RouterOSErrorReason?
        /// When to ask again; nil when nothing has a deadline.
        var next: NIODeadline?
    }

    /// Looks for everything whose deadline has come.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - isReadingPaused: whether this side has stopped reading. Then a router cannot be blamed for not ending a cancelled command.
    /// - Returns: what to do, and when to ask again.
    mutating func deadlinesPassed(now: NIODeadline, isReadingPaused: Bool) -> DeadlineAction {
        switch consume self.state {
        case .initialized(let wait):
            let action = Self.loginDeadline(wait, now)
            self = Self(action.closing.map { .closed($0) } ?? .initialized(wait))
            return action
        case .loggingIn(let wait, let step):
            let action = Self.loginDeadline(wait, now)
            self = Self(action.closing.map { .closed($0) } ?? .loggingIn(wait, step))
            return action
        case .ready(var table):
            var action = table.expire(now: now, isReadingPaused: isReadingPaused)
            if let reason = action.closing {
                action.failures += table.failures(because: reason)
                self = Self(.closed(reason))
            } else {
                self = Self(.ready(table))
            }
            return action
        case .closed(let reason):
            self = Self(.closed(reason))
            return DeadlineAction()
        }
    }

    private static func loginDeadline(_ wait: LoginWait, _ now: NIODeadline) -> DeadlineAction {
        guard wait.deadline <= now else { return DeadlineAction(next: wait.deadline) }
        return DeadlineAction(
            failures: [(wait.waiter, RouterOSError(.timedOut(after: wait.allowed), command: "/login"))],
            closing: .timedOut(after: wait.allowed)
        )
    }

    /// The connection has ended or is to end, for this reason.
    ///
    /// The first reason stays.
    ///
    /// - Returns: everybody who waited, each with what is known about the own command.
    mutating func closed(because reason: RouterOSErrorReason) -> [Failure] {
        switch consume self.state {
        case .initialized(let wait):
            self = Self(.closed(reason))
            return [(wait.waiter, RouterOSError(reason, command: "/login"))]
        case .loggingIn(let wait, _):
            self = Self(.closed(reason))
            return [(wait.waiter, RouterOSError(reason, command: "/login"))]
        case .ready(let table):
            let failures = table.failures(because: reason)
            self = Self(.closed(reason))
            return failures
        case .closed(let first):
            self = Self(.closed(first))
            return []
        }
    }

    /// Whether other commands than streams wait for their answers.
    var hasWaitingCalls: Bool {
        switch self.state {
        case .initialized: true
        case .loggingIn: true
        case .ready(let table): table.hasWaitingCalls
        case .closed: false
        }
    }
}
