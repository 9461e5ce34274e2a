import Configuration

/// What the options of `serve` say, by keys.
struct ConfigurationFlags: Sendable {
    private var byName: [String: (texts: [String], origin: ConfigurationReading.Origin)] = [:]
    /// What is wrong with them, apart from the values that keys have.
    private(set) var problems: [ConfigurationProblem] = []

    /// No options.
    init() {}

    /// Takes options.
    ///
    /// - Parameters:
    ///   - options: what each option is given, by its name without dashes; empty when it was not.
    ///   - assignments: what `--set` was given: `KEY=VALUE`; they come last and count.
    init(_ options: [String: [String]], assignments: [String] = []) {
        for (flag, texts) in options where !texts.isEmpty {
            guard let key = ConfigurationKey.ofFlag(flag) else { preconditionFailure("--\(flag) belongs to no key") }
            byName[key.name] = (texts, .flag(flag))
        }
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "=") else {
                problems.append(ConfigurationProblem("--set \"\(assignment)\" has no value; write KEY=VALUE"))
                continue
            }
            let name = String(assignment[..<equals])
            guard ConfigurationKey.named(name) != nil else {
                problems.append(ConfigurationProblem("--set: \(KeyNames.unknown(name))", key: name))
                continue
            }
            byName[name] = ([String(assignment[assignment.index(after: equals)...])], .assignment)
        }
    }

    /// The values, as a source of configuration.
    var values: any ConfigSnapshot {
        let pairs = byName.map { name, value in
            let words = name.split(separator: ".").map(String.init)
            let content: ConfigContent = value.texts.count == 1 ? .string(value.texts[0]) : .stringArray(value.texts)
            return (AbsoluteConfigKey(words), ConfigValue(content, isSecret: false))
        }
        return InMemoryProvider(values: Dictionary(uniqueKeysWithValues: pairs)).snapshot()
    }

    /// By which option a key was given.
    func origin(of key: ConfigurationKey) -> ConfigurationReading.Origin {
        byName[key.name]?.origin ?? .assignment
    }
}
