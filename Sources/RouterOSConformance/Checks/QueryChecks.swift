import RouterOSAPI

extension ConformanceCheck {
    /// Queries, counts and proplists.
    static let queries: [ConformanceCheck] = [
        ConformanceCheck(
            .queries,
            "stack",
            "queries combine as the stack says",
            source: "manual, API page; measured on 7.23.1 by tikoci/centrs"
        ) { context in
            let (a, b, c) = (context.prefix + "a", context.prefix + "b", context.prefix + "c")
            _ = try await context.addUser("a") { $0.with("comment", a) }
            _ = try await context.addUser("b") { $0.with("comment", a) }
            _ = try await context.addUser("c")
            let cases: [(Query, [String])] = [
                (.equal("name", a), [a]), (.equal("name", a) || .equal("name", c), [a, c]),
                (.equal("comment", a) && !.equal("name", a), [b]),
                (.equal("name", c) && .absent("comment"), [c]), (.equal("name", c) && .present("comment"), []),
                (.equal("name", a) && .greater("comment", than: ""), [a]),
            ]
            for (query, claimed) in cases {
                let rows = try await context.call(
                    Command("\(ConformanceContext.users)/print").filtered(by: query)
                ).rows
                let names = rows.compactMap { $0.text("name") }.filter { $0.hasPrefix(context.prefix) }
                try context.expectEqual(names.sorted(), claimed, "\(query.words)")
            }
        },
        ConformanceCheck(
            .queries,
            "absent-default",
            "an absent default does not match",
            source: "measured on 7.23.7 on DHCP leases by dopyrory3/mikrotik-ha-manager"
        ) { context in
            let id = try await context.addUser("a")
            let command = Command("\(ConformanceContext.users)/print").filtered(
                by: .equal("server", "all") && .equal(".id", id.description)
            )
            try context.expectEqual(try await context.call(command).rows.count, 0, "rows with server=all")
        },
        ConformanceCheck(
            .queries,
            "count",
            "a count has no rows",
            source: "socialwifi/RouterOS-api issue 79; pear2/Net_RouterOS"
        ) {
            context in
            if context.version < RouterOSVersion(6, 41) {
                throw ConformanceSkip(reason: "counts of old versions ignore queries")
            }
            _ = try await context.addUser("a")
            let response = try await context.call(
                Command("\(ConformanceContext.users)/print").with(flag: "count-only")
                    .filtered(by: .equal("name", context.prefix + "a"))
            )
            try context.expectEqual(response.rows.count, 0, "rows")
            try context.expectEqual(try response.count, 1, "count")
        },
        ConformanceCheck(
            .queries,
            "proplist",
            "a proplist gives just these, and the id only when listed",
            source: "measured on 7.23.1 by tikoci/centrs"
        ) { context in
            _ = try await context.addUser("a")
            let command = Command("\(ConformanceContext.users)/print").proplist(["name", "comment"])
                .filtered(by: .equal("name", context.prefix + "a"))
            let row = try await context.call(command).rows.first
            let names = row?.properties.map { String(decoding: $0.name, as: UTF8.self) } ?? []
            try context.expectEqual(names, ["name"], "properties")
        },
        ConformanceCheck(.queries, "find", "find gives ids between semicolons", source: "pear2/Net_RouterOS Util.php") {
            context in
            let first = try await context.addUser("a")
            let second = try await context.addUser("b")
            let ret = try await context.call(Command("\(ConformanceContext.users)/find")).ret ?? ""
            let ids = ret.split(separator: ";").map(String.init)
            try context.expect(
                ids.contains(first.description) && ids.contains(second.description),
                "not both new ids are among the \(ids.count)"
            )
        },
        ConformanceCheck(.queries, "get", "get gives one property", source: "manual, console page; pear2/Net_RouterOS")
        { context in
            let id = try await context.addUser("a")
            let ret = try await context.call(
                Command("\(ConformanceContext.users)/get").with("number", id.description).with("value-name", "profile")
            ).ret
            try context.expectEqual(ret, "default", "profile")
        },
    ]
}
