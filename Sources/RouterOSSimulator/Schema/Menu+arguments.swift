import RouterOSAPI

extension Menu {
    /// The verbs of this menu in a version, each with the names of its arguments as the command tree has them.
    func commandTree(version: RouterOSVersion) -> [String: Set<String>] {
        var tree: [String: Set<String>] = [:]
        for verb in self.verbs where verb.isKnown(to: version) {
            tree[verb.name] = self.arguments(of: verb.name, version: version)
        }
        return tree
    }

    /// The names of a verb's arguments, or nil when this menu has no such verb in this version.
    func arguments(of verb: String, version: RouterOSVersion) -> Set<String>? {
        guard self.verbs.contains(where: { $0.name == verb && $0.isKnown(to: version) }) else { return nil }
        if let own = self.ownVerbs[verb] {
            return own.names(knownTo: version)
        }
        let number: Set<String> = self.form == .table ? ["number"] : []
        let numbers: Set<String> = self.form == .table ? ["numbers"] : []
        switch verb {
        case "print":
            return self.printArguments(version: version)
        case "get":
            return number.union(Self.get.names(knownTo: version))
        case "find":
            return ["where"]
        case "add":
            return self.settable(version: version)
                .union(self.isOrdered ? ["copy-from", "place-before"] : ["copy-from"])
        case "set", "reset":
            return self.settable(version: version).union(numbers)
        case "edit":
            return number.union(["value-name"])
        case "comment":
            return ["comment", "numbers"]
        case "unset":
            return ["numbers", "value-name"]
        case "move":
            return ["destination", "numbers"]
        case "export":
            return Self.export.names(knownTo: version)
        case "reset-counters-all", "setup":
            return []
        default:
            // enable, disable, remove, reset-counters, reset-html
            return ["numbers"]
        }
    }

    private func settable(version: RouterOSVersion) -> Set<String> {
        Set(
            self.properties.filter { $0.access == .settable && $0.versions.isKnown(to: version) }.map(\.name)
        )
    }

    private func printArguments(version: RouterOSVersion) -> Set<String> {
        let common = self.form == .table ? Self.tablePrint : Self.singletonPrint
        return common.names(knownTo: version)
            .subtracting(self.printLacks)
            .union(self.printExtras.names(knownTo: version))
    }

    private static let tablePrint: [VersionedName] = [
        "append", "as-value", "brief", "comments>=7.22.3", "count-only", "detail", "file", "follow", "follow-only",
        "follow-strict<7.16", "from", "group-by>=7.17", "interval", "on-event>=7.22.3", "order-by>=7.24", "proplist",
        "show-ids", "terse", "timestamp>=7.22.3", "value-list", "where", "without-paging",
    ]

    private static let singletonPrint: [VersionedName] = [
        "as-value", "comments>=7.22.3", "file", "interval", "without-paging",
    ]

    private static let get: [VersionedName] = ["value-name", "as-string>=7.12.2", "as-string-value>=7.12.2"]

    static let export: [VersionedName] = [
        "compact", "file", "hide-sensitive", "path>=7.24", "show-sensitive", "terse", "verbose", "where>=7.16.2",
    ]
}
