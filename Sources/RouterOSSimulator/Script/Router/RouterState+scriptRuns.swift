/// `/system/script/run`, `/import` and `/execute`, from scripts and from the API.
extension RouterState {
    /// A command that starts a script, if this is one.
    ///
    /// - Returns: the answer, or the job whose end is the answer; nil for any other command.
    mutating func beginScript(
        _ request: CommandRequest,
        _ context: CommandContext
    ) throws(CommandTrap) -> CommandOutcome? {
        let id: RowID?
        switch request.path {
        case "/execute": return try self.executeCommand(request, context)
        case "/import":
            try self.checkNames(request, ["file-name", "from-line", "verbose"])
            guard let name = request["file-name"] else { throw .missing("file-name") }
            let program: ScriptProgram
            do throws(ScriptFailure) {
                program = try self.importedProgram(name, fromLine: Int64(request["from-line"]?.text ?? "1") ?? 1)
            } catch {
                throw CommandTrap(error)
            }
            id = self.startScript(program, account: context.account, origin: .command(.nothing), now: context.now)
        case "/system/script/run":
            _ = try self.findMenu(request)
            try self.checkNames(request, ["number", ".id", "use-script-permissions"])
            let run = try self.scriptToRun(request, policies: context.account.policies, now: context.now)
            var account = context.account
            account.policies = run.policies ?? account.policies
            id = self.startScript(
                run.program,
                name: run.name,
                account: account,
                origin: .command(.nothing),
                now: context.now
            )
        case "/tool/fetch":
            _ = try self.findMenu(request)
            id = try self.fetchCommand(request, context)
        default: return nil
        }
        guard let id else { throw CommandTrap("failure: too many scripts are running") }
        self.runScripts(now: context.now)
        return self.outcome(of: id)
    }

    private func checkNames(_ request: CommandRequest, _ known: Set<String>) throws(CommandTrap) {
        for attribute in request.attributes where !known.contains(attribute.name) {
            throw .unknownParameter(attribute.name)
        }
    }

    /// The answer of a job that ended, else the job.
    func outcome(of id: RowID) -> CommandOutcome {
        self.scripts.results[id] == nil ? .script(id) : .replies(self.replies(of: id))
    }

    /// What a job that ended answers to the command that began it.
    func replies(of id: RowID) -> [CommandReply] {
        switch self.scripts.results[id] {
        // ASSUMED: over the API a failure of a script is a trap of category 3.
        case .failure(let failure, _): [.trap(message: failure.message.text, category: 3), .done(ret: nil)]
        case .done(let row, let ret): (row.map { [.row($0)] } ?? []) + [.done(ret: ret)]
        case nil: [.done(ret: nil)]
        }
    }

    /// `/execute`: a job's id at once, or with `as-string` what the script printed (quickchr; tikoci/lsp-routeros-ts).
    private mutating func executeCommand(
        _ request: CommandRequest,
        _ context: CommandContext
    ) throws(CommandTrap) -> CommandOutcome {
        try self.checkNames(request, ["script", "as-string", "file"])
        guard let source = request["script"] else { throw .missing("script") }
        let program: ScriptProgram
        do throws(ScriptFailure) {
            program = try self.executable(source)
        } catch {
            throw CommandTrap(error)
        }
        let waits = request.has("as-string")
        let id = self.startScript(
            program,
            account: context.account,
            origin: waits ? .command(.output) : .background(file: request["file"]),
            now: context.now
        )
        guard let id else { throw CommandTrap("failure: too many scripts are running") }
        self.runScripts(now: context.now)
        return waits ? self.outcome(of: id) : .replies([.done(ret: id.word)])
    }

    /// `:execute` of a script.
    mutating func execute(
        _ source: WordBytes,
        waits: Bool,
        file: WordBytes?,
        _ process: inout ScriptProcess,
        now: Duration
    ) throws(ScriptFailure) {
        let program = try self.executable(source)
        var account = process.account
        account.policies = process.policies
        let origin: ScriptProcess.Origin = waits ? .script(process.id) : .background(file: file)
        guard let id = self.startScript(program, account: account, origin: origin, now: now) else {
            throw ScriptFailure("failure: too many scripts are running")
        }
        if waits {
            process.phase = .awaiting
        } else {
            process.machine.resume(.value(.id(id)))
        }
    }

    /// The name of a script, or a script itself, of at most 64 kB (manual, Scripting page).
    private func executable(_ source: WordBytes) throws(ScriptFailure) -> ScriptProgram {
        // ASSUMED: the wording.
        guard source.bytes.count <= 65_536 else { throw ScriptFailure("failure: contents too long") }
        return try ScriptProgram.compile(source, version: self.version)
    }

    /// A file is read whole before anything of it is carried out (reported).
    func importedProgram(_ name: WordBytes, fromLine line: Int64) throws(ScriptFailure) -> ScriptProgram {
        guard let contents = self.fileContents(name) else {
            // ASSUMED: the wording.
            throw ScriptFailure("failure: cannot open import file")
        }
        var rest = contents.bytes[...]
        for _ in 1..<max(1, line) {
            guard let end = rest.firstIndex(of: .newline) else { break }
            rest = rest[(end + 1)...]
        }
        do throws(ScriptFailure) {
            return try ScriptProgram.compile(WordBytes(rest), version: self.version)
        } catch {
            // Manual, Scripting page, import.
            throw ScriptFailure("Script Error: \(error.message.text)")
        }
    }

    /// A script of the repository, and what it may do.
    ///
    /// One that asks for more than its caller has is refused, unless it says `dont-require-permissions`; else the caller's permissions
    /// count, or with `use-script-permissions` its own (manual, Scripting page, script permissions).
    mutating func scriptToRun(
        _ request: CommandRequest,
        policies: Set<SimulatedAccount.Policy>,
        now: Duration
    ) throws(CommandTrap) -> (program: ScriptProgram, name: String, policies: Set<SimulatedAccount.Policy>?) {
        let menu = Menu.systemScript
        guard let row = try self.findIDs(request, in: menu).first.flatMap({ self.tables[menu.path]?[$0] }) else {
            throw .noSuchItem(isOld: self.features.numbersErrors)
        }
        let own = SimulatedAccount.policies(named: row.bytes("policy") ?? Menu.scriptPolicyNames)
        let isFree = row.bytes("dont-require-permissions") == "true"
        guard isFree || own.isSubset(of: policies) else { throw .notPermitted }
        self.scripts.runs[row.serial, default: ScriptRuns()].count += 1
        let started = self.localSeconds(at: now)
        self.scripts.runs[row.serial]?.lastLocalSeconds = started
        let name = row.bytes("name")?.text ?? ""
        do throws(ScriptFailure) {
            let program = try self.scripts.program(of: row.bytes("source") ?? "", version: self.version)
            // ASSUMED: `dont-require-permissions` lets it use all of its own.
            return (program, name, isFree || request.has("use-script-permissions") ? own : nil)
        } catch {
            throw CommandTrap(error)
        }
    }
}
