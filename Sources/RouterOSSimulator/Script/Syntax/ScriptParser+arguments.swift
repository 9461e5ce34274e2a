/// What stands behind a command's name.
extension ScriptParser {
    mutating func languageCommand(
        _ specification: LanguageCommandSpecification,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> LanguageCommand {
        var arguments: [ScriptArgument] = []
        var unnamed = specification.positional[...]
        while try self.hasArgument() {
            let place = self.scanner.position
            if let flag = self.flag(of: specification) {
                arguments.append(ScriptArgument(name: flag, value: .literal(.boolean(true)), position: place))
                continue
            }
            if let name = self.argumentName() {
                guard specification.knows(name) else { throw .syntax("bad parameter \(name)", at: place) }
                let value = try self.argumentValue(name, of: specification)
                arguments.append(ScriptArgument(name: name, value: value, position: place))
                continue
            }
            // A name that was given by name already is not meant by a value alone.
            while let first = unnamed.first, arguments.contains(where: { $0.name == first }) { unnamed.removeFirst() }
            guard let name = unnamed.popFirst() else { throw self.syntaxError("expected end of command") }
            let value = try self.argumentValue(name, of: specification)
            arguments.append(ScriptArgument(name: name, value: value, position: place))
        }
        return LanguageCommand(specification: specification, arguments: arguments, position: position)
    }

    private mutating func flag(of specification: LanguageCommandSpecification) -> String? {
        for flag in specification.flags {
            let length = flag.utf8.count
            let isThere = flag.utf8.enumerated().allSatisfy { self.scanner.ahead($0.offset) == $0.element }
            if isThere, self.scanner.ahead(length).map({ !$0.isCommandPart && $0 != .equals }) ?? true {
                self.scanner.advance(length)
                return flag
            }
        }
        return nil
    }

    private mutating func argumentValue(
        _ name: String,
        of specification: LanguageCommandSpecification
    ) throws(ScriptFailure) -> ScriptExpression {
        try self.skipToValue()
        if self.scanner.next == .openBrace {
            if specification.code.contains(name) { return .code(try self.block()) }
            if specification.source.contains(name) { return .literal(.string(try self.block().text)) }
        }
        return try self.argumentValue()
    }

    /// Arguments of a menu's command; names without a path in them belong to that menu.
    mutating func menuCommand(
        _ verb: String,
        in path: String,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> MenuCommand {
        var command = MenuCommand(menu: path, verb: verb, arguments: [], condition: nil, position: position)
        let outer = self.menu
        self.menu = path
        defer { self.menu = outer }
        while try self.hasArgument() {
            let place = self.scanner.position
            if self.word("where") || (verb == "find" && command.condition == nil) {
                command.condition = try self.condition(at: place)
                continue
            }
            if let name = self.argumentName() {
                try self.skipToValue()
                // Braces hold text for a menu: the source of a script, kept as it stands.
                let isSource = self.scanner.next == .openBrace
                let value = isSource ? .literal(.string(try self.block().text)) : try self.argumentValue()
                command.arguments.append(ScriptArgument(name: name, value: value, position: place))
            } else if self.scanner.next == UInt8(ascii: "!") {
                self.scanner.advance()
                let name = self.scanner.takeWhile(\.isCommandPart).text
                guard !name.isEmpty else { throw self.syntaxError() }
                command.arguments.append(ScriptArgument(name: nil, value: .unset(name), position: place))
            } else {
                command.arguments.append(ScriptArgument(name: nil, value: try self.argumentValue(), position: place))
            }
        }
        return command
    }

    /// Arguments of a function, or of a command that is not known, whose braces may hold anything.
    mutating func functionArguments(isKnown: Bool = true) throws(ScriptFailure) -> [ScriptArgument] {
        var arguments: [ScriptArgument] = []
        while try self.hasArgument() {
            let place = self.scanner.position
            let name = self.argumentName()
            if name != nil { try self.skipToValue() }
            if !isKnown, self.scanner.next == .openBrace {
                _ = try self.block()
                continue
            }
            arguments.append(ScriptArgument(name: name, value: try self.argumentValue(), position: place))
        }
        return arguments
    }

    /// Whether one more argument stands on this command's line.
    private mutating func hasArgument() throws(ScriptFailure) -> Bool {
        try self.scanner.skipSpaces()
        guard let byte = self.scanner.next else { return false }
        switch byte {
        case .semicolon, .closeBrace, .closeBracket, .closeParenthesis: return false
        case .hash:
            self.scanner.skipComment()
            return false
        default: return !byte.isLineEnd
        }
    }

    /// Takes `name=`, if that is what comes.
    private mutating func argumentName() -> String? {
        var length = 0
        while let byte = self.scanner.ahead(length), byte.isCommandPart { length += 1 }
        guard length > 0, self.scanner.ahead(length) == .equals else { return nil }
        let name = self.scanner.takeWhile(\.isCommandPart).text
        self.scanner.advance()
        return name
    }

    private mutating func word(_ word: StaticString) -> Bool {
        guard self.scanner.starts(with: word),
            self.scanner.ahead(word.utf8CodeUnitCount).map({ !$0.isCommandPart && $0 != .equals }) ?? true
        else { return false }
        self.scanner.advance(word.utf8CodeUnitCount)
        return true
    }

    /// Spaces may stand behind `name=` (manual, Scripting page: `:for i from= 1 to= 2`).
    ///
    /// ASSUMED: unless another `name=` follows, which leaves the first one empty.
    private mutating func skipToValue() throws(ScriptFailure) {
        guard let byte = self.scanner.next, byte == .space || byte == .tab else { return }
        let before = self.scanner
        try self.scanner.skipSpaces()
        let value = self.scanner
        let isNamed = self.argumentName() != nil
        self.scanner = isNamed ? before : value
    }

    /// One value outside of parentheses.
    private mutating func argumentValue() throws(ScriptFailure) -> ScriptExpression {
        guard let byte = self.scanner.next else { return .literal(.emptyText) }
        switch byte {
        case .quote, .openParenthesis, .openBracket:
            return try self.operand(.value)
        case .openBrace:
            return try self.array()
        case .dollar:
            let variable = try self.variable()
            try self.expectEndOfWord()
            return variable
        default:
            let word = self.scanner.takeWhile { !$0.endsWord }
            if self.scanner.next == .backslash, !word.isEmpty { return .word(word) }
            try self.expectEndOfWord()
            return word.isEmpty ? .literal(.emptyText) : .word(word)
        }
    }

    /// ASSUMED: a value outside of parentheses is one token, so `$a.$b` and `x$y` are errors.
    private func expectEndOfWord() throws(ScriptFailure) {
        guard let byte = self.scanner.next else { return }
        switch byte {
        case .space, .tab, .newline, .carriageReturn, .semicolon, .closeBrace, .closeBracket, .closeParenthesis,
            .backslash:
            return
        default: throw self.syntaxError("expected end of command")
        }
    }

    /// What stands behind `where`: conditions, all of which a row must meet.
    private mutating func condition(at place: ScriptPosition) throws(ScriptFailure) -> ScriptExpression {
        // `find` takes conditions with and without the word.
        _ = self.word("where")
        guard try self.hasArgument() else { throw .syntax("missing value for where", at: self.scanner.position) }
        var condition = try self.expression(.condition)
        while try self.hasArgument() {
            let position = self.scanner.position
            let next = try self.expression(.condition)
            condition = .binary(.and, condition, next, position)
        }
        return condition
    }
}
