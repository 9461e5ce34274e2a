import Configuration
import GatewaySync

/// What was asked for, put together from a file, the environment and flags: flags win over the environment, that over the file.
struct ConfigurationReading: Sendable {
    /// What holds.
    private(set) var settings = GatewaySettings()
    /// Where each key was given that was; the last of them counts.
    private(set) var origins: [String: Origin] = [:]
    /// The database that the file names; nil where it names none.
    private(set) var databaseOfFile: String?
    /// What is wrong, everywhere and in the order in which it is read.
    private(set) var problems: [ConfigurationProblem] = []
    /// What is odd, and does no harm.
    private(set) var warnings: [String] = []
    /// Whether people who read what is wrong think in keys of a file, or in flags.
    private var speaksOfKeys = false

    /// Where a value was given.
    enum Origin: Hashable, Sendable {
        /// In a file, and in which line.
        case file(path: String, line: Int?)
        /// In a variable of the environment.
        case environment(name: String)
        /// By an option of `serve`, without its dashes.
        case flag(String)
        /// By `--set`.
        case assignment
    }

    /// Reads all there is.
    ///
    /// - Parameters:
    ///   - file: the file; nil for none.
    ///   - environment: the environment; everything that is not ours is left alone.
    ///   - flags: what the options of `serve` say.
    init(file: ConfigurationFile?, environment: [String: String], flags: ConfigurationFlags = ConfigurationFlags()) {
        speaksOfKeys = file != nil
        if let file {
            problems += file.problems
            take(from: file.values) { .file(path: file.path, line: file.line(of: $0.name)) }
            databaseOfFile = settings.database
            // Each in its turn, whether the key or the value is wrong.
            problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment).snapshot()
        take(from: variables, prefix: ["gardengate"]) { .environment(name: $0.environmentName) }
        noteUnknown(environment)
        problems += flags.problems
        take(from: flags.values) { flags.origin(of: $0) }
        // What does not hold together is only told of values that are right each by itself.
        if problems.isEmpty {
            problems = SettingsCheck(settings, given: Set(origins.keys), naming: naming).problems.map(placed)
        }
    }

    /// Reads options alone, of which nobody knows yet whether they hold together with the rest.
    ///
    /// - Parameter flags: what the options of `serve` say.
    init(flags: ConfigurationFlags) {
        problems = flags.problems
        take(from: flags.values) { flags.origin(of: $0) }
    }

    /// What holds.
    ///
    /// - Throws: ``ConfigurationProblems`` when anything is wrong.
    func checked() throws(ConfigurationProblems) -> GatewaySettings {
        guard problems.isEmpty else { throw ConfigurationProblems(all: problems) }
        return settings
    }

    /// The key file that belongs to the database; nil for the one beside it.
    ///
    /// A file names the key of its own database: whoever names another one by an option or in the environment means that one's.
    var keyFile: String? {
        guard case .file? = origins["key-file"], let origin = origins["database"] else { return settings.keyFile }
        if case .file = origin { return settings.keyFile }
        return settings.database == databaseOfFile ? settings.keyFile : nil
    }

    /// How routers are kept right, for a command that does it itself: what else is wrong is told by `serve`.
    ///
    /// - Throws: ``ConfigurationProblems`` when anything about that is wrong.
    func sync() throws(ConfigurationProblems) -> SyncConfiguration {
        let sections = ["sync.", "limits.", "writing."]
        let mine = problems.filter { problem in
            problem.key.map { key in sections.contains { key.hasPrefix($0) } } ?? true
        }
        guard mine.isEmpty else { throw ConfigurationProblems(all: mine) }
        return settings.sync
    }

    // MARK: - Parts

    private mutating func take(
        from source: any ConfigSnapshot,
        prefix: [String] = [],
        origin: (ConfigurationKey) -> Origin
    ) {
        for key in ConfigurationKey.all {
            guard let texts = Self.texts(of: key, in: source, prefix: prefix) else { continue }
            let origin = origin(key)
            do throws(ConfigurationRefusal) {
                try key.read(texts, &settings)
                origins[key.name] = origin
            } catch {
                problems.append(Self.problem(key, texts, error, origin))
            }
        }
    }

    /// What a source says for a key; nil when it says nothing.
    private static func texts(of key: ConfigurationKey, in source: any ConfigSnapshot, prefix: [String]) -> [String]? {
        let name = AbsoluteConfigKey(prefix + key.path)
        // A value of another shape is an error of the lookup; then the other shape is looked up.
        if !key.isList, let one = try? source.value(forKey: name, type: .string).value,
            case .string(let text) = one.content
        {
            return [text]
        }
        // As above: a single value for a list.
        if let many = try? source.value(forKey: name, type: .stringArray).value,
            case .stringArray(let texts) = many.content
        {
            return texts
        }
        // As above.
        if let one = try? source.value(forKey: name, type: .string).value, case .string(let text) = one.content {
            return text.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
        }
        return nil
    }

    private static func problem(
        _ key: ConfigurationKey,
        _ texts: [String],
        _ refusal: ConfigurationRefusal,
        _ origin: Origin
    ) -> ConfigurationProblem {
        let value = "\"\(texts.joined(separator: ", ").printable.prefix(100))\""
        switch origin {
        case .file(let path, let line):
            return ConfigurationProblem("\(key.name) \(value) \(refusal.text)", origin: path, line: line, key: key.name)
        case .environment(let name):
            return ConfigurationProblem("\(name)=\(value) \(refusal.text)", origin: "environment", key: key.name)
        case .flag(let flag):
            return ConfigurationProblem("--\(flag) \(value) \(refusal.text)", key: key.name)
        case .assignment:
            return ConfigurationProblem("--set \(key.name)=\(value) \(refusal.text)", key: key.name)
        }
    }

    /// A problem with the place in the file where its key stands, if it does.
    private func placed(_ problem: ConfigurationProblem) -> ConfigurationProblem {
        guard let key = problem.key, case .file(let path, let line)? = origins[key] else { return problem }
        return ConfigurationProblem(problem.message, origin: path, line: line, key: key)
    }

    /// What people would write to change a key: its name where there is a file, else the flag.
    private func naming(_ name: String) -> String {
        switch origins[name] {
        case .environment(let variable)?: return variable
        case .flag(let flag)?: return "--\(flag)"
        case .assignment?, .file?: return name
        case nil:
            guard !speaksOfKeys, let flag = ConfigurationKey.named(name)?.flag else { return name }
            return "--\(flag)"
        }
    }

    /// Tells of variables that are no key, since each may be a slip.
    ///
    /// They are no mistake that keeps a gateway from its work: they may be somebody else's. Kubernetes gives every container GARDENGATE_PORT
    /// and more when there is a service of this name.
    private mutating func noteUnknown(_ environment: [String: String]) {
        let known = Set(ConfigurationKey.all.map(\.environmentName) + [ConfigurationFile.environmentName])
        warnings += environment.keys.filter { $0.hasPrefix(ConfigurationKey.environmentPrefix) && !known.contains($0) }
            .sorted().map(KeyNames.unknownVariable)
    }
}
