/// Bytes of a router, which has no character set of its own.
extension RouterOSText {
    /// Reads bytes as text: as UTF-8 where they are, else as windows-1252.
    ///
    /// RouterOS keeps the bytes that it was given: UTF-8 from an API client, the Windows code page of the administrator's PC from
    /// WinBox. Nothing is lost to one wrong byte this way.
    ///
    /// - Parameter bytes: the bytes.
    /// - Returns: the text.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append((0x80...0x9F).contains(byte) ? special[Int(byte - 0x80)] : Unicode.Scalar(byte))
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
