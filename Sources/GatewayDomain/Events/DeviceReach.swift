/// When a device that fails is worth telling somebody about.
///
/// One failed run is nothing: a router reboots within a minute, and a link flaps. The event comes once, when every run failed
/// for a while and there were several, and its counterpart once, with the first run that reaches the device again.
public enum DeviceReach {
    /// For so long every run has failed: longer than a router takes to reboot.
    public static let patience: Duration = .seconds(120)
    /// So many runs in a row have failed: a gateway that was itself away for long has tried again first.
    public static let failuresMinimum = 3

    /// What is to be told after a run.
    public enum Message: Hashable, Sendable {
        /// That the device cannot be reached, since then.
        case unreachable(since: Timestamp)
        /// That it can be reached again, after it was told at that time that it cannot.
        case recovered(toldAt: Timestamp)
    }

    /// Decides what is to be told after a run.
    ///
    /// - Parameters:
    ///   - failureCount: how many runs in a row have failed, with this one.
    ///   - failingSince: when the first of them failed; nil after one that did not.
    ///   - toldAt: when it was told that the device cannot be reached; nil while that is not so.
    ///   - now: the time.
    /// - Returns: what is to be told, nil for nothing.
    public static func message(
        failureCount: Int,
        failingSince: Timestamp?,
        toldAt: Timestamp?,
        now: Timestamp
    ) -> Message? {
        switch (failingSince, toldAt) {
        case (let since?, nil):
            failureCount >= failuresMinimum && now - since >= patience ? .unreachable(since: since) : nil
        case (nil, let toldAt?): .recovered(toldAt: toldAt)
        case (nil, nil), (_?, _?): nil
        }
    }
}
