/// A sequence of commands, with the text that it was read from.
struct ScriptBlock: Sendable {
    var statements: [ScriptStatement]
    /// What stands between the braces: `source={…}` keeps it as it is.
    var text: WordBytes
    var position: ScriptPosition
}

/// One command line of a script.
indirect enum ScriptStatement: Sendable {
    /// A command of the language, such as `:put`.
    case language(LanguageCommand)
    /// A command of a menu.
    case menu(MenuCommand)
    /// `$function argument`
    case call(ScriptExpression, [ScriptArgument], ScriptPosition)
    /// `{ … }`, a scope.
    case block(ScriptBlock)
    /// A value that stands alone, such as `("a" . "b")`.
    case value(ScriptExpression)
    /// A name that this version of the router does not know: an error once it is carried out.
    case unknown(String, ScriptPosition)
    /// A menu's path alone, which later commands of the block are relative to.
    case nothing
}

struct LanguageCommand: Sendable {
    let specification: LanguageCommandSpecification
    let arguments: [ScriptArgument]
    let position: ScriptPosition

    subscript(name: String) -> ScriptExpression? {
        self.arguments.first { $0.name == name }?.value
    }
}

struct MenuCommand: Sendable {
    let menu: String
    let verb: String
    var arguments: [ScriptArgument]
    /// What `where` asks of rows.
    var condition: ScriptExpression?
    let position: ScriptPosition
}

struct ScriptArgument: Sendable {
    /// `name=`; nil for a value alone.
    let name: String?
    let value: ScriptExpression
    let position: ScriptPosition
}

indirect enum ScriptExpression: Sendable {
    case literal(ScriptValue)
    /// Something outside of quotes: a number, an address, `yes`, or plain text, decided by its form; a menu gets it as
    /// it stands.
    case word(WordBytes)
    /// A text in quotes with values in it.
    case text([ScriptExpression])
    case variable(String)
    /// The property of the row that `where` looks at.
    case property(String)
    case unary(ScriptUnaryOperator, ScriptExpression, ScriptPosition)
    case binary(ScriptBinaryOperator, ScriptExpression, ScriptExpression, ScriptPosition)
    case array([ScriptArrayItem])
    /// `[ … ]`
    case substitution(ScriptStatement, ScriptPosition)
    /// `{ … }` where a command takes code.
    case code(ScriptBlock)
    /// `!name` as an argument of `set`.
    case unset(String)
}

struct ScriptArrayItem: Sendable {
    let key: ScriptExpression?
    let value: ScriptExpression
}
