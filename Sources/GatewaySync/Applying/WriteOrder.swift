import GatewayDomain
import RouterOSAPI

/// A command, and the operations that it carries out: several where one command says the same of many rows.
struct WriteOrder {
    /// How many rows one command names: few requests, and few rows in doubt when one of them is gone already.
    static let rowsMaximum = 50

    let operations: [Operation]
    let command: Command

    init(_ operations: [Operation], _ command: Command) {
        self.operations = operations
        self.command = command
    }

    /// What a command does to each row that it names.
    private struct Deed: Hashable {
        let menu: String
        /// Properties and their values; nil for a removal.
        let values: [String: String]?
    }

    /// The commands for operations, as few as say all of it.
    ///
    /// - Parameters:
    ///   - operations: operations that do not depend on each other.
    ///   - commands: what an operation is said with by itself; empty where nothing is to be done.
    /// - Returns: commands that together carry out each operation once.
    static func orders(for operations: [Operation], commands: (Operation) -> [Command]) -> [WriteOrder] {
        var orders: [WriteOrder] = []
        var places: [Deed: Int] = [:]
        var bundles: [(deed: Deed, members: [(id: ItemID, operation: Operation, command: Command)])] = []
        for operation in operations {
            let all = commands(operation)
            guard all.count == 1, let (deed, id) = deed(of: operation) else {
                orders += all.map { WriteOrder([operation], $0) }
                continue
            }
            let place = places[deed] ?? bundles.count
            if place == bundles.count {
                bundles.append((deed, []))
                places[deed] = place
            }
            bundles[place].members.append((id, operation, all[0]))
        }
        for (deed, members) in bundles {
            for chunk in members.chunks(of: rowsMaximum) {
                guard chunk.count > 1 else {
                    orders += chunk.map { WriteOrder([$0.operation], $0.command) }
                    continue
                }
                let ids = chunk.map(\.id)
                let verb = deed.values == nil ? "remove" : "set"
                let command = (deed.values ?? [:]).sorted { $0.key < $1.key }
                    .reduce(Command("\(deed.menu)/\(verb)").ids(ids)) { $0.with($1.key, $1.value) }
                orders.append(WriteOrder(chunk.map(\.operation), command))
            }
        }
        return orders
    }

    /// What an operation does, where one command can do the same to several rows: nothing secret, and nothing that is unset.
    private static func deed(of operation: Operation) -> (Deed, ItemID)? {
        switch operation {
        case .setUser(let row, let changes, nil): deed(changes, row, in: UserReading.menu)
        case .setGardenRow(let list, let row, let changes): deed(changes, row, in: GardenReading.menu(list))
        case .removeGardenRow(let list, let row, _):
            ItemID(row.id).map { (Deed(menu: GardenReading.menu(list), values: nil), $0) }
        case .removeFile(let row): ItemID(row.id).map { (Deed(menu: FileReading.menu, values: nil), $0) }
        default: nil
        }
    }

    private static func deed(_ changes: [PropertyChange], _ row: RowReference, in menu: String) -> (Deed, ItemID)? {
        guard let id = ItemID(row.id) else { return nil }
        var values: [String: String] = [:]
        for change in changes {
            guard let value = change.to else { return nil }
            values[change.property] = value
        }
        return (Deed(menu: menu, values: values), id)
    }
}
