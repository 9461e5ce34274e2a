/// A table as text: RFC 4180, safe to open with a spreadsheet.
///
/// A spreadsheet takes a field that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula, also within quotes, and a formula
/// can send away what the sheet holds. Such a field gets an apostrophe in front, which spreadsheets take for "this is text" (OWASP, CSV
/// injection).
struct CSVText {
    private(set) var text = ""

    /// Adds a line.
    mutating func add(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { text += "," }
            text += Self.escaped(field)
        }
        text += "\r\n"
    }

    private static func escaped(_ field: String) -> String {
        let isFormula = field.unicodeScalars.first.map { dangerous.contains($0) } ?? false
        let shown = isFormula ? "'" + field : field
        let needsQuotes = shown.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
        return needsQuotes ? "\"" + shown.replacing("\"", with: "\"\"") + "\"" : shown
    }

    // The wide forms are taken for the narrow ones by spreadsheets in East Asian languages.
    private static let dangerous: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
}
