import Foundation

/// Where the configuration of this process comes from, so that it can be read again.
struct ConfigurationSource: Sendable {
    /// The file; nil for none.
    let path: String?
    /// The option that named it.
    private let option: String?
    /// The environment, which does not change while a process runs.
    let environment: [String: String]
    /// What the options say.
    let flags: ConfigurationFlags

    /// What commands beside `serve` go by: the environment, and the file that it names or the system's.
    static var ofThisMachine: ConfigurationSource {
        ConfigurationSource(path: nil, environment: ProcessInfo.processInfo.environment)
    }

    /// Says where it comes from.
    ///
    /// - Parameters:
    ///   - path: the file that was asked for; empty for none; nil for the one that the environment names, or the system's.
    ///   - option: which option asked for it. Default: `--config`.
    ///   - environment: the environment.
    ///   - flags: what the options say.
    init(
        path: String?,
        option: String = "--config",
        environment: [String: String],
        flags: ConfigurationFlags = ConfigurationFlags()
    ) {
        self.path = if let path { path.isEmpty ? nil : path } else { ConfigurationFile.standardPath(environment) }
        self.option = path == nil ? nil : option
        self.environment = environment
        self.flags = flags
    }

    /// Reads all of it.
    ///
    /// - Throws: ``ConfigurationProblems`` when the file cannot be read or is no YAML; what else is wrong stands in what is returned.
    func read() throws(ConfigurationProblems) -> ConfigurationReading {
        do throws(ConfigurationProblem) {
            let file: ConfigurationFile? =
                if let path {
                    try ConfigurationFile(path: path, option: option)
                } else { nil }
            return ConfigurationReading(file: file, environment: environment, flags: flags)
        } catch {
            throw ConfigurationProblems(all: [error])
        }
    }
}
