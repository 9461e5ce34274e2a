/// How RouterOS writes and reads time intervals.
///
/// Written `1w2d3h4m5s`, zero units left out, zero is `0s`, parts of a second as `170ms` (replies in home-assistant's
/// test data and tomaae/homeassistant-mikrotik_router#342). Read in that form, as `00:30:00` (laksa19/mikhmonv3) and as
/// plain seconds.
enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func write(milliseconds: Int64) -> WordBytes {
        guard milliseconds > 0 else { return "0s" }
        var rest = milliseconds
        var text = ""
        for unit in Self.units where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return WordBytes(text)
    }

    static func write(_ duration: Duration) -> WordBytes {
        Self.write(milliseconds: duration.wholeMilliseconds)
    }

    /// Seconds without their fraction, as counters such as `uptime` are shown.
    static func writeSeconds(_ duration: Duration) -> WordBytes {
        Self.write(milliseconds: duration.wholeMilliseconds / 1000 * 1000)
    }

    /// The milliseconds, or nil when this is no interval.
    static func read(_ value: WordBytes) -> Int64? {
        let text = value.text
        guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
        if text.contains(":") { return Self.readClock(text) }
        var total: Int64 = 0
        var rest = Substring(text)
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            let unit: Int64
            if name.isEmpty {
                // Plain seconds, as the last part only.
                guard rest.isEmpty else { return nil }
                unit = 1000
            } else {
                guard let known = Self.units.first(where: { $0.name == name }) else { return nil }
                unit = known.milliseconds
            }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: unit)
            let (sum, tooLargeInSum) = total.addingReportingOverflow(product)
            guard !tooLarge, !tooLargeInSum else { return nil }
            total = sum
        }
        return total
    }

    /// `[1d]hh:mm:ss[.ttt]` or `hh:mm`.
    private static func readClock(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        while let unitIndex = rest.firstIndex(where: { $0 == "w" || $0 == "d" }) {
            guard let part = Self.read(WordBytes(String(rest[...unitIndex]))) else { return nil }
            total += part
            rest = rest[rest.index(after: unitIndex)...]
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        for (part, factor) in zip(parts, [3_600_000, 60_000, 1000] as [Int64]) {
            guard part.count <= 6, let number = Int64(part), number >= 0 else { return nil }
            total += number * factor
        }
        return total
    }
}

extension Duration {
    /// Milliseconds, without parts of one.
    var wholeMilliseconds: Int64 {
        self.components.seconds * 1000 + self.components.attoseconds / 1_000_000_000_000_000
    }
}
