/// Rows under headings, aligned by spaces.
struct TextTable {
    private let headings: [String]
    private var rows: [[String]] = []

    /// Makes an empty table.
    ///
    /// - Parameter headings: what stands over each column.
    init(_ headings: String...) {
        self.headings = headings
    }

    /// Adds a row with one text for each heading.
    mutating func add(_ cells: String...) {
        rows.append(cells.map(\.printable))
    }

    /// The table, or `otherwise` when it has no rows.
    func text(orElse otherwise: String) -> String {
        rows.isEmpty ? otherwise : text
    }

    /// The table.
    var text: String {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let lines = all.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
