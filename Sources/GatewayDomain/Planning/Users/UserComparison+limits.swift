/// What is left out of a plan, since the device may not hold it or must not be given it now.
extension UserComparison {
    /// Leaves profiles out that the plan wanted to add and cannot.
    ///
    /// Users that have to be added wait for them anyway; users that are there keep the profile that they have.
    mutating func leaveOut(profiles: Set<String>) {
        guard !profiles.isEmpty else { return }
        profileNames.subtract(profiles)
        waitingForProfiles = changes.count { differences($0).isEmpty }
    }

    /// Leaves out what would go beyond what the device may hold or be given.
    ///
    /// Additions come first, since a user that is not there keeps a guest out; changes of users that are there come after them. What
    /// somebody asked for by name (adopted users), and what is known of an account or a guest who has logged in, goes ahead whatever is left.
    mutating func postpone(_ room: WriteRoom) {
        additions.sort { $0.user.isWritten(before: $1.user) }
        if room.isShut { waitForWindow() }
        let adopted = changes.count { census.marks[$0.row] == nil }
        let present = max(observed.managedUserCount, census.managedCount) - removals.count + adopted
        limitAdditions(to: max(0, room.managedUserCountMaximum - present), because: .rowCap)
        limitAdditions(to: room.storageRows, because: .freeFlash)
        limitAdditions(to: room.budgetRows, because: .dailyBudget)
        // What is left of changes while a window is shut is what waits for nothing.
        if room.isShut { return }
        guard changes.count > room.budgetRows - additions.count else { return }
        changes.sort { $0.user.isWritten(before: $1.user) }
        var left = room.budgetRows - additions.count
        changes = changes.filter { change in
            if change.user.changesAtOnce || census.marks[change.row] == nil || differences(change).isEmpty {
                return true
            }
            left -= 1
            if left < 0 { postponed[.dailyBudget, default: 0] += 1 }
            return left >= 0
        }
    }

    /// Leaves out what does not end anybody's access, and is of nobody who is in.
    ///
    /// A guest who has logged in is added as well: on a router that replaces another one, or was reset, they would be out until the
    /// window opens.
    private mutating func waitForWindow() {
        let all = changes.count + additions.count
        additions = additions.filter { $0.user.login != nil }
        changes = changes.filter { change in
            let differences = differences(change)
            // A name or a server may be free only when a duplicate is gone, and that waits.
            let movesRow = differences.changes.contains { $0.property == "name" || $0.property == "server" }
            return differences.isEmpty
                || (change.user.changesAtOnce && census.marks[change.row] != nil && !movesRow)
        }
        let kept = removals.filter(\.reason.waitsForWindow)
        postponed[.window, default: 0] += all - changes.count - additions.count + kept.count
        guard !kept.isEmpty else { return }
        let ids = Set(kept.map(\.row))
        removals.removeAll { ids.contains($0.row) }
        removedRows = removedRows.filter { row in
            !ids.contains(RowReference(id: census.users[row].id, name: census.users[row].name))
        }
        clearedNames.subtract(kept.map(\.row.name))
    }

    private mutating func limitAdditions(to count: Int, because reason: Postponement.Reason) {
        guard additions.count > count else { return }
        postponed[reason, default: 0] += additions.count - count
        additions.removeLast(additions.count - count)
    }
}
