/// When a device's change of state is worth an event.
///
/// A router that flaps changes its state with every run, and must not flood those who listen. So a state is told once it has lasted,
/// and a device tells of itself so often and no more; what is passed over is not lost, for every event says from what to what.
public enum StateTelling {
    /// So long a state lasts before it is told: longer than a router takes to reboot.
    public static let patience: Duration = DeviceReach.patience
    /// A device tells of itself this often at most.
    public static let interval: Duration = .seconds(600)

    /// Whether to tell of a device's state now; it is asked again after each run.
    ///
    /// That somebody may stand between the gateway and the router, or has locked it out, is told at once.
    ///
    /// - Parameters:
    ///   - state: the state as it is written down.
    ///   - told: the one that was told last; nil for none, which is as good as ``DeviceCondition/synced``.
    ///   - toldAt: when that was.
    ///   - now: the time.
    /// - Returns: whether to tell.
    public static func isDue(
        _ state: ConditionNote,
        told: DeviceCondition?,
        toldAt: Timestamp?,
        now: Timestamp
    ) -> Bool {
        guard state.condition != told ?? .synced else { return false }
        let isUrgent = state.condition >= .loginRefused
        guard isUrgent || now - state.since >= patience || state.condition == .synced else { return false }
        guard let toldAt else { return true }
        return now - toldAt >= interval || now < toldAt
    }
}
