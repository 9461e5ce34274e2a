/// How much a peer may send before it is cut off.
///
/// The limits are checked against the length that a peer *announces*, so a length prefix of 4 GiB ends the connection without
/// any memory taken for it. No published maximum exists (manual, API page), so the defaults are this library's own.
public struct SentenceLimits: Sendable, Hashable {
    /// The longest word accepted, in bytes, without its length prefix.
    ///
    /// Default 64 KiB.
    public var wordBytesMaximum: Int

    /// The longest sentence accepted, in bytes on the wire, length prefixes included.
    ///
    /// Default 16 MiB.
    public var sentenceBytesMaximum: Int

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - wordBytesMaximum: the longest word, in bytes.
    ///   - sentenceBytesMaximum: the longest sentence, in bytes on the wire.
    public init(wordBytesMaximum: Int = 64 * 1024, sentenceBytesMaximum: Int = 16 * 1024 * 1024) {
        precondition(wordBytesMaximum > 0, "wordBytesMaximum must be positive")
        precondition(sentenceBytesMaximum > 0, "sentenceBytesMaximum must be positive")
        self.wordBytesMaximum = wordBytesMaximum
        self.sentenceBytesMaximum = sentenceBytesMaximum
    }
}
