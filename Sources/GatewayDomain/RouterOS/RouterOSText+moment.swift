/// Points in time as a router writes them, by its own clock and in its own zone.
extension RouterOSText {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Reads a date with a time: `2026-09-25 21:10:05`, or `sep/25/2026 21:10:05` as before 7.10 (changelog).
    ///
    /// - Parameter text: what a router wrote, and nothing behind it.
    /// - Returns: the moment as if it were in UTC; take the zone's offset off it. Nil when it is no date with a time.
    public static func moment(_ text: some StringProtocol) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 2, let day = day(words[0]), let time = timeOfDay(words[1]) else { return nil }
        return Timestamp(seconds: day * 86_400 + time)
    }

    /// Days since 1970.
    private static func day(_ text: some StringProtocol) -> Int64? {
        let hyphens = text.split(separator: "-", omittingEmptySubsequences: false)
        let slashes = text.split(separator: "/", omittingEmptySubsequences: false)
        let (year, month, day): (Int64?, Int64?, Int64?) =
            switch (hyphens.count, slashes.count) {
            case (3, _): (number(hyphens[0]), number(hyphens[1]), number(hyphens[2]))
            case (_, 3):
                (
                    number(slashes[2]), months.firstIndex(of: slashes[0].lowercased()).map { Int64($0) + 1 },
                    number(slashes[1])
                )
            default: (nil, nil, nil)
            }
        guard let year, let month, let day, (1970...9999).contains(year), (1...12).contains(month) else { return nil }
        let date = CivilDate(firstOf: month, year: year) + (day - 1)
        // The 31st of a shorter month is none.
        return date.month == month && date.day == day ? date.daysSince1970 : nil
    }

    private static func timeOfDay(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).compactMap { number($0) }
        guard parts.count == 3, (0...23).contains(parts[0]), (0...59).contains(parts[1]), (0...59).contains(parts[2])
        else { return nil }
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    }

    private static func number(_ text: some StringProtocol) -> Int64? {
        guard (1...4).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int64(text)
    }
}
