/// Compares the user profiles of a device with those that its instances need.
struct ProfileComparison {
    private(set) var writes: [Operation] = []
    /// Changes of hooks: a router that refuses them keeps its profiles, and their guests.
    private(set) var hooks: [Operation] = []
    private(set) var removals: [Operation] = []
    /// Profiles that are needed and cannot be added now.
    private(set) var missing: Set<String> = []
    private(set) var postponed = 0
    private(set) var unchanged = 0

    private let scripts: ScriptChoice
    private let gateway: GatewayID

    init(
        desired: DesiredState,
        observed: ObservedState,
        users: UserComparison,
        scripts: ScriptChoice,
        isFull: Bool,
        hasRoom: Bool
    ) {
        self.scripts = scripts
        gateway = desired.gateway
        let present = Dictionary(observed.profiles.map { ($0.name, $0) }) {
            RowReference.isBefore($0.id, $1.id) ? $0 : $1
        }
        let needed = users.neededProfiles
        // Whoever may be added needs theirs, also while a window is shut; where there is no room nobody may.
        let urgent = Set(users.additions.map(\.user.profile))
        let wanted = Dictionary(desired.services.flatMap(\.profiles).map { ($0.name, $0) }) { first, _ in first }
        for (name, profile) in wanted.sorted(by: { $0.key < $1.key }) {
            let isServed = isFull && !users.servers.isHeld(profile: name)
            if let row = present[name] {
                if isServed { compare(row, with: profile) }
            } else if isServed || needed.contains(name) {
                add(profile, hasRoom: hasRoom || urgent.contains(name))
            }
        }
        guard isFull else { return }
        let prefix = DesiredProfile.namePrefix(of: desired.gateway)
        let unwanted = observed.profiles.filter { wanted[$0.name] == nil && $0.name.hasPrefix(prefix) }
        guard !unwanted.isEmpty else { return }
        let kept = users.remainingProfiles.union(desired.users.map(\.profile))
        removals =
            unwanted.filter { !kept.contains($0.name) }
            .sorted { $0.name < $1.name }
            .map { .removeProfile(RowReference(id: $0.id, name: $0.name)) }
    }

    private mutating func compare(_ row: ObservedProfile, with profile: DesiredProfile) {
        let changes = profile.changes(from: row.properties)
        if !changes.isEmpty { writes.append(.setProfile(RowReference(id: row.id, name: row.name), changes)) }
        let isHooked = hook(row.name, id: row.id, from: row.properties)
        if changes.isEmpty, !isHooked { unchanged += 1 }
    }

    /// Changes the hooks of a profile where they have to; whether they do.
    private mutating func hook(_ name: String, id: String?, from properties: [String: String]) -> Bool {
        guard !scripts.keepsHooks else { return false }
        let changes = ProfileHooks.changes(from: properties, to: scripts.hooks, gateway: gateway)
        guard !changes.isEmpty else { return false }
        hooks.append(.setHooks(profile: name, id: id, changes, hooks: scripts.hooks))
        return true
    }

    private mutating func add(_ profile: DesiredProfile, hasRoom: Bool) {
        if hasRoom {
            writes.append(.addProfile(profile))
            _ = hook(profile.name, id: nil, from: [:])
        } else {
            missing.insert(profile.name)
            postponed += 1
        }
    }
}
