import ArgumentParser
import GatewayDomain
import GatewayStore
import GatewaySync
import Logging

/// How long guests' data are kept, as it is asked for: a number of days, or `forever`.
///
/// There is no 0: it would be for ever to one reader and at once to another, and neither may happen by a slip.
enum GuestDataDays: ExpressibleByArgument, Hashable {
    /// So many days.
    case days(GuestDataAge)
    /// Nothing is erased by itself.
    case forever

    init?(argument: String) {
        if argument == "forever" {
            self = .forever
        } else if let days = Int(argument), GuestDataAge.daysBounds.contains(days) {
            self = .days(GuestDataAge(days: days))
        } else {
            return nil
        }
    }

    /// What erases data that are too old, and frees the database's files of everything that was erased.
    func service(of store: Store, _ clock: GatewayClock, logger: Logger) -> GuestDataService {
        let age: GuestDataAge? = if case .days(let age) = self { age } else { nil }
        return GuestDataService(store: store, age: age, logger: logger, now: { clock.read().earliest })
    }

    var defaultValueDescription: String {
        switch self {
        case .days(let age): String(age.days)
        case .forever: "forever"
        }
    }
}
