/// What a router's own clock shows when it is switched on, until a time server answers.
public enum ClockAfterBoot: String, Sendable, Hashable, CaseIterable {
    /// The right time goes on: the board has a clock of its own with a battery.
    case running
    /// The 2nd of January 1970, as on boards without a battery (manual, System/Time page).
    case epoch
    /// The time that was saved last: that of a clean shutdown, or of the last full hour before the power went.
    ///
    /// ASSUMED: how often it is saved; that newer boards begin there is reported without it.
    case saved
}
