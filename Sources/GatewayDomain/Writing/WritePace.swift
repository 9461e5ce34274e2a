/// How fast a device takes what is written to it, as far as that was measured, and how to write to it therefore.
///
/// One virtual router of 7.23.2 took about 1,000 requests a second at first and, after some 150 of them, one each 20 ms over all
/// connections together (danikf/tik4net, router throughput ceiling). Commands say how a router is now; a script is one request, whatever
/// it holds.
public struct WritePace: Hashable, Sendable {
    /// What a command takes in a full window, on average: the share of the round trip with it.
    public private(set) var commandTime: Duration?
    /// What a row takes within a script.
    public private(set) var scriptRowTime: Duration?
    /// How many rows the last script had.
    private var lastScriptRows = 0
    /// Whether the device refuses scripts, or does not do what they say.
    public private(set) var refusesScripts = false

    /// The weight of the newest measurement: a router slows down from one moment to the next.
    private static let weight = 0.5
    /// What counts as no measurement: the clock that it was taken by was set meanwhile.
    private static let bounds: ClosedRange<Duration> = .zero ... .seconds(120)

    /// Knows nothing of a device.
    ///
    /// - Parameter commandTime: what a command takes, where something is known after all.
    public init(commandTime: Duration? = nil) {
        self.commandTime = commandTime
    }

    // MARK: - Learning

    /// Learns from commands that were answered.
    ///
    /// - Parameters:
    ///   - count: how many commands there were; fewer than a window tell of the round trip only and are left out.
    ///   - elapsed: how long it took until the last one was answered.
    ///   - rules: what the window is.
    public mutating func answered(commands count: Int, in elapsed: Duration, rules: WriteRules) {
        guard count >= max(1, rules.commandsInFlightMaximum), Self.bounds.contains(elapsed) else { return }
        commandTime = Self.average(commandTime, elapsed / count)
    }

    /// Learns from a script that was carried out.
    ///
    /// - Parameters:
    ///   - rows: how many rows it had.
    ///   - elapsed: how long it took until it was answered.
    public mutating func ran(scriptOf rows: Int, in elapsed: Duration) {
        guard rows > 0, Self.bounds.contains(elapsed) else { return }
        lastScriptRows = rows
        scriptRowTime = Self.average(scriptRowTime, elapsed / rows)
    }

    /// Learns from a script that was not answered in time: a row takes at least as long.
    ///
    /// - Parameters:
    ///   - rows: how many rows it had.
    ///   - elapsed: how long its answer was waited for.
    public mutating func gaveUp(scriptOf rows: Int, after elapsed: Duration) {
        guard rows > 0, elapsed > .zero, Self.bounds.contains(elapsed) else { return }
        lastScriptRows = 0
        scriptRowTime = max(scriptRowTime ?? .zero, elapsed / rows)
    }

    /// What holds over the next connection as well: how long things take, and not what an account or a router refused, which may have
    /// changed.
    public var ofNextConnection: WritePace {
        var pace = self
        pace.refusesScripts = false
        return pace
    }

    /// Notes that the device does not take scripts: everything goes by commands from now on.
    public mutating func scriptFailed() {
        refusesScripts = true
    }

    private static func average(_ old: Duration?, _ new: Duration) -> Duration {
        old.map { $0 * (1 - weight) + new * weight } ?? new
    }

    // MARK: - Deciding

    /// How the next part of a plan is to be written.
    ///
    /// - Parameters:
    ///   - rows: how many rows are left that a script could say.
    ///   - rules: what it depends on.
    /// - Returns: the way, with the size of the part.
    public func way(forRows rows: Int, rules: WriteRules) -> WriteWay {
        if prefersScript(forRows: rows, rules: rules) { return .script(rowsMaximum: scriptRows(rules)) }
        guard let commandTime, commandTime > .zero else { return .commands(rowsMaximum: rules.commandRowsMaximum) }
        let fitting = Self.count(of: commandTime, in: rules.partTime)
        let least = min(rules.commandsInFlightMaximum, rules.commandRowsMaximum)
        return .commands(rowsMaximum: min(max(fitting, least), rules.commandRowsMaximum))
    }

    /// What writing rows by single commands takes, as far as that is known.
    ///
    /// - Parameter rows: how many.
    /// - Returns: the time; nil when nothing was measured.
    public func commandsTime(forRows rows: Int) -> Duration? { commandTime.map { $0 * rows } }

    /// What writing rows by scripts takes, their readings included, as far as that is known.
    ///
    /// - Parameters:
    ///   - rows: how many.
    ///   - rules: what it depends on.
    /// - Returns: the time; nil when nothing was measured.
    public func scriptTime(forRows rows: Int, rules: WriteRules) -> Duration? {
        guard let commandTime else { return nil }
        let scripts = Self.quotient(rows, rules.scriptRowsMaximum)
        // The script's round trip and that of the reading: none is longer than what a whole window takes.
        let trips = commandTime * (2 * rules.commandsInFlightMaximum * scripts)
        let readings = commandTime * Self.quotient(rows, rules.namesPerReading)
        return trips + readings + (scriptRowTime ?? rules.scriptRowTimeAssumed) * rows
    }

    private func prefersScript(forRows rows: Int, rules: WriteRules) -> Bool {
        guard !refusesScripts, rows >= rules.scriptRowsMinimum, let commands = commandsTime(forRows: rows),
            let script = scriptTime(forRows: rows, rules: rules)
        else { return false }
        return script * rules.advantageMinimum <= commands
    }

    /// As many rows as take the time of a part by what was measured; growing step by step, as one measurement is none.
    private func scriptRows(_ rules: WriteRules) -> Int {
        guard let scriptRowTime else { return rules.firstScriptRows }
        let fitting = Self.count(of: scriptRowTime, in: rules.partTime)
        return max(1, min(fitting, 4 * max(lastScriptRows, rules.firstScriptRows), rules.scriptRowsMaximum))
    }

    private static func count(of time: Duration, in whole: Duration) -> Int {
        time > .zero ? Int(clamping: Int64(min(whole / time, 1_000_000))) : .max
    }

    private static func quotient(_ count: Int, _ size: Int) -> Int { (count + size - 1) / max(1, size) }
}
