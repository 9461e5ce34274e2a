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

    /// The lines that were held back, and not said again since their time was over: nobody would ever tell how often.
    ///
    /// - Parameter now: the time; nil for all that were held back, since nothing follows.
    /// - Returns: each with how often it was held back; they count as written now.
    mutating func overdue(at now: ContinuousClock.Instant?) -> [(line: Line, repetitions: Int)] {
        var overdue: [(line: Line, repetitions: Int)] = []
        for (line, said) in lines where said.repetitions > 0 {
            if let now, said.at + Self.interval > now { continue }
            overdue.append((line, said.repetitions))
            lines[line] = Said(at: now ?? said.at)
        }
        return overdue
    }

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
