import RouterOSAPI

extension ConformanceCheck {
    /// What is told as it happens.
    static let streams: [ConformanceCheck] = [
        ConformanceCheck(
            .streams,
            "rows",
            "a listener gets whole rows, and of a removed one only the id",
            source: "measured on 7.23.1 by tikoci/centrs; captures of luqasz/librouteros"
        ) { context in
            let sequence = context.connection.listen(Command("\(ConformanceContext.users)/listen"))
            var changes = OwnChanges(sequence, name: context.prefix + "a")
            // An answer on the same connection shows that the listen was received too.
            _ = try await context.call(Command("/system/identity/print"))
            let id = try await context.addUser("a")
            try context.expect(try await changes.next(id) != nil, "the new row was not told")
            _ = try await context.call(Command("\(ConformanceContext.users)/set").id(id).with("comment", "c"))
            let changed = try await changes.next(id)
            try context.expectEqual(changed?.text("comment"), "c", "comment")
            try context.expectEqual(changed?.text("name"), context.prefix + "a", "name of the changed row")
            _ = try await context.call(Command("\(ConformanceContext.users)/remove").id(id))
            let gone = try await changes.next(id)
            try context.expectEqual(gone?.text(".dead"), "true", ".dead")
            try context.expectEqual(gone.map { Array($0.properties).count }, 2, "properties")
            sequence.cancel()
        },
        ConformanceCheck(
            .streams,
            "cancel",
            "a cancelled listener leaves the connection usable",
            source: "traces of 7.24; measured on 7.23.1 by tikoci/centrs"
        ) { context in
            for _ in 0..<3 {
                let sequence = context.connection.listen(Command("/log/listen"))
                _ = try await context.call(Command("/system/identity/print"))
                sequence.cancel()
                _ = try await context.call(Command("/system/identity/print"))
            }
        },
        ConformanceCheck(
            .streams,
            "singleton",
            "a singleton cannot be listened to",
            source: "measured on 7.23.2 by danikf/tik4net"
        ) { context in
            try await context.expectTrap(
                Command("/system/identity/listen"),
                "unknown parameter follow-only",
                "no such command"
            )
        },
    ]
}

/// What a listener is told of one row, whatever happens to those of others meanwhile.
private struct OwnChanges {
    private var iterator: RowSequence.AsyncIterator
    private let name: String
    private var isKnown = false

    init(_ sequence: RowSequence, name: String) {
        self.iterator = sequence.makeAsyncIterator()
        self.name = name
    }

    /// The next change of the row; one without a name is ours only once the row was told with its name.
    mutating func next(_ id: ItemID) async throws -> Row? {
        while let row = try await self.iterator.next() {
            guard try row.itemID(".id") == id else { continue }
            if row.text("name") == self.name { self.isKnown = true }
            if self.isKnown { return row }
        }
        return nil
    }
}
