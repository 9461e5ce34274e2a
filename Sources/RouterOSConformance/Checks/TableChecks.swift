import RouterOSAPI

extension ConformanceCheck {
    /// Adding, changing and removing rows, and how values come back.
    static let tables: [ConformanceCheck] = [
        ConformanceCheck(
            .rows,
            "returned",
            "add returns the id, set and remove return nothing",
            source: "measured on 7.23.1 by tikoci/centrs; danikf/tik4net"
        ) { context in
            let id = try await context.addUser("a")
            try context.expectEqual(try await context.user("a").itemID(".id"), id, ".id")
            let set = try await context.call(
                Command("\(ConformanceContext.users)/set").id(id).with("comment", "c")
            )
            try context.expect(set.rows.isEmpty && set.ret == nil, "set returned something")
            try context.expectEqual(try await context.user("a").itemID(".id"), id, ".id after set")
            let removed = try await context.call(Command("\(ConformanceContext.users)/remove").id(id))
            try context.expect(removed.rows.isEmpty && removed.ret == nil, "remove returned something")
        },
        ConformanceCheck(.rows, "unique-name", "a user's name is unique", source: "many clients; danikf/tik4net") {
            context in
            _ = try await context.addUser("a")
            try await context.expectTrap(
                Command("\(ConformanceContext.users)/add").with("name", context.prefix + "a"),
                "failure: already have user with this name for this server"
            )
        },
        ConformanceCheck(
            .rows,
            "unknown-profile",
            "an unknown profile is refused by the argument's name",
            source: "measured on 7.23.7 on other menus by dopyrory3/mikrotik-ha-manager; many clients for profile"
        ) { context in
            try await context.expectTrap(
                Command("\(ConformanceContext.users)/add").with("name", context.prefix + "a")
                    .with("profile", context.prefix + "none"),
                "input does not match any value of profile"
            )
        },
        ConformanceCheck(
            .rows,
            "missing-id",
            "an id that is missing or unknown is named",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager; danikf/tik4net"
        ) { context in
            let menu = ConformanceContext.users
            try await context.expectTrap(Command("\(menu)/set").with("comment", "x"), "missing =.id=")
            try await context.expectTrap(
                Command("\(menu)/remove").id(ItemID(number: 0xFFF_FFF0)),
                "no such item"
            )
        },
        ConformanceCheck(
            .rows,
            "position",
            "a bare number is a position, not an id",
            source: "luqasz/librouteros issue 20; measured on 7.23.7 by dopyrory3/mikrotik-ha-manager"
        ) { context in
            _ = try await context.addUser("a")
            guard let position = try await context.positionOfUser("a") else {
                throw ConformanceMismatch(description: "user a is not there")
            }
            // By reading, so that a router that differs changes nothing of somebody else.
            let command = Command("\(ConformanceContext.users)/get").with("number", String(position))
            let seen = try await context.call(command.with("value-name", "name")).ret
            guard try await context.positionOfUser("a") == position else {
                throw ConformanceObstacle(reason: "users were added or removed meanwhile")
            }
            try context.expect(seen == context.prefix + "a", "position \(position) is another user's")
        },
        ConformanceCheck(
            .rows,
            "absent",
            "what is not set is absent",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager; reply in terraform-provider-routeros"
        ) { context in
            let id = try await context.addUser("a") { command in
                command.with("comment", "c").with("limit-uptime", "1h").with("limit-bytes-total", 1000)
            }
            _ = try await context.call(
                Command("\(ConformanceContext.users)/set").id(id).with("comment", "").with("limit-uptime", "0s")
                    .with("limit-bytes-total", 0)
            )
            let row = try await context.user("a")
            try context.expectEqual(row.text("comment"), nil, "comment")
            try context.expectEqual(row.text("server"), nil, "server of a user of all servers")
            let uptime = try row.duration("limit-uptime") ?? .zero
            let bytes = try row.byteCount("limit-bytes-total") ?? 0
            try context.expect(uptime == .zero && bytes == 0, "limits are \(uptime) and \(bytes)")
        },
        ConformanceCheck(
            .rows,
            "time-intervals",
            "time intervals come back with units",
            source: "laksa19/mikhmonv3; danikf/tik4net; test data of home-assistant"
        ) { context in
            for (name, given, kept) in [("a", "00:30:00", "30m"), ("b", "1:00:00", "1h"), ("c", "1d2h", "1d2h")] {
                _ = try await context.addUser(name) { $0.with("limit-uptime", given) }
                try context.expectEqual(try await context.user(name).text("limit-uptime"), kept, given)
            }
        },
        ConformanceCheck(
            .rows,
            "booleans",
            "booleans come back as true and false",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager; captures of luqasz/librouteros"
        ) { context in
            _ = try await context.addUser("a") { $0.with("disabled", "yes") }
            try context.expectEqual(try await context.user("a").text("disabled"), "true", "disabled")
        },
        ConformanceCheck(
            .rows,
            "bytes",
            "bytes come back as sent",
            source: "luqasz/librouteros issues 30 and 131; GideonLeGrange/mikrotik-java issue 44"
        ) { context in
            let bytes: [UInt8] = [0x46, 0xE9, 0x3D, 0x0D, 0x0A, 0x3D] + Array(repeating: 0x78, count: 300)
            _ = try await context.addUser("a") { $0.with("comment", bytes: bytes) }
            let seen = try await context.user("a").bytes("comment").map { Array($0) }
            try context.expectEqual(seen, bytes, "comment")
        },
        ConformanceCheck(
            .rows,
            "removed-profile",
            "a removed profile leaves its id with its users",
            source: "measured on 7.23.7 on other menus by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let name = context.prefix + "p"
            let profile = try await context.add(Command("\(ConformanceContext.profiles)/add").with("name", name))
            _ = try await context.addUser("a") { $0.with("profile", name) }
            _ = try await context.call(Command("\(ConformanceContext.profiles)/remove").id(profile))
            try context.expectEqual(try await context.user("a").text("profile"), profile.description, "profile")
        },
        ConformanceCheck(
            .rows,
            "removal-by-query",
            "a removal that names rows by a query removes nothing and succeeds",
            source: "aluisiora/node-routeros issue 9; EvilFreelancer/routeros-api-php issue 15"
        ) { context in
            _ = try await context.addUser("a")
            _ = try await context.call(
                Command("\(ConformanceContext.users)/remove").filtered(by: .equal("name", context.prefix + "a"))
            )
            _ = try await context.user("a")
        },
        ConformanceCheck(
            .rows,
            "several-ids",
            "one removal takes several ids",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let ids = [try await context.addUser("a"), try await context.addUser("b"), try await context.addUser("c")]
            _ = try await context.call(Command("\(ConformanceContext.users)/remove").ids(ids))
            let query = Query.any(["a", "b", "c"].map { .equal("name", context.prefix + $0) })
            let left = try await context.call(Command("\(ConformanceContext.users)/print").filtered(by: query)).rows
            try context.expectEqual(left.count, 0, "users left")
        },
        ConformanceCheck(.rows, "reset-counters", "counters can be reset", source: "command tree (tikoci/restraml)") {
            context in
            let id = try await context.addUser("a")
            _ = try await context.call(Command("\(ConformanceContext.users)/reset-counters").id(id))
            try context.expectEqual(try await context.user("a").text("uptime"), "0s", "uptime")
        },
        ConformanceCheck(
            .rows,
            "trial-user",
            "the trial user is there from the factory",
            source: "ansible-collections/community.routeros _api_data.py"
        ) { context in
            let command = Command("\(ConformanceContext.users)/print").filtered(by: .equal("name", "default-trial"))
            try context.expectEqual(
                try await context.call(command).rows.first?.text("default"),
                "true",
                "flag of default-trial"
            )
        },
    ]
}
