/// What a command leads to.
enum CommandOutcome: Sendable {
    /// All sentences of the answer, the last of which is `!done` or `!fatal`.
    case replies([CommandReply])
    /// A command that goes on until it is cancelled.
    case stream(StreamRequest, initial: [CommandReply])
    /// A script that has not come to its end yet: it waits, or fetches something.
    case script(RowID)
}

/// A print that goes on: `listen`, `follow`, `follow-only` or `interval`.
struct StreamRequest: Sendable {
    enum Form: Sendable {
        /// Rows when they change.
        case changes
        /// Everything again and again.
        case repeated(every: Duration)
    }

    let menu: String
    var form: Form
    let query: RowQuery
    let names: [String]?
    let showsSecrets: Bool
    /// The rows that the listener has been told about, or would have been: their removal is told too.
    var known: Set<RowID>
    /// The number of the next round of a repeated print.
    var section = 0
}
