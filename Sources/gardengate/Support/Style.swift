import Foundation
import Glibc

/// Colours, on a terminal that wants them (`NO_COLOR`, see no-color.org, and a dumb terminal do not).
struct Style: Sendable {
    /// Whether anything is coloured.
    let isColoured: Bool

    /// The style of standard output.
    static func standardOutput() -> Style {
        let environment = ProcessInfo.processInfo.environment
        let isWanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        return Style(isColoured: isWanted && isatty(STDOUT_FILENO) == 1)
    }

    /// What something important looks like.
    func bold(_ text: String) -> String { wrapped(text, "1") }

    /// What something aside looks like.
    func faint(_ text: String) -> String { wrapped(text, "2") }

    /// A line of a diff in the colour of its sign.
    func diff(_ line: some StringProtocol) -> String {
        switch line.drop(while: { $0 == " " }).first {
        case "+": wrapped(String(line), "32")
        case "-": wrapped(String(line), "31")
        case "~", ">": wrapped(String(line), "33")
        case "!": wrapped(String(line), "35")
        default: String(line)
        }
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
