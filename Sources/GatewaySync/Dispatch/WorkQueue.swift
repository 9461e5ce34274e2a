import GatewayDomain
import GatewayStore

/// What waits to be worked on, in which order, and who is next: no I/O, no clock.
///
/// Names that changed go ahead of everything, in each lane: a code that was used elsewhere is more urgent than a push that somebody waits
/// for. Of four places in the other lanes three go to the most urgent work and the fourth in turn to each kind of work that waits, so that
/// a look or an audit gets its turn although pushes never end. Of one kind the device that has waited longest is first, and a site with no
/// room left holds up nobody behind it.
struct WorkQueue: Sendable {
    /// So many places go by urgency before one goes to whatever kind of work has its turn.
    private static let urgentInARow = 3

    /// What waits in one lane: for each kind of work the devices, the first at the end; the most urgent kind first.
    private struct Line: Sendable {
        private var waiting: [[WaitingWork]] = Array(repeating: [], count: WorkUrgency.allCases.count)
        private var given = 0
        private var turn = 0

        var count: Int { waiting.reduce(0) { $0 + $1.count } }

        mutating func replace(with work: [WaitingWork]) {
            waiting = Array(repeating: [], count: WorkUrgency.allCases.count)
            for entry in work.reversed() { waiting[Self.place(of: entry)].append(entry) }
        }

        /// Names that changed are before a push, also where the push is the reason that the device is listed with.
        private static func place(of work: WaitingWork) -> Int {
            guard !work.mayGoAhead else { return 0 }
            return switch work.urgency {
            case .changedNames: 0
            case .push: 1
            case .dueNames, .changedEverything, .look, .audit: Int(work.urgency.rawValue)
            }
        }

        /// Takes who is next of those who may be.
        mutating func next(_ mayRun: (WaitingWork) -> Bool) -> WaitingWork? {
            var order = Array(waiting.indices)
            if given % (urgentInARow + 1) == urgentInARow {
                order = order.map { ($0 + turn) % order.count }
            }
            for index in order {
                guard let place = waiting[index].lastIndex(where: mayRun) else { continue }
                if given % (urgentInARow + 1) == urgentInARow { turn = (index + 1) % order.count }
                given += 1
                return waiting[index].remove(at: place)
            }
            return nil
        }
    }

    private var lines: [RunLane: Line] = [:]

    /// How many devices wait in a lane.
    func count(in lane: RunLane) -> Int { lines[lane]?.count ?? 0 }

    /// Knows anew what waits.
    ///
    /// - Parameters:
    ///   - waiting: all that waits, of one urgency the first first.
    ///   - isProven: whether a device is connected to and could be worked on the last time.
    mutating func replace(with waiting: [WaitingWork], isProven: (Device.ID) -> Bool) {
        var sorted: [RunLane: [WaitingWork]] = [:]
        for work in waiting {
            let lane: RunLane =
                if work.isFailing || !isProven(work.device) {
                    .doubtful
                } else if work.mayGoAhead {
                    .ahead
                } else {
                    .proven
                }
            sorted[lane, default: []].append(work)
        }
        for lane in RunLane.allCases { lines[lane, default: Line()].replace(with: sorted[lane] ?? []) }
    }

    /// Chooses who is next, and takes their places.
    ///
    /// - Parameters:
    ///   - places: the places that there are.
    ///   - now: the time.
    /// - Returns: the chosen ones, the most urgent first.
    mutating func take(_ places: inout RunPlaces, now: ContinuousClock.Instant) -> [WorkChoice] {
        var choices: [WorkChoice] = []
        for lane in RunLane.allCases {
            var room = places.room(in: lane, at: now)
            while room > 0, let work = lines[lane]?.next({ places.hasRoom(at: $0.site, in: lane) }) {
                // Whoever is worked on is not given twice: it is found again when that is done.
                guard places.take(work.device, at: work.site, in: lane, now: now) else { continue }
                choices.append(WorkChoice(work.device, isAhead: lane == .ahead))
                room -= 1
            }
        }
        return choices
    }
}
