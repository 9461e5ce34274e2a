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
        var view = String.UnicodeScalarView()
        for scalar in RouterOSText.text(bytes).unicodeScalars { view.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(view)
    }

    /// Takes spaces, tabs and line ends off both ends.
    ///
    /// - Parameter bytes: the bytes.
    /// - Returns: what lies between.
    public static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.trimmed
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
