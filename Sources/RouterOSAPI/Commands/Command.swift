import NIOCore

/// A command for a router: its path, and attributes and queries.
///
///     Command("/ip/hotspot/user/add").with("name", "8B7W3D").with("limit-uptime", .seconds(3600))
///
/// Values may be anything: on the wire each word carries its length, so no value can become another word. Names are written by
/// programmers; a name that is empty or holds `=`, a space or a control character is a programming error and stops the program.
/// The words are kept in the form of the wire. Values are never shown by `description`, `dump` or reflection.
public struct Command: Sendable, Hashable {
    /// The path and verb, for example `/ip/hotspot/user/add`.
    public let path: String

    /// All words with their prefixes, without `.tag` and without the terminating zero.
    private(set) var wireWords: ByteBuffer

    /// Makes a command without attributes.
    ///
    /// - Parameter path: begins with `/` and holds no spaces.
    public init(_ path: String) {
        precondition(
            Self.isValidPath(path),
            "a command's path begins with '/' and holds no '=', spaces or control characters"
        )
        self.path = path
        self.wireWords = ByteBuffer()
        self.wireWords.writeWord(path)
    }

    /// The last part of the path: `add` of `/ip/hotspot/user/add`.
    public var verb: Substring {
        self.path.split(separator: "/").last ?? ""
    }

    /// Whether the command changes nothing, judged by its verb.
    ///
    /// Of a command that only reads it is always known that it took no effect. A verb that is not listed here counts as a change.
    public var isReadOnly: Bool {
        ["print", "getall", "get", "find", "listen", "monitor"].contains(self.verb)
    }

    /// Whether the command names more than one row, so that an error may be about a later one than the first.
    var namesSeveralRows: Bool {
        let sentence = self.sentence
        return [".id", "numbers"].contains { sentence.attribute($0)?.contains(UInt8(ascii: ",")) == true }
    }

    /// All words, for a server or a test.
    public var sentence: Sentence {
        Sentence(wireWords: self.wireWords)
    }

    mutating func append(word: String) {
        self.wireWords.writeWord(word)
    }

    mutating func append(_ name: String, bytes: some Collection<UInt8>) {
        self.wireWords.writeAttribute(name, bytes)
    }

    private static func isValidPath(_ path: String) -> Bool {
        path.utf8.count > 1 && path.utf8.first == UInt8(ascii: "/") && AttributeName.isValid(path)
    }
}

extension Command: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The path and the names of the attributes.
    public var description: String {
        self.sentence.description
    }

    /// The same as ``description``.
    public var debugDescription: String {
        self.description
    }

    /// Shows no values either.
    public var customMirror: Mirror {
        Mirror(self, children: ["words": self.description])
    }
}
