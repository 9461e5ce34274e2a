import GatewayDomain

extension Plan {
    /// The names of users of whom it is certain what they should be: all that it is about but those that it would remove for no reason
    /// that the store knows, or for one that can wait, such as a site that is served no more.
    var namesWithoutDoubt: Set<String> {
        var doubtful: Set<String> = []
        for case .inspectUser(let row, let reason) in operations where !reason.isExplained || reason.waitsForWindow {
            doubtful.insert(row.name)
        }
        return Set(operations.compactMap(\.userName)).subtracting(doubtful)
    }
}

extension Plan.Stage {
    /// The stage without what it does to the users of these names.
    func without(users names: Set<String>) -> Plan.Stage {
        names.isEmpty ? self : keeping { !names.contains($0) }
    }

    /// The stage with that of its operations on users whose names are meant, and all others.
    func keeping(_ isMeant: (String) -> Bool) -> Plan.Stage {
        Plan.Stage(purpose, operations.filter { $0.userName.map(isMeant) ?? true })
    }
}

extension Plan.Stage.Purpose {
    /// Whether it is one of the stages that remove users.
    var isOfRemoval: Bool {
        switch self {
        case .inspect, .removeUsers, .clear: true
        case .prepare, .users, .forgetDevices, .putOut, .writeHooks, .order, .removeProfiles, .removeSchedules,
            .removeScripts,
            .writeScripts, .writeSchedules, .removePages, .removeDirectories, .makeDirectories, .writePages, .showPages:
            false
        }
    }
}

extension Operation {
    /// The name of the user that it is about, if it is about one.
    fileprivate var userName: String? {
        switch self {
        case .addUser(let user, _): user.name
        case .setUser(let row, _, _), .inspectUser(let row, _), .removeUser(let row, _): row.name
        case .removeCookies(let name), .endSessions(let name): name
        case .removeCookie(let cookie, _): cookie.user
        case .endSession(let session, _): session.user
        case .addProfile, .setProfile, .setHooks, .removeProfile, .addGardenRow, .setGardenRow, .removeGardenRow,
            .moveGardenRows,
            .addFile, .setFile, .removeFile, .setServerProfile, .addScriptRow, .setScriptRow, .removeScriptRow:
            nil
        }
    }
}
