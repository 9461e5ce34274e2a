/// `/system/scheduler`: scripts at their times, by the router's own clock.
extension RouterState {
    /// Entries that start with the router run so long after a boot (manual, Scheduler page).
    private static let startupDelay = Duration.seconds(3)

    /// A row was written, and is planned anew.
    mutating func schedule(_ row: TableRow, in menu: Menu) {
        guard menu.path == Menu.systemScheduler.path else { return }
        let now = self.scripts.reached
        let next = self.nextRun(of: row, after: now)
        self.scripts.schedule[row.serial, default: ScheduleEntry()].nextRun = next
    }

    /// The clock jumped.
    ///
    /// ASSUMED: each entry is planned anew by the new time; what should have run meanwhile is left out.
    mutating func rescheduleAll(now: Duration) {
        for row in self.tables[Menu.systemScheduler.path]?.allRows() ?? [] {
            let next = self.nextRun(of: row, after: now)
            self.scripts.schedule[row.serial, default: ScheduleEntry()].nextRun = next
        }
    }

    mutating func scheduleAfterBoot(now: Duration) {
        self.scripts.reached = max(self.scripts.reached, now)
        self.scripts.schedule = [:]
        self.rescheduleAll(now: now)
    }

    private func nextRun(of row: TableRow, after now: Duration) -> Duration? {
        guard !row.isDisabled else { return nil }
        let interval = (row.bytes("interval").flatMap(DurationText.read) ?? 0) / 1000
        let moment = Duration.seconds(now.components.seconds)
        if row.bytes("start-time") == "startup" {
            let start = self.bootedAt + Self.startupDelay
            // With an interval it does not run at that moment, but first one interval later (manual, Scheduler page).
            let sinceStart = max(0, (now - start).components.seconds)
            if interval > 0 { return start + .seconds((sinceStart / interval + 1) * interval) }
            return start > now ? start : nil
        }
        guard let date = row.bytes("start-date").flatMap({ CivilTime.epochSeconds(date: $0.text) }),
            let time = row.bytes("start-time").flatMap(DurationText.read)
        else { return nil }
        let start = date + time / 1000
        let present = self.localSeconds(at: now)
        if start > present { return moment + .seconds(start - present) }
        guard interval > 0 else { return nil }
        let next = start + ((present - start) / interval + 1) * interval
        return moment + .seconds(next - present)
    }

    /// Runs what is due.
    mutating func runSchedule(now: Duration) {
        guard self.isFeatureAllowed("scheduler") else { return }
        for row in self.tables[Menu.systemScheduler.path]?.allRows() ?? [] {
            guard let due = self.scripts.schedule[row.serial]?.nextRun, due <= now else { continue }
            let next = self.nextRun(of: row, after: now)
            self.scripts.schedule[row.serial]?.nextRun = next
            self.scripts.schedule[row.serial]?.runCount += 1
            self.run(row, now: now)
        }
    }

    /// `on-event` is the name of a script, which then runs as by `run`, with the permissions of the entry, or a script itself (manual,
    /// Scripting page, script permissions, as of October 2026).
    private mutating func run(_ row: TableRow, now: Duration) {
        let account = SimulatedAccount(
            name: row.bytes("owner")?.text ?? "",
            password: "",
            policies: SimulatedAccount.policies(named: row.bytes("policy") ?? Menu.scriptPolicyNames)
        )
        self.runEvent(
            row.bytes("on-event") ?? "",
            account: account,
            origin: .scheduler(row.bytes("name")?.text ?? ""),
            now: now
        )
    }

    /// Runs a script by its name, or a script itself.
    mutating func runEvent(
        _ event: WordBytes,
        variables: [String: ScriptValue] = [:],
        account: SimulatedAccount,
        origin: ScriptProcess.Origin,
        now: Duration
    ) {
        guard !event.isEmpty else { return }
        var account = account
        let program: ScriptProgram
        var name: String?
        do throws(ScriptFailure) {
            if self.tables[Menu.systemScript.path]?.rows(named: event).isEmpty == false {
                name = event.text
                let request = CommandRequest("/system/script/run", attributes: [.init(name: "number", value: event)])
                do throws(CommandTrap) {
                    let run = try self.scriptToRun(request, policies: account.policies, now: now)
                    program = run.program
                    account.policies = run.policies ?? account.policies
                } catch {
                    throw error.scriptFailure ?? ScriptFailure(error.message)
                }
            } else {
                program = try self.scripts.program(of: event, version: self.version)
            }
        } catch {
            return self.logFailure(error, of: origin, script: name, now: now)
        }
        self.startScript(program, name: name, variables: variables, account: account, origin: origin, now: now)
    }
}
