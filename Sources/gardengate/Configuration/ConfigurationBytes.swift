/// An amount of data as it stands in a configuration: `512B`, `64KiB`, `1MiB`; never without a unit.
///
/// K, M and G stand for the same, in steps of 1024, as they do in the commands.
enum ConfigurationBytes {
    private static let units: [(unit: String, bytes: Int64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1), ("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10),
    ]

    /// Reads an amount of data.
    ///
    /// - Parameter text: as it was written.
    /// - Returns: the bytes.
    /// - Throws: ``ConfigurationRefusal`` that says what is missing.
    static func read(_ text: String) throws(ConfigurationRefusal) -> Int64 {
        let expected = "give \(ConfigurationUnit.bytes.expectation)"
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let count = Int64(digits) else { throw ConfigurationRefusal("is no amount of data; \(expected)") }
        guard !unit.isEmpty else { throw ConfigurationRefusal("has no unit; \(expected)") }
        guard let factor = units.first(where: { $0.unit.lowercased() == unit })?.bytes else {
            throw ConfigurationRefusal("has the unknown unit \"\(unit.printable)\"; \(expected)")
        }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: factor)
        guard !overflows else { throw ConfigurationRefusal("is too much; \(expected)") }
        return bytes
    }

    /// An amount of data as it would be written.
    static func text(_ bytes: Int64) -> String {
        for (unit, factor) in units.prefix(3) where bytes != 0 && bytes % factor == 0 {
            return "\(bytes / factor)\(unit)"
        }
        return "\(bytes)B"
    }
}
