/// The rows of one configuration menu, in their order.
struct Table: Sendable {
    private(set) var order: [RowID] = []
    private var rows: [RowID: TableRow] = [:]
    /// The rows of each name, for menus whose rows have one.
    private var byName: [WordBytes: [RowID]] = [:]
    private var freeIDs: [RowID] = []
    private var nextID: UInt32

    /// - Parameter firstID: 0 for menus with a row from the factory, else 1. ASSUMED, from the ids of published replies.
    init(firstID: UInt32) {
        self.nextID = firstID
    }

    var count: Int {
        self.order.count
    }

    subscript(id: RowID) -> TableRow? {
        self.rows[id]
    }

    func position(of id: RowID) -> Int? {
        self.rows[id] == nil ? nil : self.order.firstIndex(of: id)
    }

    func rows(named name: WordBytes) -> [TableRow] {
        (self.byName[name] ?? []).compactMap { self.rows[$0] }
    }

    /// The rows of some names, in the table's order.
    func rows(named names: Set<WordBytes>) -> [TableRow] {
        let found = names.flatMap { self.rows(named: $0) }
        guard found.count > 1 else { return found }
        let ids = Set(found.map(\.id))
        return self.order.lazy.filter { ids.contains($0) }.compactMap { self.rows[$0] }
    }

    func allRows() -> [TableRow] {
        self.order.compactMap { self.rows[$0] }
    }

    /// The id for the next row.
    ///
    /// Ids are reused after a removal (reported for 7.24).
    /// ASSUMED: the lowest free one is taken first, which is the harshest for a client that remembers ids.
    mutating func takeID() -> RowID {
        if let free = self.freeIDs.popLast() { return free }
        defer { self.nextID += 1 }
        return RowID(self.nextID)
    }

    mutating func insert(_ row: TableRow, at position: Int? = nil) {
        self.rows[row.id] = row
        self.order.insert(row.id, at: position ?? self.order.count)
        if let name = row.bytes("name") {
            self.byName[name, default: []].append(row.id)
        }
    }

    /// Writes a row back after a change.
    mutating func update(_ row: TableRow) {
        guard let old = self.rows[row.id] else { return }
        if old.values["name"] != row.values["name"] {
            self.forgetName(of: old)
            if let name = row.bytes("name") {
                self.byName[name, default: []].append(row.id)
            }
        }
        self.rows[row.id] = row
    }

    /// Takes rows out, all in one pass through the table: one command may name thousands.
    ///
    /// - Returns: those that were there, in the order given.
    @discardableResult
    mutating func remove(_ ids: [RowID]) -> [TableRow] {
        let removed = ids.compactMap { self.rows.removeValue(forKey: $0) }
        let gone = Set(removed.map(\.id))
        self.order.removeAll { gone.contains($0) }
        for row in removed { self.forgetName(of: row) }
        // Kept sorted downwards, so that the lowest is taken from the end.
        self.freeIDs += gone
        self.freeIDs.sort(by: >)
        return removed
    }

    /// Puts rows together in the order given, before another row or at the end.
    ///
    /// Ids stay.
    mutating func move(_ ids: [RowID], before anchor: RowID?) {
        let moving = Set(ids)
        self.order.removeAll { moving.contains($0) }
        let place = anchor.flatMap { self.order.firstIndex(of: $0) } ?? self.order.endIndex
        self.order.insert(contentsOf: ids, at: place)
    }

    private mutating func forgetName(of row: TableRow) {
        guard let name = row.bytes("name"), var ids = self.byName[name] else { return }
        ids.removeAll { $0 == row.id }
        self.byName[name] = ids.isEmpty ? nil : ids
    }
}
