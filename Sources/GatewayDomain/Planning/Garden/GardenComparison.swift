/// Compares one walled-garden list of a device with the rows that it should have, in order.
///
/// Foreign rows and rows that the router made are never moved, and no row is placed in relation to them: what they do to
/// traffic is the operator's decision, and a dynamic row may be gone the next moment.
struct GardenComparison {
    /// How many rows of ours were read.
    private(set) var managedCount = 0
    /// How many rows of ours go although nobody deleted them.
    private(set) var unexplainedCount = 0
    private(set) var writes: [Operation] = []
    private(set) var moves: [Operation] = []
    private(set) var postponed = 0
    private(set) var unchanged = 0
    /// The names of the entries that are moved, and of those that they are moved before.
    private(set) var namesOfMoved: [WalledGardenEntry.ID: String] = [:]
    /// How many rows the list should have.
    private(set) var desiredCount = 0

    private let list: GardenList
    private let wanted: [DesiredGardenRow]
    private let hasRoom: Bool
    /// For each wanted row whether it is there.
    private var isThere: [Bool]
    /// The wanted places of the rows that are there, in the order in which they stand.
    private var standing: [Int] = []
    private var changed: Set<Int> = []
    private var removals: [Operation] = []

    init(list: GardenList, desired: DesiredState, observed: ObservedState, hasRoom: Bool) {
        var wanted: [DesiredGardenRow] = []
        var places: [WalledGardenEntry.ID: Int] = [:]
        for row in desired.garden where row.list == list && places[row.entry] == nil {
            places[row.entry] = wanted.count
            wanted.append(row)
        }
        self.list = list
        self.wanted = wanted
        self.hasRoom = hasRoom
        self.isThere = Array(repeating: false, count: wanted.count)
        self.desiredCount = wanted.count
        compare(observed.ownGardenRows(of: list, gateway: desired.gateway), places: places, desired: desired)
        if !hasRoom { postponed = isThere.count { !$0 } }
        arrange()
    }

    /// Compares the rows of ours; of several rows of one entry the first in the table counts.
    private mutating func compare(
        _ present: [(entry: WalledGardenEntry.ID, row: ObservedGardenRow)],
        places: [WalledGardenEntry.ID: Int],
        desired: DesiredState
    ) {
        managedCount = present.count
        let everywhere = Set(desired.garden.map(\.entry))
        var seen: Set<WalledGardenEntry.ID> = []
        for (entry, row) in present {
            if let place = places[entry] {
                if seen.insert(entry).inserted {
                    compare(row, at: place)
                } else {
                    removals.append(removal(of: row, entry: entry, because: .duplicate))
                }
                continue
            }
            let isExplained = desired.gardenDepartures.contains(entry)
            let reason: RemovalReason = everywhere.contains(entry) ? .replaced : isExplained ? .deleted : .unexplained
            if reason == .unexplained { unexplainedCount += 1 }
            removals.append(removal(of: row, entry: entry, because: reason))
        }
    }

    private mutating func compare(_ row: ObservedGardenRow, at place: Int) {
        var changes = list.changes(from: row.properties, to: wanted[place].properties)
        if changes.contains(where: { $0.to == nil && !list.canUnset($0.property) }) {
            // The new row takes the old one's place; where there is no room for it, the old one is better than nothing.
            if hasRoom { removals.append(removal(of: row, entry: wanted[place].entry, because: .replaced)) }
            return
        }
        isThere[place] = true
        standing.append(place)
        if row.isDisabled { changes.append(PropertyChange("disabled", from: "yes", to: "no")) }
        guard !changes.isEmpty else { return }
        changed.insert(place)
        writes.append(.setGardenRow(list, RowReference(id: row.id, name: wanted[place].name), changes))
    }

    private mutating func arrange() {
        let order = GardenOrder(standing: standing, isThere: isThere, addsRows: hasRoom)
        writes += order.additions.map { addition in
            .addGardenRow(wanted[addition.place], before: addition.next.map { wanted[$0].entry })
        }
        writes += removals
        moves = order.moves.map { move in
            .moveGardenRows(list, move.places.map { wanted[$0].entry }, before: move.next.map { wanted[$0].entry })
        }
        for place in order.moves.flatMap({ move in move.places + (move.next.map { [$0] } ?? []) }) {
            namesOfMoved[wanted[place].entry] = wanted[place].name
        }
        let moved = Set(order.moves.flatMap(\.places))
        unchanged = standing.count { !moved.contains($0) && !changed.contains($0) }
    }

    private func removal(
        of row: ObservedGardenRow,
        entry: WalledGardenEntry.ID,
        because reason: RemovalReason
    ) -> Operation {
        let name = row.properties["dst-host"] ?? row.properties["dst-address"] ?? entry.short
        return .removeGardenRow(list, RowReference(id: row.id, name: name), reason)
    }
}
