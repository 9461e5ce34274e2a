/// Days of the week, at least one.
public struct Weekdays: Hashable, Sendable, CustomStringConvertible {
    /// Every day.
    public static let all = Weekdays(bits: 0b111_1111)

    private static let allNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// A bit a day, the lowest is Monday.
    private let bits: UInt8

    private init(bits: UInt8) {
        self.bits = bits
    }

    /// Reads what somebody gave.
    ///
    /// - Parameter text: days from `mon` to `sun`, or ranges of them such as `mon-fri` and `sat-mon`, between commas.
    /// - Throws: ``PortalValueError`` about `days`.
    public init(text: String) throws(PortalValueError) {
        var bits: UInt8 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            let days = ends.compactMap { Self.allNames.firstIndex(of: $0.lowercased()) }
            guard days.count == ends.count, (1...2).contains(days.count), let first = days.first, let last = days.last
            else {
                throw .unreadable(
                    .days,
                    value: String(text.prefix(64)),
                    expected: "days from mon to sun, or ranges such as mon-fri, with commas between them"
                )
            }
            for step in 0...((last - first + 7) % 7) { bits |= 1 << ((first + step) % 7) }
        }
        self.bits = bits
    }

    /// The names of the days, Monday first.
    public var names: [String] { Self.allNames.indices.filter(has).map { Self.allNames[$0] } }

    /// The days as somebody would write them: `mon-fri,sun`.
    public var description: String {
        var parts: [String] = []
        var day = 0
        while day < 7 {
            guard has(day) else {
                day += 1
                continue
            }
            let end = (day..<7).first { !has($0) } ?? 7
            let names = Self.allNames[day..<end]
            parts += names.count > 2 ? ["\(names.first ?? "")-\(names.last ?? "")"] : Array(names)
            day = end
        }
        return parts.joined(separator: ",")
    }

    /// Whether a day of the calendar is one of them.
    func contains(_ day: CivilDate) -> Bool { has((day.dayOfWeek + 6) % 7) }

    private func has(_ day: Int) -> Bool { bits & 1 << day != 0 }
}
