import GatewayDomain

/// A JSON value whose members keep their order.
indirect enum JSON: Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A member of an object.
    struct Member: Hashable {
        let name: String
        let value: JSON
    }

    /// Text, or null.
    static func string(_ text: String?) -> JSON {
        text.map { JSON.string($0) } ?? .null
    }

    /// A number, or null.
    static func number(_ number: (some BinaryInteger)?) -> JSON {
        number.map { .integer(Int64($0)) } ?? .null
    }

    /// A moment in RFC 3339, or null.
    static func time(_ time: Timestamp?) -> JSON {
        .string(time?.description)
    }

    /// An id.
    static func id<Entity>(_ id: Identifier<Entity>?) -> JSON {
        .string(id?.rawValue)
    }

    /// An array of what each element gives.
    static func list<Element>(_ elements: some Sequence<Element>, _ make: (Element) -> JSON) -> JSON {
        .array(elements.map(make))
    }
}

extension JSON: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSON {
    /// The object with the members of another behind its own.
    func with(_ other: JSON) -> JSON {
        guard case .object(let own) = self, case .object(let added) = other else { return self }
        return .object(own + added)
    }
}
