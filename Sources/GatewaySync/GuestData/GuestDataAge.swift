import GatewayDomain

/// How long MAC and IP addresses and names of guests are kept.
public struct GuestDataAge: Hashable, Sendable {
    /// How many days can be asked for.
    public static let daysBounds = 1...3650
    /// 180 days, unless an operator decides otherwise.
    public static let standard = GuestDataAge(days: 180)

    /// How many days.
    public let days: Int

    /// Keeps data for some days.
    ///
    /// - Parameter days: how many; what is outside of ``daysBounds`` becomes the nearest that is not.
    public init(days: Int) {
        self.days = min(max(days, Self.daysBounds.lowerBound), Self.daysBounds.upperBound)
    }

    /// What is from this moment or earlier is too old.
    ///
    /// It moves once a day, at midnight in UTC, and only data that are fully so many days old are before it: all of a day goes in one go, and
    /// the files are written anew once for it.
    ///
    /// - Parameter now: the time.
    /// - Returns: the moment.
    func end(at now: Timestamp) -> Timestamp {
        let day: Int64 = 86_400
        return Timestamp(seconds: (now.seconds / day - Int64(days)) * day - 1)
    }
}
