/// The text of a statement, written once for every engine.
///
/// Parameters are `$1`, `$2`, … in the order of the arguments. Where engines differ there is an interpolation, and the
/// driver renders it: `\(rows: 1, ["id": .text, "position": .int64])` is a source of rows from one argument that holds
/// any number of them (``SQLRows``). A statement's text therefore never depends on the number of rows, it is prepared
/// once, and the count of statements is constant.
struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Segment: Sendable {
        case text(String)
        case rows(parameter: Int, columns: [(name: String, type: ColumnType)])
    }

    let segments: [Segment]

    init(stringLiteral value: String) {
        segments = [.text(value)]
    }

    init(stringInterpolation: StringInterpolation) {
        segments = stringInterpolation.segments
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var segments: [Segment] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(interpolationCount * 2 + 1)
        }

        mutating func appendLiteral(_ literal: String) {
            segments.append(.text(literal))
        }

        /// A source of rows from parameter `rows`, with these columns in this order.
        mutating func appendInterpolation(rows parameter: Int, _ columns: KeyValuePairs<String, ColumnType>) {
            segments.append(.rows(parameter: parameter, columns: columns.map { (name: $0.key, type: $0.value) }))
        }

        /// A piece of another statement, so that a list of columns or a condition is written once.
        mutating func appendInterpolation(_ part: SQL) {
            segments.append(contentsOf: part.segments)
        }
    }

    /// The text for an engine.
    ///
    /// - Parameter rows: how that engine reads rows from a parameter.
    /// - Returns: one statement.
    func rendered(rows: (Int, [(name: String, type: ColumnType)]) -> String) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .text(let part): text += part
            case .rows(let parameter, let columns): text += rows(parameter, columns)
            }
        }
        return text
    }
}

/// The type of a column: what the engines have in common.
enum ColumnType: Sendable {
    /// A whole number of 64 bits; also times (milliseconds since 1970 in UTC) and flags (0 or 1).
    case int64
    /// Text in UTF-8.
    case text
    /// Bytes.
    case bytes
}
