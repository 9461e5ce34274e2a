import RouterOSAPI

/// All that scripts have besides the configuration.
struct ScriptsState: Sendable {
    /// Scripts that may run at once.
    ///
    /// ASSUMED: a router has a limit too; which, was not found.
    static let processesMaximum = 100

    var processes: [ScriptProcess] = []
    /// The global variables of each user; they live until the next reboot (manual, Scripting page).
    var globals: [String: [String: ScriptValue]] = [:]
    /// Ends that a command or another script waits for.
    var results: [RowID: ScriptResult] = [:]
    /// Requests that nobody sent yet.
    var fetches: [FetchRequest] = []
    /// What the scheduler knows of its entries, by their serial numbers.
    var schedule: [UInt64: ScheduleEntry] = [:]
    /// How often each script ran, by its serial number, and when last.
    var runs: [UInt64: ScriptRuns] = [:]
    /// Scripts of the repository and events that were read before, by their text: an entry of the scheduler runs the same one for weeks.
    private var programs: [WordBytes: ScriptProgram] = [:]
    var generator = SeededGenerator(seed: 1)
    /// After how many more rows the power is cut in the middle of a script; nil when it is not.
    var rowsUntilPowerCut: Int?
    /// The power is gone in the middle of a script, and whoever runs the router has to see to the rest.
    var lostPower = false
    /// A script is being run: time stands still for it.
    var isRunning = false
    /// The moment that everything was done up to.
    var reached = Duration.zero
    private var nextID: UInt32 = 1

    /// The program of a text.
    mutating func program(of source: WordBytes, version: RouterOSVersion) throws(ScriptFailure) -> ScriptProgram {
        if let known = self.programs[source] { return known }
        let program = try ScriptProgram.compile(source, version: version)
        if self.programs.count >= 32 { self.programs = [:] }
        self.programs[source] = program
        return program
    }

    mutating func takeID() -> RowID {
        defer { self.nextID &+= 1 }
        return RowID(self.nextID)
    }

    func nextDeadline(isSchedulerAllowed: Bool) -> Duration? {
        let waking = self.processes.compactMap(\.wakesAt)
        let due = isSchedulerAllowed ? self.schedule.values.compactMap(\.nextRun) : []
        return (waking + due).min()
    }

    /// Whether a script waits for an answer from outside.
    var isFetching: Bool {
        !self.fetches.isEmpty || self.processes.contains { if case .fetching = $0.phase { true } else { false } }
    }

    /// Notes rows that a script has written.
    mutating func noteWrites(_ count: Int) {
        guard let left = self.rowsUntilPowerCut, count > 0 else { return }
        self.rowsUntilPowerCut = left - count
        guard left <= count else { return }
        self.rowsUntilPowerCut = nil
        self.lostPower = true
    }

    mutating func forgetAtReboot() {
        self.lostPower = false
        self.processes = []
        self.globals = [:]
        self.results = [:]
        self.fetches = []
        self.schedule = [:]
        self.runs = [:]
    }
}

/// How often a script ran, and when last, by the router's own clock.
struct ScriptRuns: Sendable {
    var count: Int64 = 0
    var lastLocalSeconds: Int64 = 0
}
