extension Plan {
    /// Whether rows wait for a window of the site.
    public var waitsForWindow: Bool { postponements.contains { $0.reason == .window } }

    /// Leaves out what waits while no window of the site is open: how the router is set up.
    ///
    /// A user profile that is added is one that a guest needs who is in; its hooks wait with the scripts that they belong to.
    ///
    /// - Returns: how many rows the operations are about that are left out.
    mutating func keepWhatNeverWaits() -> Int {
        var waiting = 0
        for index in stages.indices where !stages[index].purpose.isOfUsers {
            waiting += stages[index].operations.reduce(0) { $1.addsProfile ? $0 : $0 + $1.rowCount }
            stages[index].operations.removeAll { !$0.addsProfile }
        }
        stages.removeAll(where: \.operations.isEmpty)
        return waiting
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

extension Plan.Stage {
    /// What goes on of a stage that has not begun when the window of the site closes in the middle of a plan.
    ///
    /// - Parameter profiles: the user profiles that guests need who are added.
    /// - Returns: what ends access, guests who have logged in, and their profiles.
    public func whatNeverWaits(profiles: Set<String>) -> Plan.Stage {
        if purpose.endsAccess { return self }
        let kept = operations.filter { operation in
            switch operation {
            case .addUser(let user, _): user.login != nil
            case .addProfile(let profile): profiles.contains(profile.name)
            default: false
            }
        }
        return Plan.Stage(purpose, kept)
    }
}

extension Plan.Stage.Purpose {
    /// Stages that leave a router neither as it was nor as it should be when only some of them are done.
    public enum Bond: Hashable, Sendable {
        /// Rows of a walled garden, and their order.
        case garden
        /// Scripts, and the schedules that run them.
        case scripts
        /// The files of login pages, and who shows them.
        case pages
    }

    /// With which other stages it hangs together: once one of them has begun, all of them are done.
    public var bond: Bond? {
        switch self {
        case .prepare, .order: .garden
        case .removeSchedules, .removeScripts, .writeScripts, .writeSchedules: .scripts
        case .removePages, .removeDirectories, .makeDirectories, .writePages, .showPages: .pages
        case .inspect, .removeUsers, .clear, .users, .forgetDevices, .putOut, .writeHooks, .removeProfiles: nil
        }
    }
}

extension Operation {
    /// Whether it adds a user profile.
    fileprivate var addsProfile: Bool { if case .addProfile = self { true } else { false } }

    /// How many rows it writes.
    fileprivate var rowCount: Int {
        if case .moveGardenRows(_, let entries, _) = self { entries.count } else { 1 }
    }
}
