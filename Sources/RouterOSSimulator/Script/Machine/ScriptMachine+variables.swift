/// Names and what they stand for.
extension ScriptMachine {
    /// A name that nobody declared is nothing, without an error (measured for names in texts).
    ///
    /// Behind `where` a property of the menu comes before a variable of the same name (manual, tips and tricks).
    func value(of name: String, _ environment: ScriptEnvironment) -> ScriptValue {
        if let value = self.frame.row?.value(of: name) { return value }
        switch self.frame.binding(name) {
        case .local(let value): return value
        case .global: return environment.globals[name] ?? .nothing
        case nil: return .nothing
        }
    }

    func property(_ name: String) throws(ScriptFailure) -> ScriptValue {
        guard let value = self.frame.row?.value(of: name) else { throw .badParameter(name, at: self.position) }
        return value
    }

    /// A global variable is known where it was declared only; inside a function that got an argument of that name, the argument
    /// stays (manual, Scripting page).
    mutating func declare(
        _ name: String,
        _ isGlobal: Bool,
        _ hasValue: Bool,
        _ environment: inout ScriptEnvironment
    ) {
        let value = hasValue ? self.pop() : nil
        let last = self.frame.scopes.count - 1
        guard isGlobal else {
            self.frame.scopes[last][name] = .local(value ?? .nothing)
            return
        }
        if self.isCalled, case .local = self.frame.scopes[0][name] {
            if let value { self.frame.scopes[0][name] = .local(value) }
            return
        }
        self.frame.scopes[last][name] = .global
        if let value { environment.globals[name] = value }
    }

    /// Without a value a variable is taken away (manual, Scripting page).
    mutating func assign(
        _ name: String,
        _ value: ScriptValue?,
        _ environment: inout ScriptEnvironment
    ) throws(ScriptFailure) {
        for index in self.frame.scopes.indices.reversed() {
            switch self.frame.scopes[index][name] {
            case .local:
                self.frame.scopes[index][name] = .local(value ?? .nothing)
                return
            case .global:
                environment.globals[name] = value
                return
            case nil: continue
            }
        }
        // Using a name that was not declared is a syntax error (manual, Scripting page).
        // ASSUMED: found when the command is carried out.
        throw .runtime("syntax error", at: self.position)
    }

    /// `:set ($array->"a"->0) value`.
    mutating func assignElement(
        _ name: String,
        keys: Int,
        _ environment: inout ScriptEnvironment
    ) throws(ScriptFailure) {
        let value = self.pop()
        let path = self.pop(keys)
        let changed = try self.changed(self.value(of: name, environment), path[...], to: value)
        try Self.measure(changed)
        try self.assign(name, changed, &environment)
    }

    /// ASSUMED: an element of what is no array makes one, and a place that an array does not have is an error unless it is the next.
    private func changed(
        _ target: ScriptValue,
        _ path: ArraySlice<ScriptValue>,
        to value: ScriptValue
    ) throws(ScriptFailure) -> ScriptValue {
        guard let key = path.first else { return value }
        var array = target.elements ?? ScriptArray()
        let present = try ScriptValue.array(array).apply(.element, key, at: self.position)
        let element = try self.changed(present, path.dropFirst(), to: value)
        if case .number(let place) = key {
            if place == Int64(array.count) {
                array.append(element)
            } else if !array.set(element, at: place) {
                throw .runtime("no such item", at: self.position)
            }
        } else {
            array.set(element, for: key.shown)
        }
        return .array(array)
    }
}
