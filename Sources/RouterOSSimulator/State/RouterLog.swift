/// The log in memory: the last 1,000 lines, lost at a reboot (manual, log page); ids begin again then (reported).
struct RouterLog: Sendable {
    struct Line: Sendable {
        let id: RowID
        /// What the router's own clock showed when the line was written, as seconds since 1970: local time.
        let localSeconds: Int64
        let topics: String
        let message: WordBytes
    }

    static let linesMaximum = 1000

    /// The oldest first.
    private(set) var lines: [Line] = []
    private var nextID: UInt32 = 1

    mutating func write(_ topics: String, _ message: WordBytes, localSeconds: Int64) -> RowID {
        let id = RowID(self.nextID)
        self.nextID += 1
        self.lines.append(Line(id: id, localSeconds: localSeconds, topics: topics, message: message))
        if self.lines.count > Self.linesMaximum * 5 / 4 {
            // In steps, so that a full log does not move a thousand lines for each new one.
            self.lines.removeFirst(self.lines.count - Self.linesMaximum)
        }
        return id
    }

    /// What a print shows.
    var visible: ArraySlice<Line> {
        self.lines.suffix(Self.linesMaximum)
    }
}
