/// Why a script, or a part of it, stopped.
struct ScriptFailure: Error, Hashable, Sendable {
    /// What `:onerror` puts into its variable and the log shows.
    var message: WordBytes
    /// Which command failed in which line: only the log says that.
    var place: String?
    /// Nothing of the script was carried out: it could not be read.
    var isSyntaxError = false
    /// The script asked for more than it may have, and cannot catch that.
    var isFinal = false

    init(_ message: WordBytes) {
        self.message = message
    }

    init(_ message: String) {
        self.message = WordBytes(message)
    }

    /// A script that cannot be read.
    ///
    /// Message stems: `syntax error`, `expected end of command`, `missing closing brace`, `missing value for where` (912 scripts
    /// on 7.22.1, tikoci/lsp-routeros-ts).
    static func syntax(_ message: String, at position: ScriptPosition) -> ScriptFailure {
        var failure = ScriptFailure("\(message) \(position)")
        failure.isSyntaxError = true
        return failure
    }

    /// A failure while a script runs, of the language itself.
    ///
    /// ASSUMED: the place behind it, as the console's own messages have it.
    static func runtime(_ message: String, at position: ScriptPosition) -> ScriptFailure {
        ScriptFailure("\(message) \(position)")
    }

    /// A command that this version does not have, or that is not simulated: found only when it is carried out
    /// (tikoci/lsp-routeros-ts, parseIL).
    static func badCommand(_ name: String, at position: ScriptPosition) -> ScriptFailure {
        ScriptFailure("bad command name \(name) \(position)")
    }

    /// Error table of tikoci/centrs, 7.23: `bad parameter X (line 1 column 28)`.
    static func badParameter(_ name: String, at position: ScriptPosition) -> ScriptFailure {
        ScriptFailure("bad parameter \(name) \(position)")
    }

    /// Something of the language that a router may well know and the simulator does not: said, never skipped.
    static func notSimulated(_ what: String, at position: ScriptPosition) -> ScriptFailure {
        ScriptFailure("failure: \(what) is not simulated \(position)")
    }

    /// A script that would hang the simulator.
    ///
    /// ASSUMED: a router has limits too; which, was not found.
    static func exhausted(_ what: String) -> ScriptFailure {
        var failure = ScriptFailure("failure: script stopped, \(what)")
        failure.isFinal = true
        return failure
    }
}
