import ArgumentParser

/// An amount of data as people write it: `500M`, `2G`, or bytes.
///
/// K, M and G count in steps of 1024, as RouterOS does.
struct ByteSizeArgument: ExpressibleByArgument, Hashable {
    /// The amount in bytes, at least 1.
    let bytes: Int64

    init?(argument: String) {
        let factors: [Character: Int64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        var digits = argument[...]
        var factor: Int64 = 1
        if let last = digits.last, let found = factors[Character(last.lowercased())] {
            factor = found
            digits = digits.dropLast()
        }
        guard let count = Int64(digits), count > 0 else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: factor)
        guard !overflows else { return nil }
        self.bytes = bytes
    }

    /// About how much it is, for people: `0`, `512`, `1.5K`, `20M`.
    static func rounded(_ bytes: Int64) -> String {
        for (unit, factor) in [("G", Int64(1) << 30), ("M", 1 << 20), ("K", 1 << 10)] where bytes >= factor {
            let tenths = Int64((Double(bytes) / Double(factor) * 10).rounded())
            return tenths < 100 ? "\(tenths / 10).\(tenths % 10)\(unit)" : "\((tenths + 5) / 10)\(unit)"
        }
        return "\(bytes)"
    }

    /// The amount as it would be written.
    static func text(_ bytes: Int64) -> String {
        for (unit, factor) in [("G", Int64(1) << 30), ("M", 1 << 20), ("K", 1 << 10)] where bytes % factor == 0 {
            return "\(bytes / factor)\(unit)"
        }
        return "\(bytes)"
    }
}
