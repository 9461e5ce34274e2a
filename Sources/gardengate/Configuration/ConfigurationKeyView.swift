import GatewayHTTP

/// A key as `gardengate configuration` shows it.
struct ConfigurationKeyView {
    let key: ConfigurationKey

    /// What people read: the key with its value, what it means, and how else it is said.
    var text: String {
        let ways = [key.environmentName] + (key.flag.map { ["serve --\($0)"] } ?? [])
        let facts = [
            key.bounds ?? key.unit.expectation, key.effect == .onReload ? "reloads" : "takes a restart",
            ways.joined(separator: ", "),
        ]
        return """
            \(key.name): \(key.standard ?? "(nothing)")
                \(key.documentation)
                \(facts.joined(separator: "; "))
            """
    }

    /// What programs read.
    var json: JSON {
        [
            "key": .string(key.name), "unit": .string(key.unit.rawValue), "default": .string(key.standard),
            "bounds": .string(key.bounds), "expected": .string(key.unit.expectation),
            "documentation": .string(key.documentation), "environment": .string(key.environmentName),
            "option": .string(key.flag.map { "--\($0)" }), "reloads": .boolean(key.effect == .onReload),
        ]
    }
}
