/// A value of an event as it arrived.
public struct RouterEventField: Hashable, Sendable {
    /// Its text.
    public var text: String
    /// Whether it arrived as a number of JSON: then it may have lost zeros in front, and what lies beyond the digits of a number.
    public var isNumber: Bool

    /// Takes over a value.
    ///
    /// - Parameters:
    ///   - text: its text.
    ///   - isNumber: whether it arrived as a number of JSON. Default: false.
    public init(_ text: String, isNumber: Bool = false) {
        self.text = text
        self.isNumber = isNumber
    }

    /// The names that a field may have: ours, and those of RouterOS's own variables in the scripts of a user profile
    /// (manual, "Hotspot", user profile scripts).
    ///
    /// - Parameter name: a name as it arrived.
    /// - Returns: our name of it.
    public static func name(_ name: some StringProtocol) -> String {
        let name = name.lowercased().map { $0 == "-" ? "_" : $0 }
        switch String(name) {
        case "username": return "user"
        case "mac_address": return "mac"
        case "address": return "ip"
        case "uptime_secs": return "uptime"
        case let other: return other
        }
    }
}
