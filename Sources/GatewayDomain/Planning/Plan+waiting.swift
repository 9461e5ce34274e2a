extension Plan {
    /// Whether rows wait for a window of the site.
    public var waitsForWindow: Bool { postponements.contains { $0.reason == .window } }

    /// Leaves out the stages that wait while no window of the site is open.
    ///
    /// - Returns: how many rows their operations are about.
    mutating func keepWhatNeverWaits() -> Int {
        let waiting = stages.filter { !$0.purpose.isOfUsers }
        stages.removeAll { !$0.purpose.isOfUsers }
        return waiting.flatMap(\.operations).reduce(0) { $0 + $1.rowCount }
    }
}

extension Plan.Stage.Purpose {
    /// Whether it is about users and their guests, and not about how the router is set up.
    var isOfUsers: Bool {
        switch self {
        case .inspect, .removeUsers, .clear, .users, .forgetDevices, .putOut: true
        case .prepare, .writeHooks, .order, .removeProfiles, .removeSchedules, .removeScripts, .writeScripts,
            .writeSchedules, .removePages, .removeDirectories, .makeDirectories, .writePages, .showPages:
            false
        }
    }

    /// Whether it ends somebody's access, so that it goes on when the window of the site closes in the middle of a plan.
    ///
    /// Of removals the reasons tell more: see ``RemovalReason/waitsForWindow``.
    public var endsAccess: Bool {
        switch self {
        case .inspect, .removeUsers, .clear, .forgetDevices, .putOut: true
        case .users, .prepare, .writeHooks, .order, .removeProfiles, .removeSchedules, .removeScripts, .writeScripts,
            .writeSchedules, .removePages, .removeDirectories, .makeDirectories, .writePages, .showPages:
            false
        }
    }
}

extension Operation {
    /// How many rows it writes.
    fileprivate var rowCount: Int {
        if case .moveGardenRows(_, let entries, _) = self { entries.count } else { 1 }
    }
}
