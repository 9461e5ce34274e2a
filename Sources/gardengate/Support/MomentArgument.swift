import ArgumentParser
import GatewayDomain

/// A moment in the past: a time (`2026-11-01T00:00:00Z`), the beginning of a day in UTC (`2026-11-01`), or how long ago (`30d`).
enum MomentArgument: ExpressibleByArgument, Hashable {
    /// At this time.
    case at(Timestamp)
    /// So long before now.
    case ago(DurationArgument)

    init?(argument: String) {
        if let time = Timestamp(rfc3339: argument) ?? Timestamp(rfc3339: argument + "T00:00:00Z") {
            self = .at(time)
        } else if let duration = DurationArgument(argument: argument) {
            self = .ago(duration)
        } else {
            return nil
        }
    }

    /// The moment.
    ///
    /// - Parameter now: the time.
    /// - Returns: when it was.
    func time(from now: Timestamp) -> Timestamp {
        switch self {
        case .at(let time): time
        case .ago(let duration): now - .seconds(duration.seconds)
        }
    }
}
