import RouterOSAPI

/// A command of a menu with the values of its arguments.
struct MenuCall: Sendable {
    let shape: MenuCommandShape
    let values: [ScriptValue]
    let position: ScriptPosition

    /// The names of values that stand without one, in their order.
    ///
    /// Manual, Scripting page (common commands), and the pages of the tools.
    static func positional(_ path: String, verb: String, isSingleton: Bool) -> [String] {
        switch (path, verb) {
        case ("/log", _) where ["info", "warning", "error", "debug"].contains(verb): ["message"]
        case ("/tool", "fetch"): ["url"]
        case ("/system/script", "run"): ["number"]
        case ("/certificate", "sign"): ["number"]
        case ("/certificate", "import"): ["file-name"]
        case ("/certificate", "export-certificate"): ["numbers"]
        case (_, "get"): isSingleton ? ["value-name"] : ["number", "value-name"]
        case (_, "comment"): ["numbers", "comment"]
        case (_, "move"): ["numbers", "destination"]
        case (_, "unset"): isSingleton ? ["value-name"] : ["numbers", "value-name"]
        case (_, "add"): []
        default: isSingleton ? [] : ["numbers"]
        }
    }

    /// Arguments by their names.
    ///
    /// - Throws: a value that has no name where none is expected, or a name that the command does not have.
    func arguments(
        in menu: Menu,
        version: RouterOSVersion
    ) throws(ScriptFailure) -> [(name: String, value: ScriptValue, position: ScriptPosition)] {
        let known = ArgumentCatalog.arguments(of: self.shape.verb, in: menu, version: version) ?? []
        var unnamed = Self.positional(menu.path, verb: self.shape.verb, isSingleton: menu.form == .singleton)[...]
        var arguments: [(name: String, value: ScriptValue, position: ScriptPosition)] = []
        for (index, value) in self.values.enumerated() {
            let position = self.shape.positions[index]
            if let name = self.shape.names[index] {
                guard known.contains(name) || (name == ".id" && known.contains("numbers")) else {
                    throw .badParameter(name, at: position)
                }
                arguments.append((name, value, position))
            } else if case .string(let word) = value, Self.flags.contains(word.text), known.contains(word.text) {
                arguments.append((word.text, .emptyText, position))
            } else {
                while let first = unnamed.first, arguments.contains(where: { $0.name == first }) {
                    unnamed.removeFirst()
                }
                guard let name = unnamed.popFirst() else { throw .syntax("expected end of command", at: position) }
                arguments.append((name, value, position))
            }
        }
        return arguments
    }

    private static let flags: Set<String> = [
        "as-value", "once", "use-script-permissions", "without-paging", "as-string",
    ]
}
