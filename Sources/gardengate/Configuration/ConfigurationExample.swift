/// A configuration file that shows every key, with what holds: commented out, but for those that are given.
struct ConfigurationExample {
    private let settings: GatewaySettings
    private let given: Set<String>

    /// Shows settings.
    ///
    /// - Parameters:
    ///   - settings: what holds.
    ///   - given: the keys that are not commented out.
    init(_ settings: GatewaySettings, given: Set<String>) {
        self.settings = settings
        self.given = given
    }

    /// The file.
    var text: String {
        var text = Self.heading
        var section: String?
        for key in ConfigurationKey.all {
            let path = key.path
            let indent = path.count > 1 ? "  " : ""
            if path.count > 1, path[0] != section {
                section = path[0]
                text += "\n\(path[0]):\n"
            } else {
                text += "\n"
            }
            text += Self.comment(of: key).map { "\(indent)# \($0)\n" }.joined()
            text += "\(indent)\(given.contains(key.name) ? "" : "#")\(path.last ?? key.name): \(value(of: key))\n"
        }
        return text
    }

    private static let heading = """
        # The configuration of gardengate serve, in YAML.
        #
        # Every key stands here with what holds unless it is changed. To change one, take the # away from before it. Durations, amounts of
        # data and shares have their unit: 60s, 5m, 6h; 64KiB, 1MiB; 20%. Options and the environment win over this file.
        #
        # After a change: gardengate configuration --check FILE, then systemctl reload gardengate. What says "restart" below takes
        # systemctl restart gardengate instead.

        """

    private static func comment(of key: ConfigurationKey) -> [String] {
        let facts = [key.bounds ?? key.unit.expectation, key.effect == .onReload ? nil : "restart"]
        return [key.documentation, "(\(facts.compactMap(\.self).joined(separator: "; ")))"]
    }

    private func value(of key: ConfigurationKey) -> String {
        let texts = key.texts(settings)
        if key.isList { return "[\(texts.map(Self.quoted).joined(separator: ", "))]" }
        return texts.first.map(Self.quoted) ?? Self.samples[key.unit] ?? ""
    }

    /// What could stand where nothing holds.
    private static let samples: [ConfigurationUnit: String] = [
        .address: "127.0.0.1:8080", .url: "https://wifi.example.com", .path: "/path/to/file",
    ]

    /// A text as YAML takes it for text: what begins or goes on like something else is quoted.
    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-._/%:".unicodeScalars.contains($0)
        }
        let isPlain =
            plain && !text.isEmpty && !text.hasPrefix("-") && !text.hasPrefix("%") && !text.hasSuffix(":")
            && !text.contains(": ")
        return isPlain ? text : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
