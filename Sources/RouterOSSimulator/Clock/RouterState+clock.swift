/// The router's own clock: right, set wrong, or begun anew at a boot until a time server answers.
extension RouterState {
    /// The 2nd of January 1970 (manual, System/Time page: the date at start-up without a battery).
    private static let startOfTime: Int64 = 86_400

    /// Seconds since 1970 of the router's own clock.
    func epochSeconds(at now: Duration) -> Int64 {
        self.clockAtZero + now.components.seconds
    }

    /// Makes the clock show something from now on.
    mutating func showClock(_ epochSeconds: Int64, now: Duration) {
        self.clockAtZero += epochSeconds - self.epochSeconds(at: now)
        self.rescheduleAll(now: now)
    }

    /// What the clock will begin with at the next start, if the board saves it.
    mutating func saveClock(isClean: Bool, now: Duration) {
        let shown = self.epochSeconds(at: now)
        self.savedClock = isClean ? shown : shown - shown % 3600
    }

    /// The router is switched on.
    mutating func boot(now: Duration) {
        self.bootedAt = now
        switch self.clockAfterBoot {
        case .running: break
        case .epoch: self.showClock(Self.startOfTime, now: now)
        case .saved: self.showClock(self.savedClock ?? Self.startOfTime, now: now)
        }
        self.askTimeServer(now: now)
        self.scheduleAfterBoot(now: now)
    }

    /// The time server's answer: the clock jumps to the right time.
    mutating func takeTimeServerAnswer(now: Duration) {
        self.timeServerAnswersAt = nil
        self.clockAtZero = self.rightClockAtZero
        self.rescheduleAll(now: now)
    }

    /// `/system/clock/set`.
    mutating func setClock(_ request: CommandRequest, now: Duration) throws(CommandTrap) {
        let present = self.localSeconds(at: now)
        var day = present / 86_400 * 86_400
        var second = present - day
        if let date = request["date"] {
            guard let seconds = CivilTime.epochSeconds(date: date.text) else { throw .invalidValue("date") }
            day = seconds
        }
        if let time = request["time"] {
            guard let milliseconds = DurationText.read(time), milliseconds < 86_400_000 else {
                throw .invalidValue("time")
            }
            second = milliseconds / 1000
        }
        self.showClock(day + second, now: now)
        guard let id = self.tables["/system/clock"]?.order.first else { return }
        let zone = request.attributes.filter { $0.name.hasPrefix("time-zone") }
        try self.set(zone, ids: [id], in: .systemClock)
    }
}
