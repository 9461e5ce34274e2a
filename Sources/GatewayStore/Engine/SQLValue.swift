import GatewayDomain

/// A value as every engine knows it: what is bound to a parameter, and what a row is read as.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// What can be bound to a parameter.
protocol SQLConvertible {
    /// The value as the engine gets it.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
    var sqlValue: SQLValue { self }
}

extension String: SQLConvertible {
    // U+0000 becomes U+FFFD: PostgreSQL's text holds none, and SQLite's JSON ends at it. No value of ours has one, but what a
    // router reports may.
    var sqlValue: SQLValue {
        utf8.contains(0)
            ? .text(String(decoding: utf8.lazy.flatMap { $0 == 0 ? Self.replacement : [$0] }, as: UTF8.self))
            : .text(self)
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}

extension Int64: SQLConvertible {
    var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLConvertible {
    var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLConvertible {
    // 0 and 1 on every engine: SQLite knows no booleans.
    var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Timestamp: SQLConvertible {
    var sqlValue: SQLValue { .integer(milliseconds) }
}

extension Identifier: SQLConvertible {
    var sqlValue: SQLValue { .text(rawValue) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    var sqlValue: SQLValue { map(\.sqlValue) ?? .null }
}
