import RouterOSAPI

/// Reads a script into commands, or says at which line and column it cannot.
///
/// Nothing is skipped: what the grammar does not know is a syntax error, and a command that this version does not know fails
/// once it is carried out, as on a router (tikoci/lsp-routeros-ts, parseIL).
struct ScriptParser {
    /// How deep braces, brackets and parentheses may stand in each other.
    static let depthMaximum = 48
    /// How many operators may stand after each other: each is one more level of the tree that they make.
    static let operatorsMaximum = 500
    /// The longest script.
    ///
    /// ASSUMED: `:execute` takes 64 kB (manual, Scripting page), a file more.
    static let bytesMaximum = 1 << 20

    var scanner: ScriptScanner
    let version: RouterOSVersion
    /// The menu that names without a path belong to; empty at the root.
    var menu: String
    private var depth = 0
    /// The levels that the operators of the present expression make.
    private var height = 0

    private init(_ source: WordBytes, version: RouterOSVersion, menu: String) {
        self.scanner = ScriptScanner(source)
        self.version = version
        self.menu = menu
    }

    /// Reads a whole script.
    static func parse(
        _ source: WordBytes,
        version: RouterOSVersion,
        menu: String = ""
    ) throws(ScriptFailure) -> ScriptBlock {
        guard source.bytes.count <= self.bytesMaximum else {
            throw .syntax("script longer than \(self.bytesMaximum) bytes", at: .start)
        }
        var parser = ScriptParser(source, version: version, menu: menu)
        let statements = try parser.statements()
        guard parser.scanner.next == nil else { throw parser.syntaxError() }
        return ScriptBlock(statements: statements, text: source, position: .start)
    }

    func syntaxError(_ message: String = "syntax error") -> ScriptFailure {
        .syntax(message, at: self.scanner.position)
    }

    /// One level deeper, back again afterwards.
    mutating func nested<Value>(
        _ read: (inout ScriptParser) throws(ScriptFailure) -> Value
    ) throws(ScriptFailure) -> Value {
        guard self.depth < Self.depthMaximum else { throw self.syntaxError("nested too deeply") }
        self.depth += 1
        defer { self.depth -= 1 }
        return try read(&self)
    }

    /// An expression whose operators are counted by themselves.
    mutating func measured(
        _ read: (inout ScriptParser) throws(ScriptFailure) -> ScriptExpression
    ) throws(ScriptFailure) -> ScriptExpression {
        let outer = self.height
        self.height = 0
        defer { self.height = max(outer, self.height) }
        return try read(&self)
    }

    /// What an operator makes of two values.
    mutating func binary(
        _ operation: ScriptBinaryOperator,
        _ left: ScriptExpression,
        _ right: ScriptExpression,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> ScriptExpression {
        self.height += 1
        guard self.height <= Self.operatorsMaximum else { throw .syntax("expression too long", at: position) }
        return .binary(operation, left, right, position)
    }

    // MARK: Commands

    /// Commands until something that closes, or the end.
    mutating func statements() throws(ScriptFailure) -> [ScriptStatement] {
        var statements: [ScriptStatement] = []
        while true {
            try self.scanner.skipBetweenCommands()
            guard let byte = self.scanner.next, byte != .closeBrace else { return statements }
            let statement = try self.statement()
            if case .nothing = statement {} else { statements.append(statement) }
            try self.endCommand()
        }
    }

    /// A command ends with its line, a semicolon, or what encloses it.
    private mutating func endCommand() throws(ScriptFailure) {
        try self.scanner.skipSpaces()
        guard let byte = self.scanner.next else { return }
        guard byte.isLineEnd || byte == .semicolon || byte == .closeBrace || byte == .hash else {
            throw self.syntaxError("expected end of command")
        }
    }

    /// `{ … }`, a scope with commands of its own.
    mutating func block() throws(ScriptFailure) -> ScriptBlock {
        let position = self.scanner.position
        self.scanner.advance()
        let start = self.scanner.index
        let menu = self.menu
        let statements = try self.nested { parser throws(ScriptFailure) in try parser.statements() }
        self.menu = menu
        let text = self.scanner.text(from: start)
        guard self.scanner.take(.closeBrace) else { throw self.syntaxError("missing closing brace") }
        return ScriptBlock(statements: statements, text: text, position: position)
    }

    /// One command line.
    mutating func statement() throws(ScriptFailure) -> ScriptStatement {
        let position = self.scanner.position
        switch self.scanner.next {
        case .openBrace:
            return .block(try self.block())
        case .dollar:
            let function = try self.variable()
            return .call(function, try self.functionArguments(), position)
        case .openBracket, .openParenthesis:
            return .value(try self.operand(.value))
        case .colon:
            self.scanner.advance()
            return try self.command(from: "", position)
        case .slash:
            self.scanner.advance()
            try self.scanner.skipSpaces()
            return try self.command(from: "", position)
        case .some(let byte) where byte.isCommandPart:
            return try self.command(from: self.menu, position)
        default:
            throw self.syntaxError()
        }
    }

    /// A path of menus, and the command at its end.
    private mutating func command(from menu: String, _ start: ScriptPosition) throws(ScriptFailure) -> ScriptStatement {
        var path = menu
        while true {
            let position = self.scanner.position
            let name = self.scanner.takeWhile(\.isCommandPart).text
            if name.isEmpty {
                self.menu = path
                return .nothing
            }
            if name == ".." {
                path = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
            } else if self.isFolder("\(path)/\(name)") {
                path += "/\(name)"
            } else {
                return try self.command(name, in: path, position)
            }
            if !self.scanner.take(.slash) { try self.scanner.skipSpaces() }
        }
    }

    private func isFolder(_ path: String) -> Bool {
        guard MenuCatalog.folders.contains(path) else { return false }
        return MenuCatalog.menus[path].map { $0.isKnown.isKnown(to: self.version) } ?? true
    }

    /// A command of the menu, else one of the language.
    private mutating func command(
        _ name: String,
        in path: String,
        _ position: ScriptPosition
    ) throws(ScriptFailure) -> ScriptStatement {
        if let menu = MenuCatalog.menus[path], menu.isKnown.isKnown(to: self.version),
            ArgumentCatalog.arguments(of: name, in: menu, version: self.version) != nil
        {
            return .menu(try self.menuCommand(name, in: path, position))
        }
        if path.isEmpty || path == self.menu, let language = LanguageCommandSpecification.all[name],
            language.versions.isKnown(to: self.version)
        {
            return .language(try self.languageCommand(language, position))
        }
        // Its arguments are read all the same, so that the place of the next error is right.
        _ = try self.functionArguments(isKnown: false)
        return .unknown(name, position)
    }
}
