import GatewayDomain

extension Plan {
    /// How many operations are sent before a plan looks whether something more urgent has come up: a moment's work.
    static let operationsPerPart = 64
    /// How many users are removed before it looks: they are removed many at a time.
    static let removalsPerPart = 256

    /// The plan in parts between which it may yield, each of stages that hang together.
    ///
    /// Operations of a stage do not depend on each other, so it may be cut anywhere. The stages of a removal work on what the first
    /// of them read, and a router reuses the ids of rows that are gone: they stay together, for some names at a time.
    var parts: [[Stage]] {
        var names: Set<String> = []
        for case .inspectUser(let row, _) in operations { names.insert(row.name) }
        let removals = stages.filter(\.purpose.isOfRemoval)
        var parts = names.sorted().chunks(of: Self.removalsPerPart).map { chunk in
            let chunk = Set(chunk)
            return removals.map { $0.keeping { chunk.contains($0) } }.filter { !$0.operations.isEmpty }
        }
        for stage in stages where !stage.purpose.isOfRemoval {
            switch stage.purpose {
            case .users, .prepare:
                parts += stage.operations.chunks(of: Self.operationsPerPart).map { [Stage(stage.purpose, Array($0))] }
            default:
                parts.append([stage])
            }
        }
        return parts
    }
}

extension Plan.Stage {
    /// The stage without what it does to the users of these names.
    func without(users names: Set<String>) -> Plan.Stage {
        names.isEmpty ? self : keeping { !names.contains($0) }
    }

    /// The stage with that of its operations on users whose names are meant, and all others.
    fileprivate func keeping(_ isMeant: (String) -> Bool) -> Plan.Stage {
        Plan.Stage(purpose, operations.filter { $0.userName.map(isMeant) ?? true })
    }
}

extension Plan.Stage.Purpose {
    /// Whether it is one of the stages that remove users.
    fileprivate var isOfRemoval: Bool {
        switch self {
        case .inspect, .removeUsers, .clear: true
        case .prepare, .users, .forgetDevices, .putOut, .order, .removeProfiles: false
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
        case .addProfile, .setProfile, .removeProfile, .addGardenRow, .setGardenRow, .removeGardenRow, .moveGardenRows:
            nil
        }
    }
}
