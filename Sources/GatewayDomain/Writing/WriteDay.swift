/// What was written to a device on the present day, which is one of UTC.
///
/// A day with a fixed end says when waiting rows go on, needs one number to be kept, and costs at worst two budgets around midnight.
public struct WriteDay: Hashable, Sendable {
    /// How many rows were added, changed, removed or moved.
    public var rows: Int
    /// When the next day begins.
    public var endsAt: Timestamp

    /// Tells of a day.
    ///
    /// - Parameters:
    ///   - rows: how many rows were written.
    ///   - now: any moment of it.
    public init(rows: Int = 0, at now: Timestamp) {
        self.rows = rows
        endsAt = Timestamp(milliseconds: (Self.number(of: now) + 1) * Self.milliseconds)
    }

    /// The number of the day that a moment belongs to: whole days since 1970 in UTC.
    ///
    /// - Parameter time: the moment.
    /// - Returns: the number; negative before 1970.
    public static func number(of time: Timestamp) -> Int64 {
        let (days, rest) = time.milliseconds.quotientAndRemainder(dividingBy: milliseconds)
        return rest < 0 ? days - 1 : days
    }

    private static let milliseconds: Int64 = 86_400_000
}
