import RouterOSAPI

extension ConformanceCheck {
    /// Ordered menus.
    ///
    /// Moves were measured on firewall rows.
    static let order: [ConformanceCheck] = [
        ConformanceCheck(
            .garden,
            "place-before",
            "place-before decides where a row begins",
            source: "manual, walled garden; measured on 7.23.7 on firewall/filter by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let a = try await context.addGarden("a.example")
            _ = try await context.addGarden("b.example")
            _ = try await context.addGarden("c.example", before: a)
            try context.expectEqual(
                try await context.gardenOrder(),
                ["c.example", "a.example", "b.example"],
                "order"
            )
        },
        ConformanceCheck(
            .garden,
            "move-block",
            "rows move as a block, in the order given, and keep their ids",
            source: "measured on 7.23.7 on firewall/filter by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let ids = try await Self.fourRows(context)
            _ = try await context.call(.move([ids[3], ids[2]], before: ids[0], in: ConformanceContext.garden))
            try context.expectEqual(try await context.gardenOrder(), ["d", "c", "a", "b"], "order")
            let rows = try await context.call(Command("\(ConformanceContext.garden)/print")).rows
            let own = try rows.filter { $0.text("comment")?.hasPrefix(context.prefix) == true }.map {
                try $0.itemID(".id")
            }
            try context.expectEqual(own, [ids[3], ids[2], ids[0], ids[1]], "ids")
        },
        ConformanceCheck(
            .garden,
            "move-to-end",
            "a move without a destination, or with an unknown one, goes to the end",
            source: "measured on 7.23.7 on firewall/filter by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let ids = try await Self.fourRows(context)
            _ = try await context.call(.move([ids[0]], before: nil, in: ConformanceContext.garden))
            try context.expectEqual(try await context.gardenOrder(), ["b", "c", "d", "a"], "order")
            let unknown = ItemID(number: 0xFFF_FFF0)
            _ = try await context.call(.move([ids[1]], before: unknown, in: ConformanceContext.garden))
            try context.expectEqual(try await context.gardenOrder(), ["c", "d", "a", "b"], "order")
        },
        ConformanceCheck(
            .garden,
            "move-before-itself",
            "a row cannot move before itself",
            source: "measured on 7.23.7 on firewall/filter by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let ids = try await Self.fourRows(context)
            try await context.expectTrap(
                .move([ids[0]], before: ids[0], in: ConformanceContext.garden),
                "failure: can not move object before itself"
            )
        },
        ConformanceCheck(
            .garden,
            "dynamic-row",
            "an ip entry with a host makes a dynamic row",
            source: "manual, HotSpot page (walled garden)"
        ) { context in
            // A name that no public server has, so that it is surely this entry's row.
            let host = context.prefix + "host.invalid"
            _ = try await context.add(
                Command("\(ConformanceContext.gardenIP)/add").with("dst-host", host)
                    .with("comment", context.prefix + "ip").with("src-address", OwnRows.nobody)
            )
            let command = Command("\(ConformanceContext.garden)/print").filtered(by: .equal("dst-host", host))
            try context.expectEqual(try await context.call(command).rows.first?.text("dynamic"), "true", "dynamic")
        },
    ]

    private static func fourRows(_ context: ConformanceContext) async throws -> [ItemID] {
        var ids: [ItemID] = []
        for host in ["a", "b", "c", "d"] {
            ids.append(try await context.addGarden(host))
        }
        return ids
    }
}
