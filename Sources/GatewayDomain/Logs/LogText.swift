/// Text of log lines: bytes of unknown origin, made fit to be compared and shown.
public enum LogText {
    /// The longest line that is read, in bytes; a longer one is no log line.
    public static let maximumLineBytes = 65_536

    /// Turns bytes into text.
    ///
    /// UTF-8, else windows-1252, which older tools write on routers. Control characters become U+FFFD: what a guest types as
    /// a name ends up in logs, and shall neither steer somebody's terminal nor be equal to a name that exists.
    ///
    /// - Parameter bytes: the bytes.
    /// - Returns: the text, without control characters.
    public static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
        let text = String(validating: bytes, as: UTF8.self)
        let scalars = text.map { Array($0.unicodeScalars) } ?? bytes.map(windows1252)
        var view = String.UnicodeScalarView()
        for scalar in scalars { view.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(view)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// The character of a byte in windows-1252; the five bytes without one are U+FFFD.
    ///
    /// Source: WHATWG Encoding Standard, index windows-1252.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return upperControls[Int(byte) - 0x80]
    }

    private static let upperControls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}", "\u{017D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]
}
