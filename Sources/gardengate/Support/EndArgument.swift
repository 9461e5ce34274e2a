import ArgumentParser
import Foundation
import GatewayDomain

/// When something ends: after a length of time (`90d`), or at a moment (`2027-01-01T00:00:00Z`).
enum EndArgument: ExpressibleByArgument, Hashable {
    /// So long after now.
    case after(DurationArgument)
    /// At this moment.
    case at(Timestamp)

    init?(argument: String) {
        if let duration = DurationArgument(argument: argument) {
            self = .after(duration)
            return
        }
        // What is no moment either is told by whoever parses the arguments.
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        self = .at(Timestamp(seconds: Int64(date.timeIntervalSince1970)))
    }

    /// The moment.
    ///
    /// - Parameter now: the time.
    /// - Returns: when it ends.
    func time(from now: Timestamp) -> Timestamp {
        switch self {
        case .after(let duration): now + .seconds(duration.seconds)
        case .at(let time): time
        }
    }
}
