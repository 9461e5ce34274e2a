/// A length of time as it stands in a configuration: `500ms`, `60s`, `5m`, `1h30m`; never without a unit.
///
/// A bare number would be seconds to one reader and milliseconds to the next.
enum ConfigurationDuration {
    private static let units: [(unit: String, length: Duration)] = [
        ("w", .seconds(604_800)), ("d", .seconds(86_400)), ("h", .seconds(3600)), ("m", .seconds(60)),
        ("s", .seconds(1)),
        ("ms", .milliseconds(1)),
    ]

    /// Reads a length of time.
    ///
    /// - Parameter text: as it was written.
    /// - Returns: the length.
    /// - Throws: ``ConfigurationRefusal`` that says what is missing.
    static func read(_ text: String) throws(ConfigurationRefusal) -> Duration {
        let expected = "give \(ConfigurationUnit.duration.expectation)"
        var rest = text.lowercased()[...]
        var total = Duration.zero
        var last: Duration?
        guard !rest.isEmpty else { throw ConfigurationRefusal("is empty; \(expected)") }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let count = Int64(digits), digits.count <= 9 else {
                throw ConfigurationRefusal("is no duration; \(expected)")
            }
            let unit = rest.prefix { !($0.isASCII && $0.isNumber) }
            rest = rest.dropFirst(unit.count)
            guard !unit.isEmpty else { throw ConfigurationRefusal("has no unit; \(expected)") }
            guard let length = units.first(where: { $0.unit == unit })?.length else {
                throw ConfigurationRefusal("has the unknown unit \"\(unit.description.printable)\"; \(expected)")
            }
            // From long to short, each unit once: 5m5m is a slip.
            guard last.map({ length < $0 }) ?? true else { throw ConfigurationRefusal("is no duration; \(expected)") }
            last = length
            total += length * Int(count)
        }
        return total
    }

    /// A length of time as it would be written: `1h30m`, `500ms`, `0s`.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        var rest = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        var text = ""
        for (unit, length) in units.dropFirst() {
            let factor = Int64(length / .milliseconds(1))
            guard rest >= factor else { continue }
            text += "\(rest / factor)\(unit)"
            rest %= factor
        }
        return text.isEmpty ? "0s" : text
    }
}
