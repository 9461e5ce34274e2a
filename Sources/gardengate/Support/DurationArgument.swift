import ArgumentParser

/// A length of time as people write it: `12h`, `90m`, `1d12h`, or whole seconds as in `43200`.
struct DurationArgument: ExpressibleByArgument, Hashable {
    /// The length in seconds.
    let seconds: Int64

    private static let units: [(unit: Character, seconds: Int64)] = [
        ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Says a length of time.
    init(seconds: Int64) {
        self.seconds = seconds
    }

    init?(argument: String) {
        if let seconds = Int64(argument), seconds >= 0 {
            self.seconds = seconds
            return
        }
        var total: Int64 = 0
        var rest = argument.lowercased()[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard digits.count <= 9, let count = Int64(digits), let unit = rest.popFirst() else { return nil }
            guard let factor = Self.units.first(where: { $0.unit == unit })?.seconds else { return nil }
            total += count * factor
        }
        seconds = total
    }

    var defaultValueDescription: String { text }

    /// The length as it would be written: `1d12h`; `0s` for nothing.
    var text: String {
        var rest = seconds
        var text = ""
        for (unit, factor) in Self.units.dropFirst() where rest >= factor {
            text += "\(rest / factor)\(unit)"
            rest %= factor
        }
        return text.isEmpty ? "0s" : text
    }
}
