/// The verbs of `/system/script` and `/system/scheduler`, and what their rows show besides what was written.
extension RouterState {
    mutating func writeScripts(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        if let policy = request["policy"] {
            let wanted = SimulatedAccount.policies(named: policy)
            guard wanted.isSubset(of: context.account.policies) else { throw .policyTooWide }
        }
        if let days = request["days"], days != "always", !days.isEmpty { throw .notSimulated("\(request.path) days") }
        switch verb {
        case "add":
            let id = try self.add(self.completed(request, in: menu, context), in: menu)
            guard menu.path == Menu.systemScheduler.path, var row = self.tables[menu.path]?[id] else { return id.word }
            row.values["owner"] = .bytes(WordBytes(context.account.name))
            if row.bytes("name") == nil { row.values["name"] = .bytes(WordBytes("schedule\(id.number + 1)")) }
            self.tables[menu.path]?.update(row)
            return id.word
        case "run": throw .notSimulated(request.path)
        default:
            if let start = request["start-time"], start != "startup", DurationText.read(start) == nil {
                throw .invalidValue("start-time")
            }
            return try self.writeRows(request, verb: verb, in: menu)
        }
    }

    /// Without `policy` a script may do what its author may; without a start an entry starts now (manual, Scheduler page).
    ///
    /// ASSUMED: the first; the console shows the whole list for an administrator.
    private func completed(
        _ request: CommandRequest,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> CommandRequest {
        var attributes = request.attributes
        func fill(_ name: String, _ value: WordBytes) {
            if !request.has(name) { attributes.append(.init(name: name, value: value)) }
        }
        let own = Menu.scriptPolicies.filter { name in
            SimulatedAccount.Policy(rawValue: name.text).map(context.account.policies.contains) ?? false
        }
        fill("policy", WordBytes(own.map(\.text).joined(separator: ",")))
        if menu.path == Menu.systemScript.path {
            fill("owner", WordBytes(context.account.name))
        } else {
            let present = CivilTime(epochSeconds: self.localSeconds(at: context.now))
            fill("start-date", WordBytes(present.date(isISO: self.features.hasISODates)))
            fill("start-time", WordBytes(present.timeOfDay))
            if let start = request["start-time"], start != "startup", DurationText.read(start) == nil {
                throw .invalidValue("start-time")
            }
        }
        return CommandRequest(request.path, attributes: attributes, queries: request.queries)
    }

    /// Values that nobody wrote.
    func scriptValues(of row: TableRow, in menu: Menu) -> [String: WordBytes] {
        switch menu.path {
        case Menu.systemScheduler.path:
            let entry = self.scripts.schedule[row.serial]
            var values: [String: WordBytes] = ["run-count": WordBytes(entry?.runCount ?? 0)]
            if let next = entry?.nextRun { values["next-run"] = self.timeText(self.localSeconds(at: next)) }
            return values
        case Menu.systemScript.path:
            guard let runs = self.scripts.runs[row.serial] else { return [:] }
            return ["run-count": WordBytes(runs.count), "last-started": self.timeText(runs.lastLocalSeconds)]
        default: return [:]
        }
    }

    func timeText(_ localSeconds: Int64) -> WordBytes {
        let time = CivilTime(epochSeconds: localSeconds)
        return WordBytes("\(time.date(isISO: self.features.hasISODates)) \(time.timeOfDay)")
    }

    func printed(_ process: ScriptProcess) -> PrintedRow {
        var row = PrintedRow()
        row.append(".id", process.id.word)
        // ASSUMED: every job is of this type.
        row.append("type", "command")
        row.append("script", process.name.map { WordBytes($0) })
        row.append("owner", WordBytes(process.account.name))
        row.append("started", self.timeText(self.localSeconds(at: process.startedAt)))
        return row
    }
}
