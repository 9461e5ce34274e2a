/// What is typed at a router's terminal, line by line, until it is a whole command: a pasted block is one.
struct TerminalInput {
    private var text = ""
    private var depth = 0
    private var isQuoted = false

    /// Whether nothing waits for its end.
    var isEmpty: Bool { text.isEmpty }

    /// Takes a line.
    ///
    /// - Parameter line: the line, without its end.
    /// - Returns: the command that it completes; nil when more is to come, or for an empty line.
    mutating func command(after line: String) -> String? {
        let isContinued = scan(line)
        text += line + "\n"
        guard depth <= 0, !isQuoted, !isContinued else { return nil }
        defer { self = TerminalInput() }
        return text.contains { !$0.isWhitespace } ? text : nil
    }

    /// Counts what the line opens and closes.
    ///
    /// - Returns: whether its end is taken back by a backslash.
    private mutating func scan(_ line: String) -> Bool {
        guard isQuoted || line.first(where: { !$0.isWhitespace }) != "#" else { return false }
        var isEscaped = false
        for character in line {
            switch character {
            case _ where isEscaped: isEscaped = false
            case "\\": isEscaped = true
            case "\"": isQuoted.toggle()
            case "{" where !isQuoted, "[" where !isQuoted, "(" where !isQuoted: depth += 1
            case "}" where !isQuoted, "]" where !isQuoted, ")" where !isQuoted: depth -= 1
            default: break
            }
        }
        return isEscaped
    }
}
