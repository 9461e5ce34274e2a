import RouterOSAPI

extension ConformanceCheck {
    /// What is told as it happens.
    static let streams: [ConformanceCheck] = [
        ConformanceCheck(
            "a listener gets whole rows, and of a removed one only the id",
            source: "measured on 7.23.1 by tikoci/centrs; captures of luqasz/librouteros"
        ) { context in
            let sequence = context.connection.listen(Command("\(ConformanceContext.users)/listen"))
            var iterator = sequence.makeAsyncIterator()
            // An answer on the same connection shows that the listen was received too.
            _ = try await context.call(Command("/system/identity/print"))
            let id = try await context.addUser("a")
            try context.expectEqual(try await iterator.next()?.text("name"), context.prefix + "a", "name")
            _ = try await context.call(Command("\(ConformanceContext.users)/set").id(id).with("comment", "c"))
            let changed = try await iterator.next()
            try context.expectEqual(changed?.text("comment"), "c", "comment")
            try context.expectEqual(changed?.text("name"), context.prefix + "a", "name of the changed row")
            _ = try await context.call(Command("\(ConformanceContext.users)/remove").id(id))
            let gone = try await iterator.next()
            try context.expectEqual(gone?.text(".dead"), "true", ".dead")
            try context.expectEqual(try gone?.itemID(".id"), id, ".id")
            try context.expectEqual(gone.map { Array($0.properties).count }, 2, "properties")
            sequence.cancel()
        },
        ConformanceCheck(
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
