/// The text of a script for a router, and the version that it is known by.
///
/// The text may hold the token with which the router reports, so nobody shows it: plans tell scripts apart by their versions.
public struct ScriptSource: Hashable, Sendable {
    /// The text.
    public var text: Secret
    /// Eight hexadecimal digits that change with the text and tell nothing about it.
    public var version: String

    /// Describes a script.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - version: digits that change with the text.
    public init(_ text: Secret, version: String) {
        self.text = text
        self.version = version
    }

    /// Whether a router holds this very text.
    ///
    /// How lines end is nobody's edit: WinBox writes both characters when somebody only opened a script and closed it again.
    ///
    /// - Parameter observed: the text on the router.
    /// - Returns: true when it is the same, but for line ends and the end of the last line.
    func isSame(as observed: String) -> Bool {
        Self.lines(of: text.revealed) == Self.lines(of: observed)
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
