import GatewayDomain

extension DeviceModel {
    mutating func applyToGarden(_ operation: Operation) {
        switch operation {
        case .addGardenRow(let row, let next): add(row, before: next)
        case .setGardenRow(let list, let row, let changes): set(list, row, changes)
        case .removeGardenRow(let list, let row, _): remove(list, row)
        case .moveGardenRows(let list, let entries, let next): move(list, entries, before: next)
        default: break
        }
    }

    private mutating func add(_ row: DesiredGardenRow, before next: WalledGardenEntry.ID?) {
        var rows = state.garden[row.list] ?? []
        let added = ObservedGardenRow(
            id: Self.freeID(rows.map(\.id)),
            // The default action may be left out of an answer.
            properties: row.properties.filter { $0.key != "action" || $0.value != row.list.defaultAction },
            comment: OwnershipMark(gateway: gateway, entry: row.entry).comment
        )
        guard let position = position(of: next, in: rows) else { return refuse("no such anchor") }
        rows.insert(added, at: position)
        state.garden[row.list] = rows
    }

    private mutating func set(_ list: GardenList, _ row: RowReference, _ changes: [PropertyChange]) {
        guard let index = state.garden[list]?.firstIndex(where: { $0.id == row.id }) else {
            return refuse("no such row")
        }
        for change in changes {
            if change.property == "disabled" {
                state.garden[list]?[index].isDisabled = change.to == "yes"
            } else if change.to == nil, list == .address, change.property == "dst-host" {
                refuse("dst-host cannot be unset")
            } else {
                state.garden[list]?[index].properties[change.property] = change.to
            }
        }
    }

    private mutating func remove(_ list: GardenList, _ row: RowReference) {
        guard let index = state.garden[list]?.firstIndex(where: { $0.id == row.id }) else {
            return refuse("no such row")
        }
        state.garden[list]?.remove(at: index)
    }

    private mutating func move(
        _ list: GardenList,
        _ entries: [WalledGardenEntry.ID],
        before next: WalledGardenEntry.ID?
    ) {
        var rows = state.garden[list] ?? []
        let block = entries.compactMap { entry in rows.first { isRow($0, of: entry) } }
        guard block.count == entries.count else { return refuse("no such row to move") }
        let moved = Set(block.map(\.id))
        rows.removeAll { moved.contains($0.id) }
        guard let position = position(of: next, in: rows) else { return refuse("no such anchor to move to") }
        rows.insert(contentsOf: block, at: position)
        state.garden[list] = rows
    }

    private func position(of next: WalledGardenEntry.ID?, in rows: [ObservedGardenRow]) -> Int? {
        guard let next else { return rows.count }
        return rows.firstIndex { isRow($0, of: next) }
    }

    private func isRow(_ row: ObservedGardenRow, of entry: WalledGardenEntry.ID) -> Bool {
        guard !row.isDynamic, let mark = OwnershipMark(comment: row.comment) else { return false }
        return mark.gateway == gateway && mark.kind == .garden && mark.subject == entry.rawValue
    }
}
