/// Texts of people, made safe for where they stand on a page that a router fills in.
///
/// A router replaces `$(…)` wherever it finds it on a page, also in a text of ours: a portal that is called `$(if username)`
/// would become a condition (manual, HotSpot customisation page). Nothing was found that escapes a `$` for the router, so none
/// reaches it: each is written so that only the browser reads it as one.
enum PageText {
    /// For the text of an element, or an attribute between quotes.
    static func html(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "$": escaped += "&#36;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// For a string of a script, with its quotes, also within a page.
    static func script(_ text: String) -> String {
        var escaped = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "\\": escaped += "\\\(character)"
            case "<", ">", "&", "'", "$": escaped += "\\x" + String(character.value, radix: 16)
            case "\u{2028}", "\u{2029}": escaped += "\\u" + String(character.value, radix: 16)
            case _ where character.value < 0x20:
                escaped += character.value < 0x10 ? "\\x0" : "\\x1"
                escaped += String(character.value % 16, radix: 16)
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped + "\""
    }

    /// Paragraphs of a text whose empty lines part them, each in its own direction; single line breaks stay.
    static func paragraphs(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        let paragraphs = lines.split { $0.allSatisfy(\.isWhitespace) }
        return paragraphs.map { lines in
            "<p dir=\"auto\">" + lines.map { html(String($0)) }.joined(separator: "<br>") + "</p>"
        }
        .joined()
    }
}
