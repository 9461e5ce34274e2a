/// Something in a configuration that is not as it must be: where it stands, and what to do about it.
struct ConfigurationProblem: Error, Hashable, Sendable {
    /// Where: `/etc/gardengate/gardengate.yaml:12`, `GARDENGATE_SYNC_LOOK_INTERVAL` or `--look-interval`; nil where it is several places.
    let origin: String?
    /// The line in a file, from 1; nil elsewhere.
    let line: Int?
    /// The key; nil where it is none, as in a file that is no YAML.
    let key: String?
    /// What is the matter, and what to do about it.
    let message: String

    /// Says what is the matter.
    init(_ message: String, origin: String? = nil, line: Int? = nil, key: String? = nil) {
        self.message = message
        self.origin = origin
        self.line = line
        self.key = key
    }

    /// One line.
    var text: String {
        let place = [origin, line.map { "\($0)" }].compactMap(\.self).joined(separator: ":")
        return (place.isEmpty ? message : "\(place): \(message)").oneLine
    }
}

/// All that is wrong with a configuration.
struct ConfigurationProblems: Error {
    /// The exit code of a process that does not begin because of them: that of what was not understood.
    static let exitCode: Int32 = 64

    /// At least one.
    let all: [ConfigurationProblem]

    /// A line for each.
    var lines: [String] { all.map(\.text) }
}
