import RouterOSAPI

/// What the machine wants from outside before it can go on.
enum ScriptAction: Sendable {
    case finished(ScriptValue)
    case failed(ScriptFailure)
    /// A command of a menu.
    case command(MenuCommandShape, [ScriptValue], ScriptPosition)
    /// All rows of a menu.
    case rows(MenuCommandShape, ScriptPosition)
    /// A print is over: its rows are to be written into a file, or shown.
    case printed(ScriptSelection, ScriptPosition)
    /// Nothing for so many nanoseconds.
    case wait(Int64)
    case execute(source: WordBytes, waits: Bool, file: WordBytes?)
    case importFile(WordBytes, fromLine: Int64)
    case resolve(WordBytes, ScriptPosition)
    case writeFile(WordBytes, contents: WordBytes)
}

/// What comes back.
enum ScriptAnswer: Sendable {
    case value(ScriptValue)
    /// A pause is over.
    case waited
    case failure(ScriptFailure)
    case rows([ScriptRow])
    /// Another script runs first, and its value comes back.
    case call(ScriptProgram, name: String?, policies: Set<SimulatedAccount.Policy>?)
}

/// What surrounds a script while it runs.
struct ScriptEnvironment: Sendable {
    let version: RouterOSVersion
    /// Variables of the user that the script runs as; they outlive it.
    var globals: [String: ScriptValue]
    var generator: SeededGenerator
    /// Nanoseconds since 1970 by the router's own clock.
    let timestamp: Int64
    let jobName: String
}
