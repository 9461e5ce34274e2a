/// What a router's scripts say of a guest, in the forms that they may give it.
extension RouterOSText {
    /// Reads a MAC address: six pairs of hexadecimal digits, with `:`, `-`, `.` or nothing between them.
    ///
    /// - Parameter text: what a router gave.
    /// - Returns: the address in upper case with colons; nil for anything else, and for the one that stands for none.
    public static func macAddress(_ text: some StringProtocol) -> String? {
        let digits = text.utf8.filter { byte in ![":", "-", "."].contains(UnicodeScalar(byte)) }
        guard digits.count == 12, digits.allSatisfy(isHexadecimal) else { return nil }
        let upper = Array(String(decoding: digits, as: UTF8.self).uppercased().utf8)
        let pairs = stride(from: 0, to: 12, by: 2).map { String(decoding: upper[$0..<($0 + 2)], as: UTF8.self) }
        let address = pairs.joined(separator: ":")
        return address == noMACAddress ? nil : address
    }

    /// Reads an IP address.
    ///
    /// - Parameter text: what a router gave.
    /// - Returns: the address as it stands, in lower case; nil for what is none, and for the one that stands for none.
    public static func ipAddress(_ text: some StringProtocol) -> String? {
        let text = text.lowercased()
        if text.contains(":") {
            let isAddress =
                (2...45).contains(text.utf8.count)
                && text.utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
            return isAddress && text != "::" ? text : nil
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ $0.utf8.count <= 3 && UInt8($0) != nil }) else { return nil }
        return text == "0.0.0.0" ? nil : text
    }

    /// Reads a point in time or a length of time that a script computed: seconds, or the duration that `[:timestamp]` gives, each
    /// with or without a fraction, which is cut.
    ///
    /// `1795248000`, `1795248000.000000` (what `:serialize to=json` makes of a number) and `2968w3d16:00:00.123456789` are the same.
    /// Source: manual, "Scripting", `:timestamp` and `:serialize`.
    ///
    /// - Parameter text: what a script gave.
    /// - Returns: whole seconds, up to the year 9999; nil for anything else.
    public static func scriptSeconds(_ text: some StringProtocol) -> Int64? {
        let point = text.firstIndex(of: ".") ?? text.endIndex
        let rest = text[point...].dropFirst()
        let unit = rest.drop { $0.isASCII && $0.isNumber }
        // Behind a fraction stands the unit of seconds, or nothing.
        guard unit.isEmpty || unit == "s", point == text.endIndex || rest.startIndex != unit.startIndex else {
            return nil
        }
        let whole = String(text[..<point]) + unit
        guard !whole.isEmpty, whole != "none", let seconds = seconds(whole) else { return nil }
        return seconds <= 253_402_300_799 ? seconds : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
