/// What a property of a row holds.
enum StoredValue: Hashable, Sendable {
    case bytes(WordBytes)
    /// A row of another menu.
    ///
    /// It prints as that row's name, or as its dead id (`*5`) once the row is gone (measured on 7.23.7 on other menus
    /// by dopyrory3/mikrotik-ha-manager).
    /// ASSUMED: the same for the hotspot menus.
    case row(RowReference)
}

/// Which row, for ever: ids are reused, serials are not, so a new row that took over an id is not linked by old
/// references.
struct RowReference: Hashable, Sendable {
    let id: RowID
    let serial: UInt64
}

/// What a user has used, all sessions together.
struct UsageCounters: Hashable, Sendable {
    var uptime = Duration.zero
    var bytesIn: Int64 = 0
    var bytesOut: Int64 = 0
    var packetsIn: Int64 = 0
    var packetsOut: Int64 = 0
}

/// A row of a configuration table.
struct TableRow: Sendable {
    let id: RowID
    let serial: UInt64
    /// What was written, without values that mean "not set".
    var values: [String: StoredValue]
    var usage = UsageCounters()
    /// Made by the router itself; it can neither be edited nor removed.
    var isDynamic = false
    /// There from the factory (flag `*`).
    var isDefault = false
    /// The row that this dynamic one was made for.
    var origin: RowReference?

    var reference: RowReference {
        RowReference(id: self.id, serial: self.serial)
    }

    func bytes(_ name: String) -> WordBytes? {
        guard case .bytes(let bytes) = self.values[name] else { return nil }
        return bytes
    }

    var isDisabled: Bool {
        self.bytes("disabled") == "true"
    }
}
