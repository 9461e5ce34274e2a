/// What a running script asks of the router.
extension RouterState {
    mutating func answer(_ action: ScriptAction, for process: inout ScriptProcess, now: Duration) {
        do throws(ScriptFailure) {
            switch action {
            case .rows(let shape, let position):
                process.machine.resume(.rows(try self.scriptRows(shape, position, process, now: now)))
            case .printed(let selection, let position):
                try self.finishPrint(selection, position, &process, now: now)
            case .command(let shape, let values, let position):
                let call = MenuCall(shape: shape, values: values, position: position)
                try self.carryOut(call, for: &process, now: now)
            case .execute(let source, let waits, let file):
                try self.execute(source, waits: waits, file: file, &process, now: now)
            case .importFile(let name, let line):
                let program = try self.importedProgram(name, fromLine: line)
                process.machine.resume(.call(program, name: nil, policies: nil))
            case .resolve(let name, let position):
                process.machine.resume(.value(try self.resolve(name, position)))
            case .writeFile(let name, let contents):
                do throws(CommandTrap) {
                    try self.require(.ftp, process)
                    try self.writeFile(name, contents, now: now)
                } catch {
                    throw ScriptFailure(error.message)
                }
                process.machine.resume(.value(.nothing))
            case .finished, .failed, .wait: break
            }
        } catch {
            process.machine.resume(.failure(error))
        }
    }

    func require(_ policy: SimulatedAccount.Policy, _ process: ScriptProcess) throws(CommandTrap) {
        guard process.policies.contains(policy) else { throw .notPermitted }
    }

    func context(of process: ScriptProcess, now: Duration) -> CommandContext {
        var account = process.account
        account.policies = process.policies
        return CommandContext(account: account, now: now, isScript: true)
    }

    private func scriptRows(
        _ shape: MenuCommandShape,
        _ position: ScriptPosition,
        _ process: ScriptProcess,
        now: Duration
    ) throws(ScriptFailure) -> [ScriptRow] {
        guard let menu = self.menu(shape.menu) else { throw .badCommand(shape.menu, at: position) }
        let context = self.context(of: process, now: now)
        do throws(CommandTrap) {
            try context.requires(.read)
        } catch {
            throw self.failure(error, of: shape.path, at: position)
        }
        return self.printedRows(of: menu, now: now, showsSecrets: context.showsSecrets).map {
            ScriptRow(menu: menu, printed: $0, version: self.version)
        }
    }

    /// `as-value` gives an array of rows, or the row of a menu that has only one; `count-only` a number; `file=` writes, and anything else
    /// prints.
    private mutating func finishPrint(
        _ selection: ScriptSelection,
        _ position: ScriptPosition,
        _ process: inout ScriptProcess,
        now: Duration
    ) throws(ScriptFailure) {
        var flags: Set<String> = []
        var file: WordBytes?
        let known =
            ArgumentCatalog.arguments(
                of: "print",
                in: selection.kept.first?.menu ?? self.menu(selection.shape.menu) ?? .log,
                version: self.version
            ) ?? []
        for (index, name) in selection.shape.names.enumerated() {
            let value = selection.arguments[index].argument
            let flag = name ?? value.text
            guard known.contains(flag) else { throw .badParameter(flag, at: selection.shape.positions[index]) }
            switch flag {
            case "as-value", "count-only", "detail", "brief", "terse", "without-paging", "show-ids", "value-list":
                flags.insert(flag)
            case "file": file = value
            default: throw .notSimulated("print \(flag)", at: selection.shape.positions[index])
            }
        }
        if flags.contains("count-only") {
            return process.machine.resume(.value(.number(Int64(selection.kept.count))))
        }
        if flags.contains("as-value"), file == nil {
            let isSingle = self.menu(selection.shape.menu)?.form == .singleton
            let rows = selection.kept.map(\.all)
            return process.machine.resume(.value(isSingle ? rows.first ?? .nothing : .array(ScriptArray(rows))))
        }
        // ASSUMED: how a table is laid out; here each row is a line of `name=value`.
        let text = selection.kept.map { row in
            row.printed.fields.map { "\($0.name)=\($0.value.text)" }.joined(separator: " ")
        }.joined(separator: "\n")
        if let file {
            do throws(CommandTrap) {
                try self.require(.ftp, process)
                // The manual's way to make a file: its name gets `.txt`.
                let name = file.text.contains(".") ? file : WordBytes(file.text + ".txt")
                try self.writeFile(name, WordBytes(text), now: now)
            } catch {
                throw self.failure(error, of: selection.shape.path, at: position)
            }
        } else {
            try process.machine.print(WordBytes(text))
        }
        process.machine.resume(.value(.nothing))
    }

    /// The log has `(/path/command; line 1)` behind the message (manual, Scripting page, script permissions); the variable of `:onerror` and
    /// the console have the message alone (manual, Fetch page).
    func failure(_ trap: CommandTrap, of path: String, at position: ScriptPosition) -> ScriptFailure {
        var failure = ScriptFailure(trap.message)
        failure.place = "(\(path); line \(position.line))"
        return failure
    }

    private func resolve(_ name: WordBytes, _ position: ScriptPosition) throws(ScriptFailure) -> ScriptValue {
        if let address = IPv4(name.text) { return .address(address) }
        guard let address = self.traits.hostNames[name.text.lowercased()].flatMap(IPv4.init) else {
            // The manual's own example.
            throw ScriptFailure("failure: dns name does not exist")
        }
        return .address(address)
    }
}
