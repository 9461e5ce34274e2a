import RouterOSAPI

extension ConformanceCheck {
    /// Many rows by one command.
    static let scripts: [ConformanceCheck] = [
        ConformanceCheck(
            .scripts,
            "caught-row",
            "a script goes on after a row whose error it catches",
            source: "manual, Scripting page (do, on-error)"
        ) { context in
            // Says who may not add at all, which the script would swallow.
            _ = try await context.addUser("c")
            // The second of them is refused.
            try await context.runScript(adding: ["a", "a", "b"])
            _ = try await context.user("a")
            _ = try await context.user("b")
        },
        ConformanceCheck(
            .scripts,
            "as-string",
            "a script is waited for with as-string, whatever its value",
            source: "measured by tikoci/quickchr"
        ) { context in
            let command = Command("/execute").with("script", ":put \"probe\"").with(flag: "as-string")
            let ret = try await context.call(command).ret ?? ""
            try context.expect(ret.hasPrefix("probe"), "it returned \(ret)")
        },
    ]
}

extension ConformanceContext {
    /// Adds users by one script, and waits for its end.
    func runScript(adding names: [String]) async throws {
        let lines = names.map { name in
            self.userNames.note(self.prefix + name)
            // Own names have nothing in them that needs an escape.
            return ":do {/ip hotspot user add name=\"\(self.prefix + name)\" disabled=yes} on-error={}"
        }
        let source = lines.joined(separator: "\n")
        _ = try await self.call(Command("/execute").with("script", source).with(flag: "as-string"))
    }
}
