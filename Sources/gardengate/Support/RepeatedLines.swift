/// Which lines were said lately, and how often they were said in vain.
struct RepeatedLines<Line: Hashable & Sendable>: Sendable {
    /// For so long nothing is said again.
    static var interval: Duration { .seconds(60) }
    /// So many different lines are remembered; what goes beyond is said whenever it comes.
    static var linesMaximum: Int { 256 }

    private struct Said {
        var at: ContinuousClock.Instant
        var repetitions = 0
    }

    private var lines: [Line: Said] = [:]

    /// Decides whether a line is written.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - now: the time.
    /// - Returns: how often it was held back since it was last written; nil when it is held back now, too.
    mutating func said(_ line: Line, at now: ContinuousClock.Instant) -> Int? {
        if let before = lines[line] {
            guard before.at + Self.interval <= now else {
                lines[line]?.repetitions += 1
                return nil
            }
            lines[line] = Said(at: now)
            return before.repetitions
        }
        if lines.count >= Self.linesMaximum { lines = lines.filter { $0.value.at + Self.interval > now } }
        if lines.count < Self.linesMaximum { lines[line] = Said(at: now) }
        return 0
    }
}
