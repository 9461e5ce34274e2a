/// A script that runs: a row of `/system/script/job`.
struct ScriptProcess: Sendable {
    enum Phase: Sendable {
        case ready
        case waiting(until: Duration)
        /// Until something outside of the router answers.
        case fetching
        /// Until another script has ended.
        case awaiting
    }

    /// Who wants to know how it ends.
    enum Origin: Sendable {
        /// A scheduler entry.
        case scheduler(String)
        /// The hook of a profile.
        case hotspot
        /// A command of the API, which waits for the end.
        case command(CommandAnswer)
        /// `:execute`, perhaps into a file.
        case background(file: WordBytes?)
        /// A script that waits for what another one prints.
        case script(RowID)
    }

    /// What a command answers at the end.
    enum CommandAnswer: Sendable {
        case nothing
        /// What the script printed.
        case output
        /// The value, as a row.
        case row
    }

    let id: RowID
    var machine: ScriptMachine
    /// Whose variables it sees, and what it may do.
    let account: SimulatedAccount
    let origin: Origin
    /// The name of the script that it runs, if it has one.
    let name: String?
    let startedAt: Duration
    var phase = Phase.ready

    /// What the present call may do.
    var policies: Set<SimulatedAccount.Policy> {
        self.machine.policies ?? self.account.policies
    }

    var isReady: Bool {
        if case .ready = self.phase { true } else { false }
    }

    var wakesAt: Duration? {
        if case .waiting(let moment) = self.phase { moment } else { nil }
    }
}

/// How a script ended.
enum ScriptResult: Sendable {
    /// What a command answers, without its `!done`.
    case done(row: PrintedRow?, ret: WordBytes?)
    /// Why it stopped, and what it had printed until then.
    case failure(ScriptFailure, printed: WordBytes)

    /// What it printed.
    var printed: WordBytes {
        switch self {
        case .done(_, let ret): ret ?? ""
        case .failure(_, let printed): printed
        }
    }
}
