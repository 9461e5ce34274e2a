/// Dynamic rows of `walled-garden`, which entries of `walled-garden/ip` with a `dst-host` make (manual, HotSpot page).
extension RouterState {
    mutating func updateDynamicRows(for row: TableRow, in menu: Menu) {
        guard menu.path == Menu.hotspotWalledGardenIP.path else { return }
        let present = self.dynamicRows(of: row)
        let desired = Self.dynamicValues(for: row)
        if let first = present.first, first.values == desired { return }
        self.removeDynamicRows(of: row, in: menu)
        guard let desired, var table = self.tables[Menu.hotspotWalledGarden.path] else { return }
        // ASSUMED: at the end of the table.
        var dynamic = TableRow(id: table.takeID(), serial: self.takeSerial(), values: desired)
        dynamic.isDynamic = true
        dynamic.origin = row.reference
        table.insert(dynamic)
        self.tables[Menu.hotspotWalledGarden.path] = table
        self.note(.written, dynamic.id, in: Menu.hotspotWalledGarden.path)
    }

    mutating func removeDynamicRows(of row: TableRow, in menu: Menu) {
        guard menu.path == Menu.hotspotWalledGardenIP.path else { return }
        for dynamic in self.dynamicRows(of: row) {
            self.tables[Menu.hotspotWalledGarden.path]?.remove([dynamic.id])
            self.note(.removed, dynamic.id, in: Menu.hotspotWalledGarden.path)
        }
    }

    private func dynamicRows(of row: TableRow) -> [TableRow] {
        (self.tables[Menu.hotspotWalledGarden.path]?.allRows() ?? []).filter { $0.origin == row.reference }
    }

    /// What the dynamic row of an entry holds, or nil when the entry makes none.
    private static func dynamicValues(for row: TableRow) -> [String: StoredValue]? {
        guard let host = row.values["dst-host"], host != .bytes(""), !row.isDisabled else { return nil }
        var values = ["dst-host": host]
        // ASSUMED: `deny` for what is not accepted.
        if (row.bytes("action") ?? "accept") != "accept" { values["action"] = .bytes("deny") }
        values["server"] = row.values["server"]
        return values
    }
}
