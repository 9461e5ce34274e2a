import NIOCore

/// A command on its way, with who waits for it.
struct CommandRequest<Waiter> {
    /// How the rows reach the waiter.
    enum Delivery {
        case collected
        case streamed
    }

    /// Unique on the connection; becomes the tag.
    var number: UInt64
    var command: Command
    var delivery: Delivery
    var waiter: Waiter
    /// When the waiter stops waiting.
    ///
    /// `distantFuture` for a command without an end.
    var deadline: NIODeadline
    /// How long that was from the start, for the error.
    var allowed: Duration

    /// The waiter and an error about this command.
    func failure(_ reason: RouterOSErrorReason, effect: CommandEffect) -> ConnectionStateMachine<Waiter>.Failure {
        (self.waiter, RouterOSError(reason, effect: effect, command: self.command.path))
    }

    /// What is known of a command when its answer does not come.
    func effect(isWritten: Bool) -> CommandEffect {
        isWritten && !self.command.isReadOnly ? .unknown : .none
    }

    /// What is known of a command that the router answered with a trap.
    ///
    /// A refusal changes nothing, with two exceptions: a command that was interrupted or that timed out inside of the router, and one
    /// that names several rows, since the trap may be about a later one than the first.
    func effect(of trap: Trap) -> CommandEffect {
        if self.command.isReadOnly { return .none }
        switch trap.kind {
        case .interrupted, .timedOut: return .unknown
        default: return self.command.namesSeveralRows ? .unknown : .none
        }
    }
}

/// What an action says to send.
enum OutboundCommand: Equatable {
    /// A command with its number as tag.
    case command(Command, number: UInt64)
    /// A `/cancel` for the command of this number.
    case cancel(number: UInt64)
}
