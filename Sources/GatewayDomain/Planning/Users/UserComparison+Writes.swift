/// What comes of comparing users.
extension UserComparison {
    /// The profiles that additions and changes name.
    var neededProfiles: Set<String> {
        Set(additions.map(\.user.profile)).union(changes.map(\.user.profile))
    }

    /// The profiles that users name once the plan is applied.
    var remainingProfiles: Set<String> {
        var changed: [Int: String] = [:]
        for change in changes { changed[change.row] = change.user.profile }
        var names = Set(additions.map(\.user.profile))
        for row in census.users.indices where !removedRows.contains(row) {
            let present = census.users[row].profile
            let wanted = changed[row].flatMap { profileNames.contains($0) ? $0 : nil }
            names.insert(wanted ?? present)
        }
        return names
    }

    /// Additions and changes, in the order of names.
    var writes: [Operation] {
        let added = additions.map { addition in
            (
                addition.user.name, "",
                Operation.addUser(UserDifferences.withoutZeroLimits(addition.user), server: addition.server)
            )
        }
        let changed = changes.compactMap { change -> (String, String, Operation)? in
            let differences = differences(change)
            guard !differences.isEmpty else { return nil }
            let present = census.users[change.row]
            let row = RowReference(id: present.id, name: present.name)
            return (
                change.user.name, present.id,
                .setUser(row, differences.changes, password: differences.writesPassword ? change.user.password : nil)
            )
        }
        return (added + changed).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// Whether a session is one of a user of ours that stays, as far as anybody can tell.
    ///
    /// A user of the same name that somebody else made may stand on another hotspot server; its guests are not ours.
    func owns(_ session: ObservedSession) -> Bool {
        let rows = census.rows(named: session.user).filter { session.isServed(by: census.users[$0].server) }
        return !rows.isEmpty && rows.allSatisfy { census.ownership[$0] == .ours } && stays(session.user)
    }

    /// Whether every row of a name is one of a user of ours that stays: cookies do not tell by which server they were given.
    func owns(name: String) -> Bool {
        census.rows(named: name).allSatisfy { census.ownership[$0] == .ours } && stays(name)
    }

    /// Whether a name has no row, or is left by those that it has: they get back the names that they had.
    ///
    /// Where all are removed, their sessions are cleared with them.
    func losesRows(named name: String) -> Bool {
        !clearedNames.contains(name)
            && census.rows(named: name).allSatisfy { row in
                removedRows.contains(row) || changes.contains { $0.row == row && $0.user.name != name }
            }
    }

    /// Whether a user is there, stays there, and is not left as it is for want of a server.
    private func stays(_ name: String) -> Bool {
        guard census.firstRow(named: name) != nil, !clearedNames.contains(name) else { return false }
        return !census.rows(named: name).contains { heldRows.contains($0) }
    }

    func differences(_ change: Change) -> UserDifferences {
        UserDifferences(
            from: census.users[change.row],
            mark: census.marks[change.row],
            to: change.user,
            server: change.server,
            gateway: desired.gateway,
            keepsProfile: !profileNames.contains(change.user.profile)
        )
    }
}
