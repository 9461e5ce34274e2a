/// Operators of one value.
enum ScriptUnaryOperator: String, Sendable {
    case not = "!"
    case minus = "-"
    case invert = "~"
}

/// Operators of two values, by how tightly they bind.
enum ScriptBinaryOperator: String, Sendable, CaseIterable {
    case element = "->"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case add = "+"
    case subtract = "-"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case concatenate = "."
    case bitAnd = "&"
    case bitXor = "^"
    case bitOr = "|"
    case equal = "="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case matches = "~"
    case `in` = "in"
    case and = "and"
    case or = "or"
    case join = ","

    /// The higher, the tighter.
    ///
    /// ASSUMED: the order, which no source has; scripts are better off with parentheses.
    var strength: Int {
        switch self {
        case .element: 12
        case .multiply, .divide, .modulo: 10
        case .add, .subtract: 9
        case .shiftLeft, .shiftRight: 8
        case .concatenate: 7
        case .bitAnd, .bitXor, .bitOr: 6
        case .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater, .matches, .in: 5
        case .and: 3
        case .or: 2
        case .join: 1
        }
    }

    var isRelation: Bool { self.strength == 5 }
}
