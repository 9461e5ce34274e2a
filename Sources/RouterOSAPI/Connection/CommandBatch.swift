import NIOCore

/// Commands that go on several at a time, and what came back of them.
///
/// It belongs to the event loop of its connection, where the next command is sent as soon as one is answered: a batch costs its
/// caller one wait, however many commands it has.
final class CommandBatch {
    typealias Answer = Result<Response, RouterOSError>

    let cancellation: CallCancellation
    /// How long each may take, from when it is sent on.
    let allowed: Duration

    private let commands: [Command]
    private let firstNumber: UInt64
    private let window: Int
    private var continuation: CheckedContinuation<[Answer], Never>?
    private var answers: [Answer?]
    private var started = 0
    private var answered = 0

    /// Whether commands are being sent on; what ends meanwhile makes room for those that follow in the same turn.
    var isSending = false

    init(
        _ commands: [Command],
        firstNumber: UInt64,
        window: Int,
        allowed: Duration,
        continuation: CheckedContinuation<[Answer], Never>,
        cancellation: CallCancellation
    ) {
        self.commands = commands
        self.firstNumber = firstNumber
        self.window = window
        self.allowed = allowed
        self.continuation = continuation
        self.cancellation = cancellation
        self.answers = [Answer?](repeating: nil, count: commands.count)
    }

    /// The next command, when there is room for one.
    func next() -> CommandRequest<CommandWaiter>? {
        guard self.started < self.commands.count, self.started - self.answered < self.window else { return nil }
        let index = self.started
        self.started += 1
        return CommandRequest(
            number: self.firstNumber + UInt64(index),
            command: self.commands[index],
            delivery: .collected,
            waiter: .batch(self, index: index),
            deadline: .distantFuture,
            allowed: self.allowed
        )
    }

    /// One command has ended; after the last one the caller goes on.
    func answered(_ index: Int, _ answer: Answer) {
        self.answers[index] = answer
        self.answered += 1
        guard self.answered == self.commands.count, let continuation = self.continuation.take() else { return }
        continuation.resume(
            returning: self.answers.enumerated().map { index, answer in
                answer ?? .failure(RouterOSError(.cancelled, command: self.commands[index].path))
            }
        )
    }
}

@available(*, unavailable)
extension CommandBatch: Sendable {}
