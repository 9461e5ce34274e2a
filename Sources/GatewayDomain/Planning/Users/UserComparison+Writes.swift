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
