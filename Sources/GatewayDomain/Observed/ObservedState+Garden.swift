extension ObservedState {
    /// The walled-garden rows of a gateway in table order.
    ///
    /// Rows that the router made are nobody's, whatever their comment says.
    ///
    /// - Parameters:
    ///   - list: the menu.
    ///   - gateway: whose rows.
    /// - Returns: each row with the entry that its mark names; an entry may stand twice.
    func ownGardenRows(
        of list: GardenList,
        gateway: GatewayID
    ) -> [(entry: WalledGardenEntry.ID, row: ObservedGardenRow)] {
        (garden[list] ?? []).compactMap { row in
            guard !row.isDynamic, let mark = OwnershipMark(comment: row.comment), mark.gateway == gateway,
                mark.kind == .garden
            else { return nil }
            return (WalledGardenEntry.ID(mark.subject), row)
        }
    }

    /// The ids of the rows that a plan means when it names walled-garden entries: of several rows of one entry the first.
    ///
    /// - Parameters:
    ///   - list: the menu.
    ///   - gateway: whose rows.
    /// - Returns: row ids, good for this reading, by entry.
    public func gardenRowIDs(of list: GardenList, gateway: GatewayID) -> [WalledGardenEntry.ID: String] {
        Dictionary(ownGardenRows(of: list, gateway: gateway).map { ($0.entry, $0.row.id) }) { first, _ in first }
    }
}
