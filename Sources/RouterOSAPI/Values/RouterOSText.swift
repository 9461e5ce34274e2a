import NIOCore

/// Text of a router, which has no character set of its own.
///
/// RouterOS keeps the bytes that it was given: UTF-8 from an API client, the Windows code page of the administrator's PC from
/// WinBox. What is valid UTF-8 is read as that, anything else as windows-1252, so that a row is never lost to one wrong byte.
enum RouterOSText {
    static func decode(_ bytes: ByteBufferView) -> String {
        String(validating: bytes, as: UTF8.self) ?? self.windows1252(bytes)
    }

    /// A router's text for people: on one line, and without characters that could steer a terminal or begin another line of a log.
    static func printable(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    private static func windows1252(_ bytes: ByteBufferView) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append((0x80...0x9F).contains(byte) ? self.special[Int(byte - 0x80)] : Unicode.Scalar(byte))
        }
        return String(text)
    }

    /// 0x80 to 0x9F of windows-1252 by the WHATWG Encoding Standard, where the five unassigned bytes stand for themselves.
    private static let special: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
