import RouterOSAPI

extension ConformanceCheck {
    /// What nobody knows for sure about the walled garden.
    static let gardenQuestions: [ConformanceCheck] = [
        ConformanceCheck(
            asking: .garden,
            "wildcard-host",
            "whether an ip entry takes a host with a wildcard",
            source: "no, says the manual of version 3; yes, by examples of tikoci/routeros-skills"
        ) { context in
            let host = "*.\(context.prefix)host.invalid"
            if case .refused(let trap) = try await context.answer(context.entry(host, "wildcard")) {
                return ConformanceAnswer(text: "no: refused: \(trap)")
            }
            let invalid = try await context.entryRow("wildcard")?.text("invalid") ?? "absent"
            let made = try await context.call(
                Command("\(ConformanceContext.garden)/print").filtered(by: .equal("dst-host", host))
            ).rows.first
            let dynamic =
                made == nil
                ? "no row in walled-garden" : "a row in walled-garden, dynamic=\(made?.text("dynamic") ?? "absent")"
            return ConformanceAnswer(
                text: "taken: invalid=\(invalid), \(dynamic); whether guests get through was not tried"
            )
        },
        ConformanceCheck(
            asking: .garden,
            "shown-of-new-entry",
            "which properties a new ip entry shows that were not set",
            source: "one reply in terraform-routeros/terraform-provider-routeros; firewall rows differ (7.23.7)"
        ) { context in
            _ = try await context.add(context.entry("\(context.prefix)host.invalid", "new"))
            return ConformanceAnswer(text: try await context.entryRow("new")?.names ?? "")
        },
        ConformanceCheck(
            asking: .garden,
            "same-row-twice",
            "whether the same row may be there twice",
            source: "no rule against it in any public source"
        ) { context in
            _ = try await context.addGarden("a.example")
            let second = Command("\(ConformanceContext.garden)/add").with("dst-host", "a.example")
                .with("comment", context.prefix + "a.example").with("src-address", OwnRows.nobody)
            switch try await context.answer(second) {
            case .carriedOut: return ConformanceAnswer(text: "yes")
            case .refused(let trap): return ConformanceAnswer(text: "no: the second is refused: \(trap)")
            }
        },
    ]
}

extension ConformanceContext {
    /// Adds an entry that is nobody's way out.
    fileprivate func entry(_ host: String, _ name: String) -> Command {
        Command("\(Self.gardenIP)/add").with("dst-host", host).with("comment", self.prefix + name)
            .with("src-address", OwnRows.nobody)
    }

    fileprivate func entryRow(_ name: String) async throws(RouterOSError) -> Row? {
        let query = Query.equal("comment", self.prefix + name)
        return try await self.call(Command("\(Self.gardenIP)/print").filtered(by: query)).rows.first
    }
}
