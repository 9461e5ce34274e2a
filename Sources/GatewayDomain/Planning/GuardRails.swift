/// Holds a plan back that looks like a mistake, or that must not be applied at all.
struct GuardRails {
    let desired: DesiredState
    let observed: ObservedState
    let limits: PlannerLimits

    /// Why the plan must not be applied, the weightiest reason first; nil when it may be.
    ///
    /// A site that is paused, a router that is too old or on which hotspot is forbidden is refused also with nothing to do, so
    /// that everybody sees how it stands. Removals count only where the store knows no reason for them.
    func refusal(
        users: UserComparison,
        gardens: [GardenComparison],
        isFull: Bool,
        isConfirmed: Bool
    ) -> Refusal? {
        if desired.isPaused { return .paused }
        if observed.facts.deviceModeAllowsHotspot == false { return .hotspotForbidden }
        if observed.facts.version < .oldestWritten, !desired.allowsUnsupported {
            return .unsupportedVersion(observed.facts.version)
        }
        let userRemovals = users.removals.count { !$0.reason.isExplained }
        let gardenRemovals = gardens.reduce(0) { $0 + $1.unexplainedCount }
        let gardenManaged = gardens.reduce(0) { $0 + $1.managedCount }
        let managed = max(observed.managedUserCount, users.census.managedCount) + gardenManaged
        let usersEmptied = isFull && desired.users.isEmpty && userRemovals > 0
        let gardenEmptied = gardens.allSatisfy { $0.desiredCount == 0 } && gardenRemovals > 0
        if usersEmptied || gardenEmptied { return .emptied(managed: managed) }
        // Those whose guests are online go later for the same lack of a reason: they make a plan no smaller.
        let later = userRemovals > 0 ? users.unknownGuests.count : 0
        let removed = userRemovals + later + gardenRemovals
        let isTooMany =
            removed > limits.unexplainedRemovalCountMaximum
            && Double(removed) > limits.unexplainedRemovalShareMaximum * Double(managed)
        return isTooMany && !isConfirmed ? .massRemoval(removed: removed, managed: managed) : nil
    }
}
