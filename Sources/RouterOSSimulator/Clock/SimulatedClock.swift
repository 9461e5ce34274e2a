import NIOCore

/// The clock of a simulated router: real time, faster, or standing still until it is moved.
///
/// A value: what the real time is comes in from outside.
struct SimulatedClock: Sendable {
    /// Simulated seconds for each real one.
    ///
    /// 0 stands still.
    private(set) var speed: Double
    private var base = Duration.zero
    private var realBase: NIODeadline

    init(speed: Double, real: NIODeadline) {
        self.speed = max(0, speed)
        self.realBase = real
    }

    /// The present moment, as time since the simulation began.
    func now(real: NIODeadline) -> Duration {
        guard self.speed > 0 else { return self.base }
        let nanoseconds = Double((real - self.realBase).nanoseconds) * self.speed
        return self.base + .nanoseconds(Int64(min(nanoseconds, 9e18)))
    }

    /// How long until a simulated moment in real time, or nil when the clock stands still.
    func realDelay(until moment: Duration, real: NIODeadline) -> TimeAmount? {
        let left = moment - self.now(real: real)
        if left <= .zero { return .zero }
        guard self.speed > 0 else { return nil }
        // Rounded up by a moment, so that it has come when the timer fires. Far deadlines are looked at again every hour.
        let milliseconds = min(Double(left.wholeMilliseconds + 1) / self.speed, 3_600_000)
        return .microseconds(Int64(milliseconds * 1000) + 1)
    }

    mutating func setSpeed(_ speed: Double, real: NIODeadline) {
        self.base = self.now(real: real)
        self.realBase = real
        self.speed = max(0, speed)
    }

    mutating func advance(by duration: Duration) {
        self.base += max(.zero, duration)
    }
}
