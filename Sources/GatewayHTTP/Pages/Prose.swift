/// Text of the OpenAPI document as HTML: paragraphs, lists, `code` and **strong** words of Markdown, and nothing else.
enum Prose {
    /// Turns a description into HTML.
    ///
    /// - Parameter text: the description.
    /// - Returns: HTML in which nothing of the text is taken for markup.
    static func html(_ text: String) -> String {
        var blocks: [String] = []
        var paragraph: [Substring] = []
        var items: [String] = []
        func close() {
            if !paragraph.isEmpty { blocks.append("<p>\(inline(paragraph.joined(separator: " ")))</p>") }
            if !items.isEmpty { blocks.append("<ul>\(items.map { "<li>\(inline($0))</li>" }.joined())</ul>") }
            (paragraph, items) = ([], [])
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                close()
            } else if line.hasPrefix("- ") {
                if !paragraph.isEmpty { close() }
                items.append(String(line.dropFirst(2)))
            } else if let last = items.indices.last {
                items[last] += " " + line.drop { $0 == " " }
            } else {
                paragraph.append(line)
            }
        }
        close()
        return blocks.joined(separator: "\n")
    }

    /// Turns a line into HTML.
    static func inline(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? strong(part) : "<code>\(escaped(part))</code>"
        }.joined()
    }

    private static func strong(_ text: Substring) -> String {
        text.split(separator: "**", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? escaped(part) : "<strong>\(escaped(part))</strong>"
        }.joined()
    }

    private static func escaped(_ text: Substring) -> String {
        String(text)
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
