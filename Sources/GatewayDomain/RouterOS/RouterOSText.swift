/// The few text forms of RouterOS values that deciding needs: the same value can be printed in several ways.
///
/// Sources: manual, "Scripting", data types (time); terraform-provider-routeros, printed rows of the hotspot menus
/// (`12h`, `true`, `none`); ansible community.routeros, defaults of the hotspot menus.
public enum RouterOSText {
    /// Which values mean the same.
    public enum Meaning: Sendable {
        /// A duration: `1h`, `3600s` and `01:00:00` are the same; `none` and an empty text are 0.
        case duration
        /// A truth: `yes` and `true` are the same.
        case boolean
        /// An IPv4 network: `10.0.0.1` and `10.0.0.1/32` are the same.
        case network
        /// A host name: upper and lower case are the same.
        case host
        /// A text, apart from the number of spaces between its words.
        case words
    }

    /// Writes a duration the way RouterOS prints it, for example `1w2d3h4m5s`; zero is `0s`.
    ///
    /// - Parameter seconds: the duration in seconds; a negative one counts as 0.
    /// - Returns: its text.
    public static func duration(_ seconds: Int64) -> String {
        var rest = seconds
        var text = ""
        for (unit, length) in [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] as [(String, Int64)]
        where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }

    /// Reads a duration: `1w2d3h4m5s`, `1d02:03:04`, `02:03:04`, `3600`; `none` and an empty text are 0.
    ///
    /// - Parameter text: what a router printed.
    /// - Returns: whole seconds, or nil when it is no duration.
    public static func seconds(_ text: some StringProtocol) -> Int64? {
        if text.isEmpty || text == "none" { return 0 }
        var reader = DurationReader(bytes: Array(text.utf8))
        return reader.seconds()
    }

    /// Writes a truth.
    ///
    /// - Parameter value: the truth.
    /// - Returns: `yes` or `no`.
    public static func boolean(_ value: Bool) -> String { value ? "yes" : "no" }

    /// Reads a truth.
    ///
    /// - Parameter text: `yes`, `true`, `no` or `false`.
    /// - Returns: the truth, or nil for any other text.
    public static func boolean(_ text: some StringProtocol) -> Bool? {
        switch text {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }

    /// What a hotspot user without a MAC address prints, where it prints anything.
    public static let noMACAddress = "00:00:00:00:00:00"

    /// Whether two printed values are the same value.
    ///
    /// - Parameters:
    ///   - left: one text.
    ///   - right: the other.
    ///   - meaning: which differences do not count.
    /// - Returns: true when they mean the same; texts that cannot be read are compared as they stand.
    public static func same(_ left: String, _ right: String, as meaning: Meaning) -> Bool {
        if left == right { return true }
        switch meaning {
        case .duration: return equal(seconds(left), seconds(right))
        case .boolean: return equal(boolean(left), boolean(right))
        case .network: return equal(Subnet(left), Subnet(right))
        case .host: return left.lowercased() == right.lowercased()
        case .words: return left.split(separator: " ") == right.split(separator: " ")
        }
    }

    private static func equal<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
        guard let left, let right else { return false }
        return left == right
    }
}
