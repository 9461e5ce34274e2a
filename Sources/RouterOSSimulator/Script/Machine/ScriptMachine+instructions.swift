/// What each instruction does.
extension ScriptMachine {
    mutating func carryOut(
        _ instruction: ScriptInstruction,
        _ environment: inout ScriptEnvironment
    ) throws(ScriptFailure) -> ScriptAction? {
        switch instruction {
        case .push(let value): self.push(value)
        case .pop: _ = self.pop()
        case .load(let name): self.push(self.value(of: name, environment))
        case .loadProperty(let name): self.push(try self.property(name))
        case .interpolate(let count):
            let values = self.pop(count)
            try self.pushMeasured(.string(WordBytes(values.flatMap(\.shown.bytes))))
        case .array(let items): try self.makeArray(items)
        case .presence:
            let value = self.pop()
            self.push(.boolean(value.truth ?? true))
        case .unary(let operation): self.push(try self.pop().apply(operation, at: self.position))
        case .binary(let operation):
            let right = self.pop()
            try self.pushMeasured(try self.pop().apply(operation, right, at: self.position))
        case .code(let program): self.push(.code(ScriptCode(program: program)))
        case .enterScope: self.frame.scopes.append([:])
        case .leaveScope: self.frame.scopes.removeLast()
        case .declare(let name, let isGlobal, let hasValue): self.declare(name, isGlobal, hasValue, &environment)
        case .assign(let name, let hasValue):
            try self.assign(name, hasValue ? self.pop() : nil, &environment)
        case .assignElement(let name, let keys): try self.assignElement(name, keys: keys, &environment)
        case .unknown(let name):
            let isMissing = LanguageCommandSpecification.missing.contains(name)
            throw isMissing ? .notSimulated(":\(name)", at: self.position) : .badCommand(name, at: self.position)
        case .clock: self.push(.time(environment.timestamp))
        case .elapsed:
            let end = self.pop()
            self.push(try end.apply(.subtract, self.pop(), at: self.position))
        case .parse:
            let program = try ScriptProgram.compile(
                self.pop().shown,
                version: environment.version,
                givesValue: true
            )
            self.push(.code(ScriptCode(program: program)))
        case .function(let name, let names): return try self.callFunction(name, names, &environment)
        default: return try self.controlFlow(instruction, environment)
        }
        return nil
    }

    private mutating func controlFlow(
        _ instruction: ScriptInstruction,
        _ environment: ScriptEnvironment
    ) throws(ScriptFailure) -> ScriptAction? {
        switch instruction {
        case .jump(let goal): self.frame.next = goal
        case .jumpUnless(let goal):
            if try !self.condition() { self.frame.next = goal }
        case .guarded(let goal):
            let frame = self.frame
            self.frame.handlers.append(
                .init(goal: goal, stack: frame.stack.count, scopes: frame.scopes.count, loops: frame.loops.count)
            )
        case .endGuarded: _ = self.frame.handlers.popLast()
        case .raise: throw ScriptFailure(self.pop().shown)
        case .leave: return self.leave(self.pop())
        case .beginEach, .nextEach, .beginCount, .nextCount, .beginRetry, .nextRetry, .endLoop:
            return try self.loop(instruction)
        case .call(let names, let function): try self.call(names, function)
        case .callIfCode:
            if case .code(let code) = self.frame.stack.last {
                _ = self.pop()
                self.enter(code.program)
            }
        case .wait:
            guard case .time(let time) = self.pop().asTime, time >= 0 else {
                throw .runtime("invalid value for argument delay-time", at: self.position)
            }
            self.push(.nothing)
            return .wait(time)
        default: return try self.reachOut(instruction)
        }
        return nil
    }

    /// Commands of the router.
    private mutating func reachOut(_ instruction: ScriptInstruction) throws(ScriptFailure) -> ScriptAction? {
        switch instruction {
        case .command(let shape): return .command(shape, self.pop(shape.names.count), self.position)
        case .select(let shape):
            let selection = ScriptSelection(shape: shape, arguments: self.pop(shape.names.count), rows: [])
            self.frame.loops.append(.rows(selection))
            return .rows(shape, self.position)
        case .nextRow(let exit): self.nextRow(exit: exit)
        case .keepRow: try self.keepRow()
        case .endSelect:
            guard case .rows(let selection) = self.frame.loops.popLast() else { return nil }
            if selection.shape.verb == "print" { return .printed(selection, self.position) }
            self.push(.array(ScriptArray(selection.kept.map { $0.value(of: ".id") ?? .nothing })))
        case .execute(let names):
            let values = Dictionary(zip(names, self.pop(names.count)), uniquingKeysWith: { $1 })
            return .execute(
                source: values["script"]?.shown ?? "",
                waits: values["as-string"] != nil,
                file: values["file"]?.shown
            )
        case .importFile(let names):
            let values = Dictionary(zip(names, self.pop(names.count)), uniquingKeysWith: { $1 })
            if values["dry-run"] != nil { throw .notSimulated("dry-run", at: self.position) }
            var line: Int64 = 1
            if case .number(let number) = values["from-line"]?.asNumber { line = number }
            return .importFile(values["file-name"]?.shown ?? "", fromLine: line)
        default: throw .notSimulated("this command", at: self.position)
        }
        return nil
    }

    func condition(_ value: ScriptValue) throws(ScriptFailure) -> Bool {
        guard let truth = value.truth else {
            // ASSUMED: the wording.
            throw .runtime("conditional not boolean", at: self.position)
        }
        return truth
    }

    mutating func condition() throws(ScriptFailure) -> Bool {
        let value = self.pop()
        return try self.condition(value)
    }

    private mutating func makeArray(_ items: [Bool]) throws(ScriptFailure) {
        let values = self.pop(items.reduce(0) { $0 + ($1 ? 2 : 1) })
        var array = ScriptArray()
        var next = values.startIndex
        for isKeyed in items {
            if isKeyed {
                array.set(values[next + 1], for: values[next].shown)
                next += 2
            } else {
                array.append(values[next])
                next += 1
            }
        }
        try self.pushMeasured(.array(array))
    }

    /// Arguments are variables of the function: by their names, the others as `$1`, `$2`; `$0` is the function.
    ///
    /// ASSUMED: calling what is no code gives nothing, as the manual's tips show for a function that was not declared.
    private mutating func call(_ names: [String?], _ function: String?) throws(ScriptFailure) {
        let values = self.pop(names.count)
        guard case .code(let code) = self.pop() else {
            self.push(.nothing)
            return
        }
        var variables: [String: ScriptValue] = [:]
        var place = 0
        for (name, value) in zip(names, values) {
            if let name {
                variables[name] = value
            } else {
                place += 1
                variables[String(place)] = value
            }
        }
        if let function { variables["0"] = .text("$\(function)") }
        self.enter(code.program, variables: variables)
    }

    private mutating func nextRow(exit: Int) {
        // Taken out while it changes, so that a long list is not copied for each of its rows.
        guard case .rows(var selection) = self.frame.loops.popLast() else { return }
        if selection.next < selection.rows.count { selection.next += 1 } else { self.frame.next = exit }
        self.frame.loops.append(.rows(selection))
    }

    private mutating func keepRow() throws(ScriptFailure) {
        guard try self.condition(), let row = self.frame.row, case .rows(var selection) = self.frame.loops.popLast()
        else { return }
        selection.kept.append(row)
        self.frame.loops.append(.rows(selection))
    }
}
