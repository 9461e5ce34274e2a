import GatewayDomain

extension Plan.Stage {
    /// How many operations are sent before a plan looks whether something more urgent has come up.
    static let operationsPerPart = 256

    /// The stage in parts after each of which a plan may yield.
    ///
    /// Operations of a stage do not depend on each other, so it may be cut anywhere; the stages of a removal are not, since they
    /// work on what the first of them read.
    var yieldingParts: [Plan.Stage] {
        switch purpose {
        case .users, .prepare:
            operations.chunks(of: Self.operationsPerPart).map { Plan.Stage(purpose, Array($0)) }
        case .inspect, .removeUsers, .removeCookies, .endSessions, .order, .removeProfiles:
            [self]
        }
    }

    /// Whether something else may be written before the next stage.
    ///
    /// The stages of a removal hang together by row ids, and a router reuses those of rows that are gone.
    var mayYieldAfterwards: Bool {
        switch purpose {
        case .inspect, .removeUsers, .removeCookies: false
        case .endSessions, .prepare, .users, .order, .removeProfiles: true
        }
    }

    /// The stage without what it does to the users of these names.
    func without(users names: Set<String>) -> Plan.Stage {
        guard !names.isEmpty else { return self }
        return Plan.Stage(
            purpose,
            operations.filter { operation in
                switch operation {
                case .addUser(let user, _): !names.contains(user.name)
                case .setUser(let row, _, _): !names.contains(row.name)
                default: true
                }
            }
        )
    }
}
