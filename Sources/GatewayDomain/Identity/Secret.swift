/// A text that must never be seen: in a log, an error, a dump or a mirror it shows as `<redacted>`.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    ///
    /// Ask for it only where it is sent or sealed.
    public let revealed: String

    /// Wraps a text.
    ///
    /// - Parameter revealed: the text to protect.
    public init(_ revealed: String) {
        self.revealed = revealed
    }

    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
