/// Which hotspot server of a router serves which instance.
///
/// An instance belongs to the usable server whose interface has an address in one of the instance's subnets; without subnets,
/// to the only usable server there is. None or several is a finding, and that instance's users are left as they are.
struct ServerChoice {
    /// What came of the choice for one instance.
    enum Outcome: Hashable {
        case server(String)
        case noServer
        case several([String])
    }

    /// What came of it, by instance.
    let outcomes: [Instance.ID: Outcome]
    /// The own profiles of instances without a server: the users who have them or their variants are left as they are.
    private let heldProfiles: Set<String>

    init(services: [DesiredService], facts: DeviceFacts) {
        let usable = facts.servers.filter(\.isUsable)
        var outcomes: [Instance.ID: Outcome] = [:]
        var held: Set<String> = []
        for service in services {
            let names = Set(usable.filter { Self.serves($0, service.subnets, facts) }.map(\.name)).sorted()
            outcomes[service.instance] =
                switch names.count {
                case 0: .noServer
                case 1: .server(names[0])
                default: .several(names)
                }
            if names.count != 1 { held.insert(service.profile.name) }
        }
        self.outcomes = outcomes
        self.heldProfiles = held
    }

    /// Whether a profile is one of an instance without a server.
    ///
    /// Told by its name, since the variants that are desired say nothing about those of coupons that have left.
    func isHeld(profile: String) -> Bool {
        heldProfiles.contains { DesiredProfile.isName(profile, of: $0) }
    }

    /// Where a user belongs: the name of a server, or nil for all of them; no value at all when its instance has no server.
    func target(of user: DesiredUser) -> String?? {
        switch user.server {
        case .all:
            return .some(nil)
        case .serving(let instance):
            guard case .server(let name) = outcomes[instance] else { return nil }
            return .some(name)
        }
    }

    /// The servers that serve an instance.
    var chosen: Set<String> {
        Set(outcomes.values.compactMap { if case .server(let name) = $0 { name } else { nil } })
    }

    private static func serves(_ server: DeviceFacts.HotspotServer, _ subnets: [Subnet], _ facts: DeviceFacts) -> Bool {
        subnets.isEmpty
            || facts.addresses.contains { address in
                address.interface == server.interface && subnets.contains { $0.contains(address.address) }
            }
    }
}
