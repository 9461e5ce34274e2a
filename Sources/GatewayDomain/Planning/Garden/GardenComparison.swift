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

    init(list: GardenList, desired: DesiredState, observed: ObservedState, hasRoom: Bool) {
        var wanted: [DesiredGardenRow] = []
        var places: [WalledGardenEntry.ID: Int] = [:]
        for row in desired.garden where row.list == list && places[row.entry] == nil {
            places[row.entry] = wanted.count
            wanted.append(row)
        }
        desiredCount = wanted.count
        let present = Self.ownRows(of: list, in: observed, gateway: desired.gateway)
        managedCount = present.count

        /// For each wanted row whether it is there, and the wanted places in the order in which they stand.
        var isThere = Array(repeating: false, count: wanted.count)
        var standing: [Int] = []
        var changed: Set<Int> = []
        var removals: [Operation] = []
        let elsewhere = Set(desired.garden.map(\.entry))
        for (entry, row) in present {
            guard let place = places[entry] else {
                let isExplained = desired.gardenDepartures.contains(entry)
                let reason: RemovalReason =
                    elsewhere.contains(entry) ? .replaced : isExplained ? .deleted : .unexplained
                if reason == .unexplained { unexplainedCount += 1 }
                removals.append(Self.removal(of: row, entry: entry, in: list, because: reason))
                continue
            }
            guard !isThere[place] else {
                removals.append(Self.removal(of: row, entry: entry, in: list, because: .duplicate))
                continue
            }
            var changes = list.changes(from: row.properties, to: wanted[place].properties)
            if changes.contains(where: { $0.to == nil && !list.canUnset($0.property) }) {
                // The new row takes the old one's place; where there is no room for it, the old one is all there is.
                if hasRoom { removals.append(Self.removal(of: row, entry: entry, in: list, because: .replaced)) }
                continue
            }
            isThere[place] = true
            standing.append(place)
            if row.isDisabled { changes.append(PropertyChange("disabled", from: "yes", to: "no")) }
            guard !changes.isEmpty else { continue }
            changed.insert(place)
            writes.append(.setGardenRow(list, RowReference(id: row.id, name: wanted[place].name), changes))
        }
        if !hasRoom { postponed = isThere.count { !$0 } }

        let order = GardenOrder(standing: standing, isThere: isThere, addsRows: hasRoom)
        writes += order.additions.map { .addGardenRow(wanted[$0.place], before: $0.next.map { wanted[$0].entry }) }
        writes += removals
        moves = order.moves.map { move in
            .moveGardenRows(list, move.places.map { wanted[$0].entry }, before: move.next.map { wanted[$0].entry })
        }
        for place in order.moves.flatMap({ $0.places + [$0.next].compactMap { $0 } }) {
            namesOfMoved[wanted[place].entry] = wanted[place].name
        }
        let moved = Set(order.moves.flatMap(\.places))
        unchanged = standing.count { !moved.contains($0) && !changed.contains($0) }
    }

    /// The rows of ours in table order.
    ///
    /// Rows that the router made are not ours, whatever their comment says.
    private static func ownRows(
        of list: GardenList,
        in observed: ObservedState,
        gateway: GatewayID
    ) -> [(entry: WalledGardenEntry.ID, row: ObservedGardenRow)] {
        (observed.garden[list] ?? []).compactMap { row in
            guard !row.isDynamic, let mark = OwnershipMark(comment: row.comment), mark.gateway == gateway,
                mark.kind == .garden
            else { return nil }
            return (WalledGardenEntry.ID(mark.subject), row)
        }
    }

    private static func removal(
        of row: ObservedGardenRow,
        entry: WalledGardenEntry.ID,
        in list: GardenList,
        because reason: RemovalReason
    ) -> Operation {
        let name = row.properties["dst-host"] ?? row.properties["dst-address"] ?? entry.short
        return .removeGardenRow(list, RowReference(id: row.id, name: name), reason)
    }
}
