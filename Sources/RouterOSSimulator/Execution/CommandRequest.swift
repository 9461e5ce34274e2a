import NIOCore
import RouterOSAPI

/// A command as it was asked for: a menu, a verb, attributes and query words.
struct CommandRequest: Sendable {
    struct Attribute: Hashable, Sendable {
        let name: String
        let value: WordBytes
    }

    /// `/ip/hotspot/user`; empty for a command of the root.
    let menu: String
    /// `print`.
    let verb: String
    let attributes: [Attribute]
    /// The words that begin with `?`, without it, in their order.
    let queries: [WordBytes]

    var path: String {
        "\(self.menu)/\(self.verb)"
    }

    init(_ path: String, attributes: [Attribute] = [], queries: [WordBytes] = []) {
        let parts = path.split(separator: "/")
        self.menu = parts.dropLast().map { "/\($0)" }.joined()
        self.verb = parts.last.map(String.init) ?? ""
        self.attributes = attributes
        self.queries = queries
    }

    /// Reads a sentence.
    ///
    /// Words that are neither attribute nor query nor API attribute are left out.
    ///
    /// ASSUMED: what a router does with such words was not found.
    init(_ sentence: Sentence) {
        var attributes: [Attribute] = []
        var queries: [WordBytes] = []
        for word in sentence.words.dropFirst() {
            if word.first == UInt8(ascii: "=") {
                let body = word.dropFirst()
                let split = body.firstIndex(of: UInt8(ascii: "=")) ?? body.endIndex
                attributes.append(
                    Attribute(
                        name: String(decoding: body[..<split], as: UTF8.self),
                        // `=name` without a second `=` reads as an empty value.
                        value: split == body.endIndex ? "" : WordBytes(body[(split + 1)...])
                    )
                )
            } else if word.first == UInt8(ascii: "?") {
                queries.append(WordBytes(word.dropFirst()))
            }
        }
        let path = sentence.word(0).map { String(decoding: $0, as: UTF8.self) } ?? ""
        self.init(path, attributes: attributes, queries: queries)
    }

    /// The value of an attribute.
    ///
    /// ASSUMED: of a repeated one the last counts.
    subscript(name: String) -> WordBytes? {
        self.attributes.last { $0.name == name }?.value
    }

    func has(_ name: String) -> Bool {
        self.attributes.contains { $0.name == name }
    }
}
