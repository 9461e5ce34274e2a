/// What a router said when it did not let the gateway's account write a script.
///
/// Which policies that takes is told by no source in full, so its words are worth more than a guess at what it meant.
public struct ScriptRefusal: Hashable, Sendable {
    /// What is refused as one.
    public enum Part: Hashable, Sendable, CaseIterable {
        /// The hooks of user profiles.
        case hooks
        /// The rows of `/system/script` and `/system/scheduler`.
        case rows
    }

    /// The command that was refused.
    public var command: String
    /// The router's words.
    public var words: String
    /// Whether device-mode forbids it, rather than the account's policies.
    public var isOfDeviceMode: Bool

    /// So many characters of the router's words are kept.
    private static let wordsMaximum = 120

    /// Notes a refusal.
    ///
    /// - Parameters:
    ///   - command: the command that was refused.
    ///   - words: the router's words; of long ones the beginning is kept.
    ///   - isOfDeviceMode: whether device-mode forbids it.
    public init(command: String, words: String, isOfDeviceMode: Bool) {
        self.command = command
        self.words = String(words.prefix(Self.wordsMaximum))
        self.isOfDeviceMode = isOfDeviceMode
    }
}
