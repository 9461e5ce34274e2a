/// Where a run has its place: kinds of work that must not wait for each other have places of their own.
public enum RunLane: String, CaseIterable, Hashable, Sendable {
    /// Names that changed, such as a code that was used elsewhere.
    ///
    /// A few round trips over an open connection.
    case ahead
    /// Everything else on devices that this process is connected to and whose last run neither failed nor hung.
    case proven
    /// Devices that failed or hung the last time, or that this process has not yet reached: they may hang.
    ///
    /// A run that takes longer than two seconds hangs, and is of this lane from then on.
    case doubtful
}
