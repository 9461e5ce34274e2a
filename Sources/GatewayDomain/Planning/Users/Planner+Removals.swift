/// What is to be removed after all, now that it was looked at once more.
public struct RemovalConfirmation: Hashable, Sendable {
    /// The rows to remove, with the ids of the second reading.
    public var rows: [RowReference]
    /// The names whose cookies and sessions go: no row of the name is left.
    public var clearedNames: [String]
    /// The names whose rows stay, since somebody turned out to use them or the row is not the one it was.
    public var heldBack: [String]
    /// The profiles of rows that stay: they must not be removed at the end of the plan.
    public var keptProfiles: Set<String>

    /// Confirms nothing.
    public init() {
        rows = []
        clearedNames = []
        heldBack = []
        keptProfiles = []
    }
}

extension Planner {
    /// Decides which removals of a plan go on, right before they are made.
    ///
    /// Ids are reused, guests log in, and other tools edit rows between the reading and now. A removal goes on when the row is
    /// still there under its id and name with our mark; when a row of ours of that name has got another id, that one goes (but never
    /// for a duplicate, whose name another row keeps). A removal that yields to use is held back when there is a sign of a
    /// login. Where the row is gone already, its cookies and sessions go all the same: the code is dead.
    ///
    /// - Parameters:
    ///   - plan: the plan, with its stage of inspections.
    ///   - users: every user of the names in that stage, read again.
    ///   - sessions: their sessions, read again.
    ///   - gateway: whose rows are ours.
    /// - Returns: what goes on, sorted by name.
    public static func confirmedRemovals(
        of plan: Plan,
        users: [ObservedUser],
        sessions: [ObservedSession],
        gateway: GatewayID
    ) -> RemovalConfirmation {
        let byName = Dictionary(grouping: users, by: \.name)
        let online = Dictionary(grouping: sessions, by: \.user)
        var clearable: Set<String> = []
        for case .removeCookies(let name) in plan.operations { clearable.insert(name) }
        var confirmation = RemovalConfirmation()
        var removed: Set<RowReference> = []
        for case .inspectUser(let row, let reason) in plan.operations {
            let ours = (byName[row.name] ?? []).compactMap { user -> (user: ObservedUser, mark: OwnershipMark)? in
                guard !user.isBuiltIn, let mark = user.mark, mark.gateway == gateway,
                    mark.kind != .garden
                else { return nil }
                return (user, mark)
            }
            let same = ours.first { $0.user.id == row.id } ?? (clearable.contains(row.name) ? ours.first : nil)
            guard let same else { continue }
            if UserUse.keeps(same.user, from: reason, mark: same.mark, sessions: online[row.name] ?? []) {
                confirmation.heldBack.append(row.name)
            } else {
                removed.insert(RowReference(id: same.user.id, name: row.name))
            }
        }
        confirmation.rows = removed.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        confirmation.clearedNames = clearable.sorted().filter { name in
            (byName[name] ?? []).allSatisfy { removed.contains(RowReference(id: $0.id, name: name)) }
        }
        confirmation.keptProfiles = Set(
            users.filter { !removed.contains(RowReference(id: $0.id, name: $0.name)) }.map(\.profile)
        )
        let stillThere = clearable.subtracting(confirmation.clearedNames)
        confirmation.heldBack = Set(confirmation.heldBack).union(stillThere).sorted()
        return confirmation
    }
}
