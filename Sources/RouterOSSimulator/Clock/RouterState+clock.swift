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
    }

    /// A time server will answer after its delay, if one is asked.
    mutating func askTimeServer(now: Duration) {
        self.timeServerAnswersAt = self.timeServerDelay.map { now + $0 }
    }

    /// The time server's answer: the clock jumps to the right time.
    mutating func takeTimeServerAnswer() {
        self.timeServerAnswersAt = nil
        self.clockAtZero = self.rightClockAtZero
    }
}
