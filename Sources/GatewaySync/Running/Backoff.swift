/// How long to wait after failures: twice as long after each one, up to a bound, and never two devices in step.
struct Backoff {
    let minimum: Duration
    let maximum: Duration

    /// The wait after the given number of failures in a row: between half of the full delay and all of it.
    ///
    /// - Parameters:
    ///   - failures: 1 after the first failure.
    ///   - generator: where the jitter comes from.
    /// - Returns: how long to wait.
    func delay(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(max(failures - 1, 0), 32)
        let full = min(minimum * (1 << doublings), maximum)
        return full * Double.random(in: 0.5...1, using: &generator)
    }
}

extension Duration {
    /// The duration, lengthened or shortened at random by at most `share` of it.
    func jittered(by share: Double, using generator: inout some RandomNumberGenerator) -> Duration {
        self * Double.random(in: (1 - share)...(1 + share), using: &generator)
    }
}
