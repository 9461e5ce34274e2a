/// An error that a router reported for one command (`!trap`).
///
/// The connection stays usable.
public struct Trap: Sendable, Hashable {
    /// The router's text, for example `failure: already have user with this name for this server`.
    public let message: String

    /// The router's number for the kind of error.
    ///
    /// Often absent.
    public let category: TrapCategory?

    /// The texts of further traps for the same command, of which the first seven are kept.
    ///
    /// Real routers send two when a menu is missing.
    public internal(set) var furtherMessages: [String]

    /// Makes a trap, for servers and tests.
    ///
    /// - Parameters:
    ///   - message: the router's text.
    ///   - category: the router's number. Default none.
    ///   - furtherMessages: the texts of further traps. Default none.
    public init(message: String, category: TrapCategory? = nil, furtherMessages: [String] = []) {
        self.message = message
        self.category = category
        self.furtherMessages = furtherMessages
    }

    /// Reads a `!trap` sentence.
    ///
    /// A missing message is an empty one.
    init(_ sentence: Sentence) {
        let row = Row(sentence)
        // A text is kept for people; what is longer than this nobody reads.
        self.message = String((row.text("message") ?? "").prefix(1_024))
        self.category = row.text("category").flatMap { Int($0) }.flatMap { TrapCategory(rawValue: $0) }
        self.furtherMessages = []
    }

    mutating func add(_ trap: Trap) {
        guard self.furtherMessages.count < 7 else { return }
        self.furtherMessages.append(trap.message)
    }
}

extension Trap: CustomStringConvertible {
    /// The router's texts, in one line without control characters.
    public var description: String {
        RouterOSText.printable(([self.message] + self.furtherMessages).joined(separator: "; "))
    }
}
