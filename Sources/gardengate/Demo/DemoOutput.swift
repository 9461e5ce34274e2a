import GatewayDomain

/// What the demo prints.
struct DemoOutput: Sendable {
    let style: Style

    /// Begins a step.
    func heading(_ text: String) {
        Streams.output("\n" + style.bold(text))
    }

    /// A line of a step.
    func line(_ text: String) {
        Streams.output(text.isEmpty ? "" : "  " + text)
    }

    /// Something aside.
    func aside(_ text: String) {
        Streams.output("  " + style.faint(text))
    }

    /// A table, with its headings aside.
    func table(_ table: TextTable) {
        for (index, row) in table.text.split(separator: "\n").enumerated() {
            index == 0 ? aside(String(row)) : line(String(row))
        }
    }

    /// A plan like a diff, of at most so many lines.
    func plan(_ plan: PlanDocument, linesMaximum: Int) {
        for row in plan.text(linesMaximum: linesMaximum).split(separator: "\n") {
            for (index, part) in Self.wrapped(row, at: 100).enumerated() {
                Streams.output("    " + (index == 0 ? style.diff(part) : "  " + part))
            }
        }
    }

    /// The words of a line on lines of at most so many characters, unless a single word is longer.
    private static func wrapped(_ line: Substring, at width: Int) -> [String] {
        var lines: [String] = []
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// Something to type.
    func command(_ text: String) {
        for row in text.split(separator: "\n") { Streams.output("    " + style.bold(String(row))) }
    }

    /// A length of time, such as 85 ms or 2.3 s.
    static func text(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        if milliseconds < 1000 { return "\(max(1, milliseconds)) ms" }
        return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}
