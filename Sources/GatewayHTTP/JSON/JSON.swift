public import GatewayDomain

/// A JSON value whose members keep their order.
///
/// The one form in which anything is shown to programs: by the API, and by the commands with `--json`.
public indirect enum JSON: Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// A number that is not whole, or beyond 64 bits; only read, never shown.
    case number(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Named values in order.
    case object([Member])

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name, unique within the object.
        public let name: String
        /// Its value.
        public let value: JSON

        /// Names a value.
        ///
        /// - Parameters:
        ///   - name: the name, unique within the object.
        ///   - value: the value.
        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// Text, or null.
    public static func string(_ text: String?) -> JSON {
        text.map { JSON.string($0) } ?? .null
    }

    /// A number, or null.
    public static func number(_ number: (some BinaryInteger)?) -> JSON {
        number.map { .integer(Int64($0)) } ?? .null
    }

    /// A moment in RFC 3339, or null.
    public static func time(_ time: Timestamp?) -> JSON {
        .string(time?.description)
    }

    /// An id, or null.
    public static func id<Entity>(_ id: Identifier<Entity>?) -> JSON {
        .string(id?.rawValue)
    }

    /// An array of what each element gives.
    public static func list<Element>(_ elements: some Sequence<Element>, _ make: (Element) -> JSON) -> JSON {
        .array(elements.map(make))
    }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// An object with these members in this order.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSON {
    /// The object with the members of another behind its own.
    public func with(_ other: JSON) -> JSON {
        guard case .object(let own) = self, case .object(let added) = other else { return self }
        return .object(own + added)
    }
}
