/// Times of scripts, in nanoseconds: an interval, or the time since 1970.
enum ScriptTime {
    static let second: Int64 = 1_000_000_000

    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("w", 604_800 * second), ("d", 86_400 * second), ("h", 3600 * second), ("m", 60 * second), ("s", second),
        ("ms", 1_000_000), ("us", 1000), ("ns", 1),
    ]

    /// `00:01:30`, `2735w1d21:41:43.481891543`, `00:00:00.200` (manual, Scripting page; `:parse` of 7.22.1).
    ///
    /// ASSUMED: a fraction has three, six or nine digits, and a negative time a minus before it.
    static func write(_ nanoseconds: Int64) -> String {
        var rest = nanoseconds.magnitude
        var text = nanoseconds < 0 ? "-" : ""
        for unit in self.units.prefix(2) where rest >= unit.nanoseconds.magnitude {
            text += "\(rest / unit.nanoseconds.magnitude)\(unit.name)"
            rest %= unit.nanoseconds.magnitude
        }
        let seconds = rest / self.second.magnitude
        text += "\(self.padded(seconds / 3600, 2)):\(self.padded(seconds / 60 % 60, 2)):\(self.padded(seconds % 60, 2))"
        let fraction = rest % self.second.magnitude
        if fraction == 0 { return text }
        if fraction % 1_000_000 == 0 { return text + ".\(self.padded(fraction / 1_000_000, 3))" }
        if fraction % 1000 == 0 { return text + ".\(self.padded(fraction / 1000, 6))" }
        return text + ".\(self.padded(fraction, 9))"
    }

    /// Reads `1w2d3h4m5s6ms`, `10:00`, `1d10:00:00.5`; nil when it has no unit and no colon, or is no time.
    static func read(_ bytes: WordBytes) -> Int64? {
        var rest = bytes.bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        guard !rest.isEmpty, rest.count <= 60 else { return nil }
        var total: Int64 = 0
        while let first = rest.first, first.isDigit {
            let digits = rest.prefix(while: \.isDigit)
            let behind = rest.dropFirst(digits.count)
            if behind.first == .colon {
                guard let clock = self.readClock(rest) else { return nil }
                return self.signed(self.added(total, clock), isNegative)
            }
            let name = String(decoding: behind.prefix(while: \.isLetter), as: UTF8.self)
            guard let unit = self.units.first(where: { $0.name == name }),
                let number = Int64(String(decoding: digits, as: UTF8.self)),
                let sum = self.added(total, self.multiplied(number, unit.nanoseconds))
            else { return nil }
            total = sum
            rest = behind.dropFirst(name.utf8.count)
        }
        return rest.isEmpty ? self.signed(total, isNegative) : nil
    }

    /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`.
    private static func readClock(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let parts = bytes.split(separator: .colon, omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var fraction: Int64 = 0
        var total: Int64 = 0
        for (index, part) in parts.enumerated() {
            var digits = part
            if index == 2, let dot = part.firstIndex(of: UInt8(ascii: ".")) {
                digits = part[..<dot]
                guard let read = self.readFraction(part[(dot + 1)...]) else { return nil }
                fraction = read
            }
            guard !digits.isEmpty, digits.count <= 6, digits.allSatisfy(\.isDigit),
                let number = Int64(String(decoding: digits, as: UTF8.self))
            else { return nil }
            // More than 59 minutes or seconds are no time of day.
            if index > 0, number > 59 { return nil }
            total += number * [3600, 60, 1][index]
        }
        return total * self.second + fraction
    }

    private static func readFraction(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...9).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
        let padded = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: 9 - digits.count)
        return Int64(padded)
    }

    private static func signed(_ value: Int64?, _ isNegative: Bool) -> Int64? {
        value.map { isNegative ? -$0 : $0 }
    }

    private static func multiplied(_ left: Int64, _ right: Int64) -> Int64? {
        let (product, tooLarge) = left.multipliedReportingOverflow(by: right)
        return tooLarge ? nil : product
    }

    private static func added(_ left: Int64, _ right: Int64?) -> Int64? {
        guard let right else { return nil }
        let (sum, tooLarge) = left.addingReportingOverflow(right)
        return tooLarge ? nil : sum
    }

    private static func padded(_ number: UInt64, _ length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
    }
}
