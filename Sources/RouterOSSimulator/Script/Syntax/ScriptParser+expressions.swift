/// Expressions with operators: inside parentheses, and behind `where`.
extension ScriptParser {
    enum Mode {
        /// A name outside of quotes is text.
        case value
        /// A name outside of quotes is a property of the row.
        case condition
    }

    mutating func expression(_ mode: Mode, strength: Int = 1) throws(ScriptFailure) -> ScriptExpression {
        try self.nested { parser throws(ScriptFailure) in
            try parser.measured { parser throws(ScriptFailure) in try parser.operations(mode, strength: strength) }
        }
    }

    private mutating func operations(_ mode: Mode, strength: Int) throws(ScriptFailure) -> ScriptExpression {
        var left = try self.prefixed(mode)
        while true {
            let before = self.scanner
            try self.scanner.skipSpaces()
            let position = self.scanner.position
            guard let operation = self.operation(), operation.strength >= strength else {
                self.scanner = before
                return left
            }
            if operation.isRelation, mode == .condition {
                left = try self.binary(operation, Self.asProperty(left), try self.comparedValue(), position)
            } else {
                let right = try self.expression(mode, strength: operation.strength + 1)
                left = try self.binary(operation, left, right, position)
            }
        }
    }

    /// `"mac-address"="AA:…"`: a name in quotes before a comparison is a property too.
    private static func asProperty(_ expression: ScriptExpression) -> ScriptExpression {
        guard case .literal(.string(let name)) = expression else { return expression }
        return .property(name.text)
    }

    /// What a property is compared with: up to the next space, so that `name=a-b` needs no quotes.
    private mutating func comparedValue() throws(ScriptFailure) -> ScriptExpression {
        try self.scanner.skipSpaces()
        guard let byte = self.scanner.next, !byte.isLineEnd else { throw self.syntaxError() }
        switch byte {
        case .quote, .openParenthesis, .openBracket, .openBrace, .dollar, UInt8(ascii: "!"), UInt8(ascii: "-"):
            return try self.expression(.value, strength: ScriptBinaryOperator.concatenate.strength)
        default:
            let word = self.scanner.takeWhile { byte in
                !byte.endsWord && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "|")
            }
            guard !word.isEmpty else { throw self.syntaxError() }
            return .word(word)
        }
    }

    private mutating func prefixed(_ mode: Mode) throws(ScriptFailure) -> ScriptExpression {
        try self.scanner.skipSpaces()
        let position = self.scanner.position
        for operation in [ScriptUnaryOperator.not, .minus, .invert] {
            guard let sign = operation.rawValue.utf8.first, self.scanner.next == sign else { continue }
            self.scanner.advance()
            return try self.nested { parser throws(ScriptFailure) in
                .unary(operation, try parser.prefixed(mode), position)
            }
        }
        var operand = try self.operand(mode)
        while self.scanner.starts(with: "->") {
            let place = self.scanner.position
            self.scanner.advance(2)
            operand = try self.binary(.element, operand, try self.operand(.value), place)
        }
        return operand
    }

    /// A value without an operator.
    mutating func operand(_ mode: Mode) throws(ScriptFailure) -> ScriptExpression {
        let position = self.scanner.position
        guard let byte = self.scanner.next else { throw self.syntaxError() }
        switch byte {
        case .quote: return try self.string()
        case .dollar: return try self.variable()
        case .openBrace: return try self.array()
        case .openBracket: return .substitution(try self.substitution(), position)
        case .openParenthesis:
            self.scanner.advance()
            let inner = try self.expression(mode)
            try self.scanner.skipSpaces()
            guard self.scanner.take(.closeParenthesis) else { throw self.syntaxError() }
            return inner
        default: return try self.bareWord(mode)
        }
    }

    /// `[ … ]` holds a single command line (manual, Scripting page).
    private mutating func substitution() throws(ScriptFailure) -> ScriptStatement {
        try self.nested { parser throws(ScriptFailure) in
            parser.scanner.advance()
            let menu = parser.menu
            try parser.scanner.skipSpaces()
            let statement = try parser.statement()
            parser.menu = menu
            try parser.scanner.skipSpaces()
            if parser.scanner.take(.semicolon) { try parser.scanner.skipSpaces() }
            guard parser.scanner.take(.closeBracket) else { throw parser.syntaxError() }
            return statement
        }
    }

    /// Something without quotes between operators.
    private mutating func bareWord(_ mode: Mode) throws(ScriptFailure) -> ScriptExpression {
        guard let first = self.scanner.next else { throw self.syntaxError() }
        if first.isDigit { return .word(try self.digitWord()) }
        guard first.isLetter || first == UInt8(ascii: "*") || first == UInt8(ascii: ".") || first == UInt8(ascii: "_")
        else { throw self.syntaxError() }
        let start = self.scanner.index
        self.scanner.advance()
        _ = self.scanner.takeWhile {
            $0.isNamePart || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == .colon
        }
        let word = self.scanner.text(from: start)
        if mode == .condition, first != UInt8(ascii: "*"), RouterState.boolean(word) == nil {
            return .property(word.text)
        }
        return .word(word)
    }

    /// A number, a time or an address.
    ///
    /// `10/2` would be taken for an address (manual, Scripting page), so it is an error.
    private mutating func digitWord() throws(ScriptFailure) -> WordBytes {
        let start = self.scanner.index
        while let byte = self.scanner.next {
            let isDot = byte == UInt8(ascii: ".") && (self.scanner.ahead(1)?.isDigit ?? false)
            guard byte.isNamePart || byte == .colon || isDot else { break }
            self.scanner.advance()
        }
        if self.scanner.next == .slash, self.scanner.ahead(1)?.isDigit ?? false {
            guard IPv4(self.scanner.text(from: start).text) != nil else { throw self.syntaxError() }
            self.scanner.advance()
            _ = self.scanner.takeWhile(\.isDigit)
        }
        return self.scanner.text(from: start)
    }

    private static let symbols: [(text: StaticString, operation: ScriptBinaryOperator)] = [
        ("->", .element), ("&&", .and), ("||", .or), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("!=", .notEqual),
        ("<<", .shiftLeft), (">>", .shiftRight), ("+", .add), ("-", .subtract), ("*", .multiply), ("/", .divide),
        ("%", .modulo), (".", .concatenate), ("&", .bitAnd), ("^", .bitXor), ("|", .bitOr), ("=", .equal), ("<", .less),
        (">", .greater), ("~", .matches), (",", .join),
    ]

    private static let words: [(text: StaticString, operation: ScriptBinaryOperator)] = [
        ("and", .and), ("or", .or), ("in", .in),
    ]

    /// Takes an operator, if that is what comes.
    private mutating func operation() -> ScriptBinaryOperator? {
        for (text, operation) in Self.symbols where self.scanner.starts(with: text) {
            self.scanner.advance(text.utf8CodeUnitCount)
            return operation
        }
        for (text, operation) in Self.words where self.scanner.starts(with: text) {
            if self.scanner.ahead(text.utf8CodeUnitCount)?.isCommandPart ?? false { continue }
            self.scanner.advance(text.utf8CodeUnitCount)
            return operation
        }
        return nil
    }
}
