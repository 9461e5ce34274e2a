/// A terminal on which a report is drawn again and again in the same place.
struct StatusScreen {
    let columns: Int
    let rows: Int

    /// What is sent to the terminal for a report.
    ///
    /// - Parameters:
    ///   - report: how routers are doing.
    ///   - listsAll: whether all are listed, as far as there is room.
    ///   - isFirst: whether what was on the terminal before is cleared away.
    ///   - style: what it looks like.
    /// - Returns: text that leaves the cursor below the last line, so that nothing scrolls.
    func frame(_ report: StatusReport, listsAll: Bool, isFirst: Bool, style: Style) -> String {
        let text = report.text(listsAll: listsAll, columns: columns, rows: rows - 1, style: style)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Home, then each line cleared behind its end, then all below: nothing flickers.
        let clear = isFirst ? "\u{1B}[2J" : ""
        return clear + "\u{1B}[H" + lines.joined(separator: "\u{1B}[K\n") + "\u{1B}[K\n\u{1B}[J"
    }
}
