import RouterOSAPI

/// A command of the language itself: how its arguments are called, and which of them are code.
struct LanguageCommandSpecification: Sendable {
    let versions: VersionedName
    /// The names of values that stand without one, in their order.
    let positional: [String]
    let named: Set<String>
    /// Arguments whose braces hold code instead of an array.
    let code: Set<String>
    /// Arguments whose braces are kept as text.
    let source: Set<String>
    /// Words that stand alone.
    let flags: Set<String>

    var name: String { self.versions.name }

    init(
        _ versions: VersionedName,
        _ positional: [String] = [],
        named: Set<String> = [],
        code: Set<String> = [],
        source: Set<String> = [],
        flags: Set<String> = []
    ) {
        self.versions = versions
        self.positional = positional
        self.named = named.union(positional)
        self.code = code
        self.source = source
        self.flags = flags
    }

    func knows(_ argument: String) -> Bool {
        self.named.contains(argument) || self.code.contains(argument)
    }

    /// Names of arguments: manual, Scripting page (August 2026), and the command trees of 7.10.2 to 7.24 for `retry`, `onerror`,
    /// `serialize` and `deserialize` (tikoci/restraml).
    ///
    /// ASSUMED: the names of arguments that the manual shows without one.
    static let all: [String: LanguageCommandSpecification] = Dictionary(
        uniqueKeysWithValues: (control + functions).map { ($0.name, $0) }
    )

    /// Commands that a router has (manual, Scripting page) and the simulator has not: what they are used for is said to be missing.
    static let missing: Set<String> = ["beep", "environment", "grep", "toip6", "ping", "undo", "redo", "terminal"]

    private static let control: [LanguageCommandSpecification] = [
        .init("local", ["name", "value"], code: ["do"]),
        .init("global", ["name", "value"], code: ["do"]),
        .init("set", ["name", "value"], code: ["do"]),
        .init("if", ["condition"], code: ["do", "else"]),
        .init("for", ["counter"], named: ["from", "to", "step"], code: ["do"]),
        .init("foreach", ["counter"], named: ["in"], code: ["do"]),
        .init("while", ["condition"], code: ["do"]),
        .init("do", ["command"], named: ["while"], code: ["command", "on-error"]),
        // In the tree of 7.13.5 and not in that of 7.12.2.
        .init("onerror>=7.13", ["error", "in"], code: ["in", "do"]),
        .init("retry>=7.9", ["command"], named: ["delay", "max"], code: ["command", "on-error"]),
        .init("return", ["value"]),
        .init("error", ["message"]),
        .init("time", ["command"], code: ["command"]),
        .init("delay", ["delay-time"]),
        .init("parse", ["expression"]),
        // ASSUMED: only with the file's name does it take code as text.
        .init("execute", ["script"], named: ["file"], source: ["script"], flags: ["as-string"]),
        .init("import", ["file-name"], named: ["from-line", "verbose", "dry-run"], flags: ["dry-run"]),
    ]

    private static let functions: [LanguageCommandSpecification] = [
        .init("put", ["message"]),
        .init("len", ["value"]),
        .init("pick", ["value", "begin", "end"]),
        .init("find", ["in", "key", "from"]),
        .init("typeof", ["value"]),
        .init("tostr", ["value"]), .init("tonum", ["value"]), .init("tobool", ["value"]),
        .init("toarray", ["value"]), .init("totime", ["value"]), .init("toid", ["value"]), .init("toip", ["value"]),
        .init("tonsec>=7.12", ["value"]),
        .init("tolf>=7.16", ["value"]), .init("tocrlf>=7.16", ["value"]),
        // ASSUMED: since when these exist; before 7.9 no source has them.
        .init("timestamp>=7.9"), .init("nothing"), .init("jobname>=7.9"),
        .init("range>=7.9", ["from", "to"]),
        .init("rndnum>=7.9", named: ["from", "to"]),
        .init("rndstr>=7.9", named: ["from", "length"]),
        .init("resolve", ["domain-name", "server"], named: ["server-port", "type"]),
        .init("serialize>=7.13", ["value"], named: ["to", "options", "delimiter", "order", "file-name"]),
        .init("deserialize>=7.13", ["value"], named: ["from", "options", "delimiter"]),
        // ASSUMED: since when.
        .init("convert>=7.12", ["value"], named: ["from", "to", "transform"]),
    ]
}
