import Configuration
import Foundation

/// A configuration file: YAML, with sections of keys or dotted keys.
struct ConfigurationFile: Sendable {
    /// The file where a Debian package puts it, which is taken when it is there and no other is named.
    static let systemPath = "/etc/gardengate/gardengate.yaml"
    /// The variable of the environment that names another one; empty for none.
    static let environmentName = "GARDENGATE_CONFIG"
    /// A larger file is none: it would be something else by mistake.
    static let bytesMaximum = 1 << 20

    /// Where it is.
    let path: String
    /// Its values, those of keys that nobody knows among them.
    let values: any ConfigSnapshot
    /// What is wrong with it, apart from the values that keys have.
    let problems: [ConfigurationProblem]
    private let lines: [String: Int]

    /// The file to read when nobody names one: as the environment says, else the system's when it is there.
    ///
    /// - Parameter environment: the environment.
    /// - Returns: its path; nil for none.
    static func standardPath(_ environment: [String: String]) -> String? {
        if let path = environment[environmentName] { return path.isEmpty ? nil : path }
        return FileManager.default.fileExists(atPath: systemPath) ? systemPath : nil
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - option: the option that named it; nil where nothing but the environment names another.
    /// - Throws: ``ConfigurationProblem`` when there is none, or it is no YAML.
    init(path: String, option: String?) throws(ConfigurationProblem) {
        let remedy = option.map { "\($0) FILE" } ?? "\(Self.environmentName)=FILE in the environment"
        try self.init(text: Self.text(of: path, remedy: remedy), path: path)
    }

    /// Takes a text for a file.
    ///
    /// - Parameters:
    ///   - text: what is in it.
    ///   - path: what it is called.
    /// - Throws: ``ConfigurationProblem`` when it is no YAML.
    init(text: String, path: String) throws(ConfigurationProblem) {
        var reading = ConfigurationFileReading(path: path)
        try reading.read(text)
        self.path = path
        lines = reading.lines
        problems = reading.problems
        values = InMemoryProvider(values: reading.values).snapshot()
    }

    /// The line in which a key stands; nil when it does not.
    func line(of key: String) -> Int? { lines[key] }

    private static func text(of path: String, remedy: String) throws(ConfigurationProblem) -> String {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            bytes = try file.read(upToCount: bytesMaximum + 1) ?? Data()
        } catch {
            throw ConfigurationProblem(
                "the configuration cannot be read: \(reason(error)); name another with \(remedy)",
                origin: path
            )
        }
        guard bytes.count <= bytesMaximum else {
            throw ConfigurationProblem("is larger than 1 MiB and no configuration", origin: path)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationProblem("is no text in UTF-8", origin: path)
        }
        return text
    }

    private static func reason(_ error: any Error) -> String {
        let cocoa = error as? CocoaError
        switch (cocoa?.code, (cocoa?.underlying as NSError?)?.code) {
        case (.fileReadNoSuchFile?, _), (.fileNoSuchFile?, _): return "there is no such file"
        case (.fileReadNoPermission?, _): return "it may not be read by this user"
        case (_, let code?): return String(cString: strerror(Int32(code))).lowercased()
        default: return "\(error)"
        }
    }
}
