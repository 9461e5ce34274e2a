import RouterOSAPI

extension ConformanceCheck {
    /// What nobody knows for sure about rows of the hotspot's users.
    static let tableQuestions: [ConformanceCheck] = [
        ConformanceCheck(
            asking: .rows,
            "comment-length",
            "how long a comment may be",
            source: "in no public source; the gateway's mark needs some hundred bytes"
        ) { context in
            let id = try await context.addUser("a") { $0.with("disabled", true) }
            var kept = 0
            for length in [128, 255, 256, 512, 1024, 4096] {
                let comment = String(repeating: "x", count: length)
                let set = Command("\(ConformanceContext.users)/set").id(id).with("comment", comment)
                if case .refused(let trap) = try await context.answer(set) {
                    return .comment(kept, "\(length) bytes are refused: \(trap)")
                }
                let seen = try await context.user("a").text("comment")?.utf8.count ?? 0
                if seen != length { return .comment(seen, "of \(length) bytes \(seen) were kept") }
                kept = length
            }
            return .comment(kept, "longer ones were not tried")
        },
        ConformanceCheck(
            asking: .rows,
            "name-on-all-and-one",
            "whether a user of all servers and one of a single server may have the same name",
            source: "unknown for users; static DHCP leases collide on 7.23.7 (dopyrory3/mikrotik-ha-manager)"
        ) { context in
            guard let server = try await context.servers().first else {
                throw ConformanceSkip(reason: "no hotspot server")
            }
            _ = try await context.addUser("a")
            return try await context.whetherKept("a", secondServer: server)
        },
        ConformanceCheck(
            asking: .rows,
            "name-on-two-servers",
            "whether users of two servers may have the same name",
            source: "the text of the refusal (\"… for this server\") suggests it; in no public source"
        ) { context in
            let servers = try await context.servers()
            guard servers.count > 1 else { throw ConformanceSkip(reason: "fewer than two hotspot servers") }
            _ = try await context.addUser("a") { $0.with("server", servers[0]) }
            return try await context.whetherKept("a", secondServer: servers[1])
        },
        ConformanceCheck(
            asking: .rows,
            "name-case",
            "whether upper and lower case make different names",
            source: "in no public source"
        ) { context in
            _ = try await context.addUser("case")
            let second = Command("\(ConformanceContext.users)/add").with("name", context.prefix + "CASE")
            if case .refused(let trap) = try await context.answer(second) {
                return ConformanceAnswer(text: "no: the second is refused: \(trap)")
            }
            let query = Query.equal("name", context.prefix + "CASE")
            let found = try await context.call(Command("\(ConformanceContext.users)/print").filtered(by: query)).rows
                .count
            return ConformanceAnswer(text: "yes: both are kept, and a query for one finds \(found)")
        },
        ConformanceCheck(
            asking: .rows,
            "password-shown",
            "whether print shows the password of a hotspot user",
            source: "in no public source for 7.21 and later, which know show-sensitive (tikoci/restraml)"
        ) { context in
            _ = try await context.addUser("a") { $0.with("password", "secret-of-the-probe").with("disabled", true) }
            let query = Query.equal("name", context.prefix + "a")
            var texts: [String] = []
            for (words, flags) in [("print", [String]()), ("with show-sensitive", ["show-sensitive"])] {
                let plain = Command("\(ConformanceContext.users)/print").proplist(["name", "password"])
                let command = flags.reduce(plain) { $0.with(flag: $1) }.filtered(by: query)
                texts.append("\(words): \(Self.shown(try await context.answer(command)))")
            }
            return ConformanceAnswer(text: texts.joined(separator: "; "))
        },
        ConformanceCheck(
            asking: .rows,
            "shown-of-new-user",
            "which properties a new user shows that were not set",
            source: "one reply in terraform-routeros/terraform-provider-routeros; versions differ"
        ) { context in
            _ = try await context.addUser("a")
            return ConformanceAnswer(text: try await context.user("a").names)
        },
        ConformanceCheck(
            asking: .rows,
            "unreadable-value",
            "how a value that cannot be read is refused",
            source: "texts vary by argument: tikoci/centrs (7.23), dopyrory3/mikrotik-ha-manager (7.23.7)"
        ) { context in
            var texts: [String] = []
            for (name, value) in [("limit-uptime", "soon"), ("limit-bytes-total", "-1"), ("mac-address", "no")] {
                let command = Command("\(ConformanceContext.users)/add").with("name", context.prefix + name)
                    .with(name, value).with("disabled", true)
                switch try await context.answer(command) {
                case .refused(let trap): texts.append("\(name)=\(value): \(trap)")
                case .carriedOut: texts.append("\(name)=\(value): accepted")
                }
            }
            return ConformanceAnswer(text: texts.joined(separator: "; "))
        },
        ConformanceCheck(
            asking: .rows,
            "default-removal",
            "how the removal of the default profile is refused",
            source: "in no public source"
        ) { _ in throw ConformanceObstacle(reason: "it might succeed, and guests use that profile") },
    ]

    private static func shown(_ answer: RouterAnswer) -> String {
        switch answer {
        case .refused(let trap): "refused: \(trap)"
        case .carriedOut(let response):
            switch response.rows.first?.text("password") {
            case "secret-of-the-probe": "shown"
            case nil: "absent"
            case "": "empty"
            case let other?: other.allSatisfy { $0 == "*" } ? "masked" : "something else"
            }
        }
    }
}

extension ConformanceAnswer {
    fileprivate static func comment(_ kept: Int, _ text: String) -> ConformanceAnswer {
        ConformanceAnswer(text: "\(kept) bytes are kept; \(text)", figures: ["kept_bytes": Double(kept)])
    }
}

extension ConformanceContext {
    /// The names of the hotspot's servers; they stand in no report.
    fileprivate func servers() async throws(RouterOSError) -> [String] {
        try await self.call(Command("/ip/hotspot/print").proplist(["name"])).rows.compactMap { $0.text("name") }
    }

    /// Adds a user of the name again, for one server.
    fileprivate func whetherKept(_ name: String, secondServer server: String) async throws -> ConformanceAnswer {
        let second = Command("\(Self.users)/add").with("name", self.prefix + name).with("server", server)
        switch try await self.answer(second) {
        case .carriedOut: return ConformanceAnswer(text: "yes: both are kept")
        case .refused(let trap): return ConformanceAnswer(text: "no: the second is refused: \(trap)")
        }
    }
}

extension Row {
    /// The names of the properties, in the order sent.
    var names: String {
        self.properties.map { String(decoding: $0.name, as: UTF8.self) }.joined(separator: " ")
    }
}
