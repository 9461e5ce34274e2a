/// Turns commands into instructions.
///
/// Each command leaves one value on the stack, whatever it is; a command that gives none leaves nothing.
struct ScriptCompiler {
    private var instructions: [ScriptInstruction] = []
    private var positions: [ScriptPosition] = []
    var position = ScriptPosition.start

    var program: ScriptProgram {
        ScriptProgram(instructions: self.instructions, positions: self.positions)
    }

    /// Where the next instruction will stand.
    var here: Int { self.instructions.count }

    mutating func emit(_ instruction: ScriptInstruction) {
        self.instructions.append(instruction)
        self.positions.append(self.position)
    }

    /// Room for a jump whose goal is not known yet.
    mutating func hole() -> Int {
        self.emit(.pop)
        return self.here - 1
    }

    mutating func fill(_ hole: Int, _ instruction: ScriptInstruction) {
        self.instructions[hole] = instruction
    }

    mutating func add(_ statements: [ScriptStatement]) {
        for statement in statements {
            self.add(statement)
            self.emit(.pop)
        }
    }

    /// Commands in a scope of their own; they leave nothing on the stack.
    mutating func addScope(_ block: ScriptBlock?) {
        guard let block else { return }
        self.emit(.enterScope)
        self.add(block.statements)
        self.emit(.leaveScope)
    }

    mutating func add(_ statement: ScriptStatement) {
        let outer = self.position
        defer { self.position = outer }
        switch statement {
        case .language(let command):
            self.position = command.position
            self.add(command)
        case .menu(let command):
            self.position = command.position
            self.add(command)
        case .call(let function, let arguments, let position):
            self.position = position
            self.add(function)
            for argument in arguments { self.add(argument.value) }
            var name: String?
            if case .variable(let variable) = function { name = variable }
            self.emit(.call(names: arguments.map(\.name), function: name))
        case .block(let block):
            self.position = block.position
            self.addScope(block)
            self.emit(.push(.nothing))
        case .value(let value):
            self.add(value)
            self.emit(.callIfCode)
        case .unknown(let name, let position):
            self.position = position
            self.emit(.unknown(name))
        case .nothing:
            self.emit(.push(.nothing))
        }
    }

    mutating func add(_ expression: ScriptExpression) {
        switch expression {
        case .literal(let value): self.emit(.push(value))
        case .word(let word): self.emit(.push(ScriptLiteral.value(of: word)))
        case .text(let parts):
            for part in parts { self.add(part) }
            self.emit(.interpolate(parts.count))
        case .variable(let name): self.emit(.load(name))
        case .property(let name): self.emit(.loadProperty(name))
        case .unary(let operation, let operand, let position):
            self.add(operand, asCondition: operation == .not)
            self.emit(.unary(operation), at: position)
        case .binary(let operation, let left, let right, let position):
            let isLogical = operation == .and || operation == .or
            self.add(left, asCondition: isLogical)
            self.add(right, asCondition: isLogical)
            self.emit(.binary(operation), at: position)
        case .array(let items):
            for item in items {
                if let key = item.key { self.addKey(key) }
                self.add(item.value)
            }
            self.emit(.array(items.map { $0.key != nil }))
        case .substitution(let statement, _): self.add(statement)
        case .code(let block): self.emit(.code(Self.program(of: block)))
        case .unset: self.emit(.push(.nothing))
        }
    }

    /// A property that stands alone in a condition asks whether the row has it (manual, print parameters: `where about`).
    private mutating func add(_ expression: ScriptExpression, asCondition isCondition: Bool) {
        self.add(expression)
        if isCondition, case .property = expression { self.emit(.presence) }
    }

    private mutating func emit(_ instruction: ScriptInstruction, at position: ScriptPosition) {
        let outer = self.position
        self.position = position
        self.emit(instruction)
        self.position = outer
    }

    /// A key outside of quotes is text, whatever it looks like.
    private mutating func addKey(_ key: ScriptExpression) {
        if case .word(let word) = key {
            self.emit(.push(.string(word)))
        } else {
            self.add(key)
        }
    }

    static func program(of block: ScriptBlock) -> ScriptProgram {
        var compiler = ScriptCompiler()
        compiler.position = block.position
        compiler.add(block.statements)
        return compiler.program
    }

    // MARK: Menus

    private mutating func add(_ command: MenuCommand) {
        var unset: [String] = []
        let given = command.arguments.filter { argument in
            guard case .unset(let name) = argument.value else { return true }
            unset.append(name)
            return false
        }
        for argument in given {
            // A menu gets a word as it stands: `name=00123` keeps its zeros.
            // ASSUMED: the console decides by the property, not by the form of the word.
            if case .word(let word) = argument.value {
                self.emit(.push(.string(word)))
            } else {
                self.add(argument.value)
            }
        }
        let shape = MenuCommandShape(
            menu: command.menu,
            verb: command.verb,
            names: given.map(\.name),
            positions: given.map(\.position),
            unset: unset
        )
        guard ["find", "print"].contains(command.verb) else {
            self.emit(.command(shape))
            return
        }
        self.emit(.select(shape))
        let start = self.here
        let exit = self.hole()
        if let condition = command.condition {
            self.add(condition, asCondition: true)
        } else {
            self.emit(.push(.boolean(true)))
        }
        self.emit(.keepRow)
        self.emit(.jump(start))
        self.fill(exit, .nextRow(exit: self.here))
        self.emit(.endSelect)
    }
}
