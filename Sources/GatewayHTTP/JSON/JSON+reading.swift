import Foundation

/// Why a text is no JSON that can be taken.
enum JSONError: Error, Hashable, Sendable {
    /// It is not JSON, or not in UTF-8.
    case malformed
    /// Arrays and objects lie in each other deeper than ``JSON/depthMaximum``.
    case tooDeep
}

extension JSON {
    /// How deep arrays and objects may lie in each other: far deeper than anything that is asked for.
    static let depthMaximum = 64

    /// Reads a text.
    ///
    /// A number is an integer when its value is, however it is written: `1e2` and `100.0` are 100, as JSON Schema has it.
    ///
    /// - Parameter bytes: the text in UTF-8.
    /// - Throws: ``JSONError``.
    init(reading bytes: some Collection<UInt8>) throws(JSONError) {
        // Before anything is built from it: the depth of a text is the depth of the stack that reads it.
        guard Self.depth(of: bytes) <= Self.depthMaximum else { throw .tooDeep }
        // The decoder would take UTF-16 and UTF-32 as well, and guess by zero bytes which it is; JSON in UTF-8 has none.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        do {
            self = try JSONDecoder().decode(JSON.self, from: Data(bytes))
        } catch {
            throw .malformed
        }
    }

    private static func depth(of bytes: some Collection<UInt8>) -> Int {
        var depth = 0
        var deepest = 0
        var isString = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isString: isEscaped = true
            case UInt8(ascii: "\""): isString.toggle()
            case _ where isString: continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: continue
            }
        }
        return deepest
    }
}

extension JSON: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    /// Reads whatever is there.
    ///
    /// - Parameter decoder: where it is read from.
    /// - Throws: what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = Self.attempt({ try value.decode(String.self) }) {
            self = .string(text)
        } else if let flag = Self.attempt({ try value.decode(Bool.self) }) {
            self = .boolean(flag)
        } else if let integer = Self.attempt({ try value.decode(Int64.self) }) {
            self = .integer(integer)
        } else if let number = Self.attempt({ try value.decode(Double.self) }) {
            self = Int64(exactly: number).map(JSON.integer) ?? .number(number)
        } else if let object = Self.attempt({ try decoder.container(keyedBy: Name.self) }) {
            // Sorted: the decoder keeps members in a dictionary, and an error about one should always be the same one.
            let names = object.allKeys.sorted { $0.stringValue < $1.stringValue }
            self = .object(
                try names.map { Member(name: $0.stringValue, value: try object.decode(JSON.self, forKey: $0)) }
            )
        } else {
            var elements: [JSON] = []
            var array = try decoder.unkeyedContainer()
            while !array.isAtEnd { elements.append(try array.decode(JSON.self)) }
            self = .array(elements)
        }
    }

    private static func attempt<Value>(_ decode: () throws -> Value) -> Value? {
        // An attempt that fails only says that it is something else.
        try? decode()
    }
}
