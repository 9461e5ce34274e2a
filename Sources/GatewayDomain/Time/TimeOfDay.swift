/// A time on the clock, to the minute.
public struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
    /// The beginning of a day.
    public static let midnight = TimeOfDay(minutes: 0)

    /// Minutes since midnight on the clock: 0 to 1439.
    public let minutes: Int

    /// Takes over what the store holds.
    ///
    /// - Parameter minutes: minutes since midnight; what lies outside of 0 to 1439 counts from the nearest bound.
    public init(minutes: Int) {
        self.minutes = min(max(minutes, 0), 1439)
    }

    /// Reads what somebody gave.
    ///
    /// - Parameters:
    ///   - text: two digits of the hour from 00 to 23, a colon, two digits of the minute.
    ///   - field: what it is given for. Default: the time of a schedule.
    /// - Throws: ``PortalValueError`` about the field.
    public init(text: String, field: PortalValueError.Field = .timeOfDay) throws(PortalValueError) {
        let bytes = Array(text.utf8)
        let digits = bytes.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ (0...9).contains(digits[$0]) }), digits[0] * 10 + digits[1] < 24, digits[3] < 6
        else {
            throw .unreadable(field, value: String(text.prefix(64)), expected: "HH:MM, from 00:00 to 23:59")
        }
        minutes = (digits[0] * 10 + digits[1]) * 60 + digits[3] * 10 + digits[4]
    }

    /// The time as `HH:MM`.
    public var description: String {
        "\(Int64(minutes / 60).padded(2)):\(Int64(minutes % 60).padded(2))"
    }
}
