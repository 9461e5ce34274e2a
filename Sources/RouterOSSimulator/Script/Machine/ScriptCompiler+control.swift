/// The commands of the language that decide what comes next.
extension ScriptCompiler {
    mutating func add(_ command: LanguageCommand) {
        switch command.specification.name {
        case "local", "global": self.addDeclaration(command, isGlobal: command.specification.name == "global")
        case "set": self.addAssignment(command)
        case "if": self.addCondition(command)
        case "while": self.addWhile(command)
        case "for": self.addCount(command)
        case "foreach": self.addEach(command)
        case "do": self.addDo(command)
        case "onerror": self.addOnError(command)
        case "retry": self.addRetry(command)
        case "return": self.addLast(command["value"], .leave)
        case "error": self.addLast(command["message"], .raise)
        case "time": self.addTime(command)
        case "delay": self.addLast(command["delay-time"] ?? .literal(.time(ScriptTime.second)), .wait)
        case "parse": self.addLast(command["expression"], .parse)
        case "execute":
            for argument in command.arguments { self.add(argument.value) }
            self.emit(.execute(names: command.arguments.compactMap(\.name)))
        case "import":
            for argument in command.arguments { self.addText(argument.value) }
            self.emit(.importFile(names: command.arguments.compactMap(\.name)))
        default:
            for argument in command.arguments { self.add(argument.value) }
            self.emit(.function(command.specification.name, names: command.arguments.compactMap(\.name)))
        }
    }

    /// A value, or nothing, and what is done with it.
    private mutating func addLast(_ value: ScriptExpression?, _ instruction: ScriptInstruction) {
        if let value { self.add(value) } else { self.emit(.push(.nothing)) }
        self.emit(instruction)
    }

    private mutating func addText(_ value: ScriptExpression) {
        if case .word(let word) = value { self.emit(.push(.string(word))) } else { self.add(value) }
    }

    /// The name of a variable: a word of letters and digits, a text in quotes, or `$name` (manual, Scripting page).
    static func name(_ expression: ScriptExpression?) -> String? {
        switch expression {
        case .word(let word): word.bytes.allSatisfy(\.isNamePart) ? word.text : nil
        case .literal(.string(let text)): text.text
        case .variable(let name): name
        default: nil
        }
    }

    /// Several names between commas.
    private static func names(_ expression: ScriptExpression?) -> [String] {
        guard case .word(let word) = expression else { return self.name(expression).map { [$0] } ?? [] }
        let names = word.bytes.split(separator: .comma, omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNamePart) }) else { return [] }
        return names.map { WordBytes($0).text }
    }

    /// A name that is none: found when the command is carried out.
    private mutating func addMissingName() {
        self.emit(.push(.text("syntax error \(self.position)")))
        self.emit(.raise)
    }

    private mutating func addDeclaration(_ command: LanguageCommand, isGlobal: Bool) {
        guard let name = Self.name(command["name"]) else { return self.addMissingName() }
        let value = command["value"] ?? command["do"]
        if let value { self.add(value) }
        self.emit(.declare(name, isGlobal: isGlobal, hasValue: value != nil))
        self.emit(.push(.nothing))
    }

    /// `:set name value`, `:set ($array->"key") value`.
    private mutating func addAssignment(_ command: LanguageCommand) {
        let value = command["value"] ?? command["do"]
        if case .binary(.element, _, _, _) = command["name"] {
            var keys: [ScriptExpression] = []
            var target = command["name"]
            while case .binary(.element, let left, let key, _) = target {
                keys.insert(key, at: 0)
                target = left
            }
            guard let name = Self.name(target) else { return self.addMissingName() }
            for key in keys { self.add(key) }
            if let value { self.add(value) } else { self.emit(.push(.nothing)) }
            self.emit(.assignElement(name, keys: keys.count))
        } else {
            guard let name = Self.name(command["name"]) else { return self.addMissingName() }
            if let value { self.add(value) }
            self.emit(.assign(name, hasValue: value != nil))
        }
        self.emit(.push(.nothing))
    }

    /// The code of an argument that holds code; another value there is run if it is code.
    private mutating func addCode(_ expression: ScriptExpression?) {
        switch expression {
        case .code(let block): self.addScope(block)
        case .some(let value):
            self.add(value)
            self.emit(.callIfCode)
            self.emit(.pop)
        case nil: break
        }
    }

    private mutating func addCondition(_ command: LanguageCommand) {
        self.addOptional(command["condition"])
        let toElse = self.hole()
        self.addCode(command["do"])
        let toEnd = self.hole()
        self.fill(toElse, .jumpUnless(self.here))
        self.addCode(command["else"])
        self.fill(toEnd, .jump(self.here))
        self.emit(.push(.nothing))
    }

    private mutating func addOptional(_ value: ScriptExpression?) {
        if let value { self.add(value) } else { self.emit(.push(.nothing)) }
    }

    private mutating func addWhile(_ command: LanguageCommand) {
        let start = self.here
        self.addOptional(command["condition"])
        let exit = self.hole()
        self.addCode(command["do"])
        self.emit(.jump(start))
        self.fill(exit, .jumpUnless(self.here))
        self.emit(.push(.nothing))
    }

    private mutating func addCount(_ command: LanguageCommand) {
        guard let name = Self.name(command["counter"]) else { return self.addMissingName() }
        self.addOptional(command["from"])
        self.addOptional(command["to"])
        if let step = command["step"] { self.add(step) }
        self.emit(.beginCount(hasStep: command["step"] != nil))
        self.addLoop(command["do"]) { .nextCount(name, exit: $0) }
    }

    private mutating func addEach(_ command: LanguageCommand) {
        let names = Self.names(command["counter"])
        guard let value = names.last, names.count <= 2 else { return self.addMissingName() }
        self.addOptional(command["in"])
        self.emit(.beginEach)
        self.addLoop(command["do"]) { .nextEach(key: names.count == 2 ? names[0] : nil, value: value, exit: $0) }
    }

    /// A scope for the counter, the next round or the way out, and the body.
    private mutating func addLoop(_ body: ScriptExpression?, _ next: (Int) -> ScriptInstruction) {
        self.emit(.enterScope)
        let start = self.hole()
        self.addCode(body)
        self.emit(.jump(start))
        self.fill(start, next(self.here))
        self.emit(.leaveScope)
        self.emit(.endLoop)
        self.emit(.push(.nothing))
    }

    private mutating func addDo(_ command: LanguageCommand) {
        let handler = command["on-error"].map { _ in self.hole() }
        let start = self.here
        self.addCode(command["command"])
        if let condition = command["while"] {
            self.add(condition)
            let exit = self.hole()
            self.emit(.jump(start))
            self.fill(exit, .jumpUnless(self.here))
        }
        if let handler {
            self.emit(.endGuarded)
            let toEnd = self.hole()
            self.fill(handler, .guarded(by: self.here))
            self.emit(.pop)
            self.addCode(command["on-error"])
            self.fill(toEnd, .jump(self.here))
        }
        self.emit(.push(.nothing))
    }

    /// Gives true when there was an error, else false (manual, Scripting page).
    private mutating func addOnError(_ command: LanguageCommand) {
        let names = Self.names(command["error"])
        guard let name = names.first else { return self.addMissingName() }
        // `:onerror err,attr` of the Fetch page.
        guard names.count == 1 else {
            self.emit(.push(.text("failure: :onerror with attributes is not simulated \(self.position)")))
            return self.emit(.raise)
        }
        self.emit(.enterScope)
        self.emit(.declare(name, isGlobal: false, hasValue: false))
        let handler = self.hole()
        self.addCode(command["in"])
        self.emit(.endGuarded)
        self.emit(.push(.boolean(false)))
        let toEnd = self.hole()
        self.fill(handler, .guarded(by: self.here))
        self.emit(.declare(name, isGlobal: false, hasValue: true))
        self.addCode(command["do"])
        self.emit(.push(.boolean(true)))
        self.fill(toEnd, .jump(self.here))
        self.emit(.leaveScope)
    }

    /// ASSUMED: without `max` there is one attempt, without `delay` no pause, and the last failure is the one that counts.
    private mutating func addRetry(_ command: LanguageCommand) {
        self.add(command["max"] ?? .literal(.number(1)))
        self.add(command["delay"] ?? .literal(.number(0)))
        self.emit(.beginRetry)
        let start = self.hole()
        self.addCode(command["command"])
        self.emit(.endGuarded)
        let toEnd = self.hole()
        self.fill(start, .guarded(by: self.here))
        self.emit(.nextRetry(start))
        if let handler = command["on-error"] {
            self.emit(.pop)
            self.addCode(handler)
        } else {
            self.emit(.raise)
        }
        self.fill(toEnd, .jump(self.here))
        self.emit(.endLoop)
        self.emit(.push(.nothing))
    }

    private mutating func addTime(_ command: LanguageCommand) {
        self.emit(.clock)
        self.addCode(command["command"])
        self.emit(.clock)
        self.emit(.elapsed)
    }
}
