import ArgumentParser

extension Gardengate {
    /// The words that call a command: `coupon create`.
    ///
    /// - Parameter command: a command somewhere below this one.
    /// - Returns: the words without the name of the program; empty when there is no such command.
    static func words(of command: any ParsableCommand.Type) -> String {
        words(of: command, below: Gardengate.self)?.joined(separator: " ") ?? ""
    }

    private static func words(
        of command: any ParsableCommand.Type,
        below parent: any ParsableCommand.Type
    ) -> [String]? {
        for child in parent.configuration.subcommands {
            if child == command { return [child._commandName] }
            if let rest = words(of: command, below: child) { return [child._commandName] + rest }
        }
        return nil
    }
}
