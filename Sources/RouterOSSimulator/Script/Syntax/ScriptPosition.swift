/// A place in a script, counted from 1; columns are bytes.
struct ScriptPosition: Hashable, Sendable {
    var line = 1
    var column = 1

    static let start = ScriptPosition()
}

extension ScriptPosition: CustomStringConvertible {
    /// As the console writes it behind a message (`:parse` of 7.20.8 to 7.23, tikoci/lsp-routeros-ts).
    var description: String {
        "(line \(self.line) column \(self.column))"
    }
}
