/// Scripts are started, run as far as they can, and end.
extension RouterState {
    /// Begins a script; it runs when ``runScripts(now:)`` is called.
    ///
    /// - Returns: the job's id, or nil when too many run already.
    @discardableResult
    mutating func startScript(
        _ program: ScriptProgram,
        name: String? = nil,
        variables: [String: ScriptValue] = [:],
        account: SimulatedAccount,
        origin: ScriptProcess.Origin,
        now: Duration
    ) -> RowID? {
        guard self.scripts.processes.count < ScriptsState.processesMaximum else {
            self.writeLog("script,error", "too many scripts are running", now: now)
            return nil
        }
        let id = self.scripts.takeID()
        self.scripts.processes.append(
            ScriptProcess(
                id: id,
                machine: ScriptMachine(program, name: name, variables: variables),
                account: account,
                origin: origin,
                name: name,
                startedAt: now
            )
        )
        return id
    }

    /// Runs every script that can go on, in the order of their starts.
    mutating func runScripts(now: Duration) {
        guard !self.scripts.isRunning else { return }
        self.scripts.isRunning = true
        defer { self.scripts.isRunning = false }
        while let index = self.scripts.processes.firstIndex(where: \.isReady) {
            let process = self.scripts.processes[index]
            self.run(process, now: now)
        }
    }

    /// Pauses that are over.
    mutating func wakeScripts(now: Duration) {
        for index in self.scripts.processes.indices {
            guard let moment = self.scripts.processes[index].wakesAt, moment <= now else { continue }
            self.scripts.processes[index].machine.resume(.waited)
            self.scripts.processes[index].phase = .ready
        }
    }

    /// Goes on with a script that waited for something.
    mutating func resumeScript(_ id: RowID, _ answer: ScriptAnswer, now: Duration) {
        guard let index = self.scripts.processes.firstIndex(where: { $0.id == id }) else { return }
        self.scripts.processes[index].machine.resume(answer)
        self.scripts.processes[index].phase = .ready
        self.runScripts(now: now)
    }

    private func environment(of process: ScriptProcess, now: Duration) -> ScriptEnvironment {
        // What is less than a second passes for scripts too.
        let fraction = now.components.attoseconds / 1_000_000_000
        return ScriptEnvironment(
            version: self.version,
            globals: self.scripts.globals[process.account.name] ?? [:],
            generator: self.scripts.generator,
            timestamp: self.epochSeconds(at: now) * ScriptTime.second + fraction,
            jobName: process.name ?? ""
        )
    }

    private mutating func run(_ process: ScriptProcess, now: Duration) {
        var process = process
        var environment = self.environment(of: process, now: now)
        while process.isReady {
            let action = process.machine.run(&environment)
            // Other scripts of this user see its variables from here on.
            self.scripts.globals[process.account.name] = environment.globals
            self.scripts.generator = environment.generator
            switch action {
            case .finished(let value): return self.end(process, value, now: now)
            case .failed(let failure): return self.fail(process, failure, now: now)
            case .wait(let nanoseconds):
                // Less than a millisecond would let a loop of pauses stand still for ever.
                process.phase = .waiting(until: now + .nanoseconds(max(nanoseconds, 1_000_000)))
            default:
                self.answer(action, for: &process, now: now)
            }
        }
        guard let index = self.scripts.processes.firstIndex(where: { $0.id == process.id }) else { return }
        self.scripts.processes[index] = process
    }

    private mutating func end(_ process: ScriptProcess, _ value: ScriptValue, now: Duration) {
        self.scripts.processes.removeAll { $0.id == process.id }
        let output = WordBytes(process.machine.output)
        switch process.origin {
        case .command(let answer):
            var row: PrintedRow?
            if case .row = answer, case .array(let array) = value {
                row = PrintedRow(fields: array.keys.map { .init(name: $0.text, value: array[$0]?.argument ?? "") })
            }
            var ret: WordBytes?
            if case .output = answer { ret = output }
            self.scripts.results[process.id] = .done(row: row, ret: ret)
        case .script(let waiting): self.wake(waiting, .value(.string(output)))
        case .background(let file?):
            // ASSUMED: a file that cannot be written is lost without a word.
            try? self.writeFile(file, output, now: now)
        case .background, .scheduler, .hotspot: break
        }
    }

    private mutating func fail(_ process: ScriptProcess, _ failure: ScriptFailure, now: Duration) {
        self.scripts.processes.removeAll { $0.id == process.id }
        switch process.origin {
        // The other script, or nobody, says that it failed.
        case .script(let waiting): return self.wake(waiting, .failure(failure))
        case .command:
            self.scripts.results[process.id] = .failure(failure, printed: WordBytes(process.machine.output))
        case .background, .scheduler, .hotspot: break
        }
        self.logFailure(failure, of: process.origin, script: process.name, now: now)
    }

    private mutating func wake(_ id: RowID, _ answer: ScriptAnswer) {
        guard let index = self.scripts.processes.firstIndex(where: { $0.id == id }) else { return }
        self.scripts.processes[index].machine.resume(answer)
        self.scripts.processes[index].phase = .ready
    }

    /// Two lines from 7.15 on: what failed, and why (manual, Scripting page, script permissions; the first line was seen on 7.15).
    ///
    /// ASSUMED: one line before, and the words for hooks and commands.
    mutating func logFailure(
        _ failure: ScriptFailure,
        of origin: ScriptProcess.Origin,
        script name: String?,
        now: Duration
    ) {
        let script = name.map { " \($0)" } ?? ""
        let source: String
        var prefix = ""
        switch origin {
        case .scheduler(let entry):
            source = "scheduler (\(entry))"
            if name == nil { prefix = "(scheduler:\(entry)) " }
        case .hotspot: source = "hotspot"
        case .command: source = "api"
        case .background, .script: source = "execute"
        }
        let place = failure.place.map { " \($0)" } ?? ""
        guard self.features.logsScriptsThatFailed else {
            let message = WordBytes(Array("script error: ".utf8) + failure.message.bytes)
            return self.writeLog("script,error", message, now: now)
        }
        let first = "executing script\(script) from \(source) failed, please check it manually"
        self.writeLog("script,error", first, now: now)
        self.writeLog(
            "script,error,debug",
            WordBytes(Array(prefix.utf8) + failure.message.bytes + Array(place.utf8)),
            now: now
        )
    }
}
