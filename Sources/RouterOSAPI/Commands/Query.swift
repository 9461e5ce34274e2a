/// Which rows a `print` or `listen` is to send.
///
///     Query.any([.equal("name", "8B7W3D"), .equal("name", "K4TX9P")]) && !.present("dynamic")
///
/// A router compares with the text that it *prints*, and a property that it leaves out, for instance because it has its default,
/// equals nothing: ask with ``absent(_:)`` as well where a default is meant. There is no pattern matching in the API.
/// Sent as words for the stack machine that the manual's API page describes.
public struct Query: Sendable, Hashable {
    private indirect enum Node: Sendable, Hashable {
        case test(String)
        case not(Node)
        case all([Node])
        case any([Node])
    }

    private let node: Node

    /// The property has this value.
    ///
    /// - Parameters:
    ///   - name: the property.
    ///   - value: any text.
    /// - Returns: the query.
    public static func equal(_ name: String, _ value: String) -> Query {
        .test(name, "?\(name)=\(value)")
    }

    /// The row has this id.
    ///
    /// - Parameter id: the id.
    /// - Returns: the query.
    public static func id(_ id: ItemID) -> Query {
        .equal(".id", id.description)
    }

    /// The property's value is less than this one.
    ///
    /// - Parameters:
    ///   - name: the property.
    ///   - value: in the form that the router prints.
    /// - Returns: the query.
    public static func less(_ name: String, than value: String) -> Query {
        .test(name, "?<\(name)=\(value)")
    }

    /// The property's value is greater than this one.
    ///
    /// `greater("comment", than: "")` finds comments that are not empty.
    ///
    /// - Parameters:
    ///   - name: the property.
    ///   - value: in the form that the router prints.
    /// - Returns: the query.
    public static func greater(_ name: String, than value: String) -> Query {
        .test(name, "?>\(name)=\(value)")
    }

    /// The row has this property.
    ///
    /// - Parameter name: the property.
    /// - Returns: the query.
    public static func present(_ name: String) -> Query {
        .test(name, "?\(name)")
    }

    /// The row has no such property.
    ///
    /// - Parameter name: the property.
    /// - Returns: the query.
    public static func absent(_ name: String) -> Query {
        .test(name, "?-\(name)")
    }

    /// Every one of these is true.
    ///
    /// Of none it is true.
    ///
    /// - Parameter queries: the parts.
    /// - Returns: the query.
    public static func all(_ queries: [Query]) -> Query {
        Query(node: .all(queries.map(\.node)))
    }

    /// One of these is true at least.
    ///
    /// Of none it is not, so no row is sent.
    ///
    /// - Parameter queries: the parts.
    /// - Returns: the query.
    public static func any(_ queries: [Query]) -> Query {
        Query(node: .any(queries.map(\.node)))
    }

    /// Both are true.
    public static func && (left: Query, right: Query) -> Query {
        .all([left, right])
    }

    /// One of both is true, or both.
    public static func || (left: Query, right: Query) -> Query {
        .any([left, right])
    }

    /// It is not true.
    public static prefix func ! (query: Query) -> Query {
        Query(node: .not(query.node))
    }

    /// The words of the query, in order.
    ///
    /// What the stack holds at the end is joined by *and*, so the parts of an outermost `all` need no operator.
    public var words: [String] {
        var words: [String] = []
        if case .all(let nodes) = self.node {
            for node in nodes { Self.render(node, into: &words) }
        } else {
            Self.render(self.node, into: &words)
        }
        return words
    }

    private static func test(_ name: String, _ word: String) -> Query {
        precondition(
            AttributeName.isValidInQuery(name),
            "a property's name must not be empty, hold '=' or begin with an operator"
        )
        return Query(node: .test(word))
    }

    private static func render(_ node: Node, into words: inout [String]) {
        switch node {
        case .test(let word):
            words.append(word)
        case .not(let node):
            Self.render(node, into: &words)
            words.append("?#!")
        case .all(let nodes):
            Self.render(nodes, joinedBy: "?#&", into: &words)
            if nodes.isEmpty { words += ["?.id", "?-.id", "?#|"] }
        case .any(let nodes):
            Self.render(nodes, joinedBy: "?#|", into: &words)
            // Nothing is present and absent at once. An operator alone would change what stands on the stack already.
            if nodes.isEmpty { words += ["?.id", "?-.id", "?#&"] }
        }
    }

    /// Joins pair by pair, so that the stack stays shallow however many parts there are.
    private static func render(_ nodes: [Node], joinedBy operation: String, into words: inout [String]) {
        for (index, node) in nodes.enumerated() {
            Self.render(node, into: &words)
            if index > 0 { words.append(operation) }
        }
    }
}
