/// A span of time as RouterOS writes it: `1w2d3h4m5s`, zero units left out, `0s` for none.
///
/// Read are also the forms that routers and people write elsewhere: a clock part (`00:30:00`, `1d02:00:00`), fractions of a second
/// (`16s330ms`, `1ms512us`) and plain seconds (`90`). Words such as `none` or `never` are no duration; ask for their text.
public struct RouterOSDuration: Sendable, Hashable, Comparable {
    /// The span, never negative.
    public let value: Duration

    /// The longest span that is read, 317 years: routers count 32 bits of seconds, and whoever adds such spans to a time, in
    /// milliseconds say, need not fear an overflow that a router chose.
    static let maximum = Duration.seconds(10_000_000_000)

    /// Wraps a span.
    ///
    /// - Parameter value: a negative one becomes zero, since RouterOS has none.
    public init(_ value: Duration) {
        self.value = max(value, .zero)
    }

    /// Reads a span.
    ///
    /// - Parameter text: as described above; nothing before or after it. Units must come in falling order, each once, and more than
    ///   317 years are none.
    public init?(_ text: some StringProtocol) {
        var reader = DurationReader(Array(text.utf8))
        guard let value = reader.read(), value <= Self.maximum else { return nil }
        self.value = value
    }

    /// Orders by length.
    public static func < (left: RouterOSDuration, right: RouterOSDuration) -> Bool {
        left.value < right.value
    }
}

extension RouterOSDuration: CustomStringConvertible {
    /// The form that routers print.
    ///
    /// What is finer than a nanosecond is left out.
    public var description: String {
        let (seconds, attoseconds) = self.value.components
        let nanoseconds = attoseconds / 1_000_000_000
        let parts: [(Int64, String)] = [
            (seconds / 604_800, "w"),
            (seconds / 86_400 % 7, "d"),
            (seconds / 3_600 % 24, "h"),
            (seconds / 60 % 60, "m"),
            (seconds % 60, "s"),
            (nanoseconds / 1_000_000, "ms"),
            (nanoseconds / 1_000 % 1_000, "us"),
            (nanoseconds % 1_000, "ns"),
        ]
        let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
        return text.isEmpty ? "0s" : text
    }
}
