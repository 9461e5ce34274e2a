/// One thing that `serve` can be told: by which name, in which unit, within which bounds, and what it means.
///
/// ``all`` is the only place where keys are: the reading of files, of the environment and of flags, the checks, `gardengate configuration`,
/// the example file and the defaults in the help come from it.
struct ConfigurationKey: Sendable {
    /// Where a value lies.
    typealias Place<Value> = any WritableKeyPath<GatewaySettings, Value> & Sendable

    /// When a changed value begins to hold.
    enum Effect: Sendable {
        /// With the next reading of the file, on SIGHUP.
        case onReload
        /// When `serve` is started again.
        case onRestart
    }

    /// The name in a file, from the outermost section on: `sync.look-interval`.
    let name: String
    /// What its value is.
    let unit: ConfigurationUnit
    /// The least and the most, as they would be written: `1s to 1d`; nil when there are none.
    let bounds: String?
    /// When a changed value begins to hold.
    let effect: Effect
    /// The option of `serve` that says the same, without its dashes; nil when there is none.
    let flag: String?
    /// What it means, in one sentence.
    let documentation: String
    /// Reads a value and puts it where it belongs.
    let read: @Sendable ([String], inout GatewaySettings) throws(ConfigurationRefusal) -> Void
    /// The value as it would be written; empty when nothing is set.
    let texts: @Sendable (GatewaySettings) -> [String]

    /// The names of its sections and its own.
    var path: [String] { name.split(separator: ".").map(String.init) }

    /// Whether there may be several values.
    var isList: Bool { unit == .networks }

    /// The variable of the environment that says the same.
    var environmentName: String { Self.environmentPrefix + name.uppercased().map { $0.isLetter ? $0 : "_" } }

    /// The value that holds unless somebody changes it; nil for none.
    var standard: String? { text(in: GatewaySettings()) }

    /// The value in some settings, as it would be written in the environment; nil when nothing is set.
    func text(in settings: GatewaySettings) -> String? {
        let texts = texts(settings)
        return texts.isEmpty ? nil : texts.joined(separator: ",")
    }

    /// What every variable of the environment begins with.
    static let environmentPrefix = "GARDENGATE_"

    /// The key of this name.
    static func named(_ name: String) -> ConfigurationKey? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The key that an option of `serve` stands for.
    static func ofFlag(_ flag: String) -> ConfigurationKey? { byFlag[flag] }

    private static let byFlag = Dictionary(
        uniqueKeysWithValues: all.compactMap { key in key.flag.map { ($0, key) } }
    )

    /// What the help of an option says: what its key does.
    static func help(ofFlag flag: String) -> String {
        guard let key = ofFlag(flag) else { preconditionFailure("--\(flag) belongs to no key") }
        guard key.unit != .boolean, let standard = key.standard else { return key.documentation }
        return "\(key.documentation) (default: \(standard))"
    }
}
