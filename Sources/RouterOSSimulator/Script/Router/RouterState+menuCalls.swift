/// Commands of menus, as scripts give them.
extension RouterState {
    mutating func carryOut(
        _ call: MenuCall,
        for process: inout ScriptProcess,
        now: Duration
    ) throws(ScriptFailure) {
        let shape = call.shape
        guard let menu = self.menu(shape.menu) else { throw .badCommand(shape.verb, at: call.position) }
        let arguments = try call.arguments(in: menu, version: self.version)
        let context = self.context(of: process, now: now)
        do throws(CommandTrap) {
            switch (menu.path, shape.verb) {
            case ("/tool", "fetch"):
                try self.beginFetch(self.request(shape, arguments), for: &process, now: now)
            case ("/system/script", "run"):
                let request = self.request(shape, arguments)
                let run = try self.scriptToRun(request, policies: process.policies, now: now)
                process.machine.resume(.call(run.program, name: run.name, policies: run.policies))
            case (_, "get"):
                process.machine.resume(.value(try self.typedGet(self.request(shape, arguments), in: menu, context)))
            default:
                try self.refuseNumbers(arguments)
                let request = self.request(shape, arguments)
                let before = self.configurationWrites
                let outcome = try self.perform(request, context)
                self.scripts.noteWrites(self.configurationWrites - before)
                if self.scripts.lostPower { return process.phase = .awaiting }
                for name in shape.unset { try self.takeAway(name, as: request, in: menu, context) }
                process.machine.resume(.value(Self.returned(outcome)))
            }
        } catch {
            guard let failure = error.scriptFailure else {
                throw self.failure(error, of: shape.path, at: call.position)
            }
            throw failure
        }
    }

    private func request(
        _ shape: MenuCommandShape,
        _ arguments: [(name: String, value: ScriptValue, position: ScriptPosition)]
    ) -> CommandRequest {
        CommandRequest(
            shape.path,
            attributes: arguments.map { .init(name: $0.name, value: $0.value.argument) }
        )
    }

    /// A script does not know what row 1 is: numbers belong to a print at the console (manual, tips and tricks).
    private func refuseNumbers(
        _ arguments: [(name: String, value: ScriptValue, position: ScriptPosition)]
    ) throws(CommandTrap) {
        for argument in arguments
        where ["numbers", "number", ".id", "destination", "place-before"].contains(argument.name) {
            for part in argument.value.argument.commaSeparated() where Int(part.text) != nil {
                throw .noSuchItem(isOld: self.features.numbersErrors)
            }
        }
    }

    /// `!name` takes a property away.
    private mutating func takeAway(
        _ name: String,
        as request: CommandRequest,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) {
        guard request.verb == "set" else { throw .unknownParameter("!\(name)") }
        let rows = request.attributes.filter { $0.name == "numbers" || $0.name == ".id" }
        _ = try self.perform(
            CommandRequest("\(menu.path)/reset", attributes: rows + [.init(name: name, value: "")]),
            context
        )
    }

    /// What a command gave: the id of a new row.
    private static func returned(_ outcome: CommandOutcome) -> ScriptValue {
        guard case .replies(let replies) = outcome, case .done(let ret?) = replies.last else { return .nothing }
        return ScriptRow.id(ret)
    }

    /// `get` with a name gives that property, without one all of them.
    ///
    /// ASSUMED: a property that is not there is an empty text, as the API has it.
    private func typedGet(
        _ request: CommandRequest,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> ScriptValue {
        try context.requires(.read)
        for name in ["as-string", "as-string-value", "values"] where request.has(name) {
            throw .notSimulated("\(request.path) \(name)")
        }
        let row: PrintedRow?
        if menu.form == .singleton {
            row = self.printedRows(of: menu, now: context.now, showsSecrets: context.showsSecrets).first
        } else {
            if let number = request["number"], Int(number.text) != nil {
                throw .noSuchItem(isOld: self.features.numbersErrors)
            }
            // Several rows, or none, have no property.
            // ASSUMED: the first one counts, but a service with connections is refused as a change of it is.
            let ids = try self.findIDs(request, in: menu)
            if menu.path == Menu.ipService.path, ids.count > 1 { throw CommandTrap.configuredElsewhere }
            row = ids.first.flatMap {
                self.printedRow($0, of: menu, now: context.now, showsSecrets: context.showsSecrets)
            }
        }
        guard let row else { throw .noSuchItem(isOld: self.features.numbersErrors) }
        let typed = ScriptRow(menu: menu, printed: row, version: self.version)
        guard let name = request["value-name"]?.text else { return typed.all }
        guard let value = typed.value(of: name) else { throw .noMatch("value-name") }
        if case .boolean(let isTrue) = value, menu.path == Menu.systemDeviceMode.path,
            self.features.givesDeviceModeAsWords
        {
            return .string(isTrue ? "yes" : "no")
        }
        return value == .nothing ? .emptyText : value
    }
}
