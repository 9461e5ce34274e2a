import RouterOSAPI

/// A script, or a function of one, ready to run.
final class ScriptProgram: Sendable {
    let instructions: [ScriptInstruction]
    /// Where each instruction stands in the script.
    let positions: [ScriptPosition]

    init(instructions: [ScriptInstruction], positions: [ScriptPosition]) {
        self.instructions = instructions
        self.positions = positions
    }

    /// Reads and compiles a script.
    ///
    /// A single command of `:parse` gives its value (`[[:parse "/system/routerboard/get"]]` in eworm-de/routeros-scripts).
    /// ASSUMED: several give none.
    static func compile(
        _ source: WordBytes,
        version: RouterOSVersion,
        givesValue: Bool = false
    ) throws(ScriptFailure) -> ScriptProgram {
        var compiler = ScriptCompiler()
        let block = try ScriptParser.parse(source, version: version)
        if givesValue, block.statements.count == 1 {
            compiler.add(block.statements[0])
            compiler.emit(.leave)
        } else {
            compiler.add(block.statements)
        }
        return compiler.program
    }
}

/// What the machine does next; values are on its stack.
enum ScriptInstruction: Sendable {
    case push(ScriptValue)
    case pop
    case load(String)
    case loadProperty(String)
    /// Joins the texts of so many values.
    case interpolate(Int)
    /// Makes an array; for each element, whether its key stands before it.
    case array([Bool])
    /// Whether a property that stands alone is there, or holds.
    case presence
    case unary(ScriptUnaryOperator)
    case binary(ScriptBinaryOperator)
    /// Makes a function.
    case code(ScriptProgram)

    case jump(Int)
    /// Takes a condition.
    case jumpUnless(Int)
    case enterScope
    case leaveScope
    /// Makes a name known, and gives it the value on the stack if there is one.
    case declare(String, isGlobal: Bool, hasValue: Bool)
    case assign(String, hasValue: Bool)
    /// Sets an element, by so many keys below the value.
    case assignElement(String, keys: Int)

    /// From here on a failure goes on at another place, with its message on the stack.
    case guarded(by: Int)
    case endGuarded
    /// Fails with the message on the stack.
    case raise
    case leave

    /// Begins a loop over the array on the stack.
    case beginEach
    case nextEach(key: String?, value: String, exit: Int)
    /// Begins a loop from, to and by the numbers on the stack.
    case beginCount(hasStep: Bool)
    case nextCount(String, exit: Int)
    /// Begins attempts: how many, and the pause between them.
    case beginRetry
    /// After a failure: waits and begins again, or goes on here.
    case nextRetry(Int)
    case endLoop

    /// Calls the function below its arguments, each with a name or none.
    case call(names: [String?], function: String?)
    /// Calls the value on the stack if it is code, else leaves it.
    case callIfCode
    case function(String, names: [String])
    case parse
    case wait
    /// The present time, and how much of it passed since one that was noted.
    case clock
    case elapsed

    /// A command of a menu, with its arguments on the stack.
    case command(MenuCommandShape)
    /// Looks at the rows of a menu, one after the other.
    case select(MenuCommandShape)
    case nextRow(exit: Int)
    /// Keeps the row if the condition on the stack holds.
    case keepRow
    case endSelect
    case execute(names: [String])
    case importFile(names: [String])
    case unknown(String)
}

/// A command of a menu without the values of its arguments.
struct MenuCommandShape: Sendable {
    let menu: String
    let verb: String
    let names: [String?]
    let positions: [ScriptPosition]
    /// Properties that `!name` takes away.
    let unset: [String]

    var path: String { "\(self.menu)/\(self.verb)" }
}
