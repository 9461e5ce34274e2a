import Foundation

/// What clocks on the wall show in a time zone, and when they show it.
struct LocalClock: Hashable, Sendable {
    /// Where the clock hangs.
    let zone: TimeZone

    private static let day: Int64 = 86_400
    private static let hour: Int64 = 3600

    /// What the clock shows: the seconds since 1970-01-01T00:00 of the same place, as if every day had 24 hours.
    func reading(at time: Timestamp) -> Int64 {
        time.seconds + offset(at: time.seconds)
    }

    /// The first second at which the clock shows a reading or a later one.
    ///
    /// A reading that occurs twice is thereby its first occurrence, and one that is skipped the moment after the skip.
    ///
    /// - Parameter reading: what the clock shall show.
    /// - Returns: the time; it never falls when `reading` grows.
    func first(reaching reading: Int64) -> Timestamp {
        // No place is a whole day away from UTC: a day earlier the clock shows less, a day later more. In between the offset is
        // read every hour, since a change back and forth within one hour has never been.
        var start = reading - Self.day
        var offset = offset(at: start)
        while start < reading + Self.day {
            let end = start + Self.hour
            let nextOffset = self.offset(at: end)
            let change = nextOffset == offset ? end : firstChange(from: start, to: end)
            // Where the clock was put forward beyond the reading, the change itself is the moment: hence `max`.
            let before = max(start, reading - offset)
            if before < change { return Timestamp(seconds: before) }
            let after = max(change, reading - nextOffset)
            if after < end { return Timestamp(seconds: after) }
            (start, offset) = (end, nextOffset)
        }
        return Timestamp(seconds: reading - offset)
    }

    /// Whether the place had any moment of a day: a few crossed the date line and skipped one.
    func has(_ day: CivilDate) -> Bool {
        first(reaching: day.daysSince1970 * Self.day) < first(reaching: (day.daysSince1970 + 1) * Self.day)
    }

    /// The first second in `start...end` whose offset is not that of `start`; that of `end` is not.
    private func firstChange(from start: Int64, to end: Int64) -> Int64 {
        let before = offset(at: start)
        var (same, changed) = (start, end)
        while changed - same > 1 {
            let middle = same + (changed - same) / 2
            if offset(at: middle) == before { same = middle } else { changed = middle }
        }
        return changed
    }

    private func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
}
