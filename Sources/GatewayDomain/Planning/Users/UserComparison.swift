/// Compares the users of a device with those that it should have.
struct UserComparison {
    /// A row of ours that goes.
    struct Removal: Hashable {
        var row: RowReference
        var reason: RemovalReason
    }

    /// An addition, before it becomes an operation.
    struct Addition {
        var user: DesiredUser
        var server: String?
    }

    /// A change, before it becomes an operation.
    struct Change {
        var user: DesiredUser
        var row: Int
        var server: String?
    }

    let census: UserCensus
    let desired: DesiredState
    let observed: ObservedState
    let servers: ServerChoice
    private let adoptedNames: Set<String>
    /// Profiles that are there, or that the plan adds.
    var profileNames: Set<String>

    private(set) var conflicts: [Conflict] = []
    var removals: [Removal] = []
    /// Users whose cookies and sessions go as well.
    var clearedNames: Set<String> = []
    private(set) var missingProfiles: Set<String> = []
    /// Users that should go for no known reason and stay while somebody uses them.
    private(set) var unknownGuests: Set<String> = []
    private(set) var unchanged = 0
    /// Users that are not written for now, by what they wait for.
    var postponed: [Postponement.Reason: Int] = [:]
    /// Users that keep another profile because theirs cannot be added.
    var waitingForProfiles = 0
    var additions: [Addition] = []
    var changes: [Change] = []
    /// Which rows of ours were found to be a desired user's.
    private var isTaken: [Bool]
    /// Desired users of instances that no server serves, and their rows: these stay as they are.
    private var heldSubjects: Set<String> = []
    private(set) var heldRows: Set<Int> = []
    var removedRows: Set<Int> = []

    init(desired: DesiredState, observed: ObservedState, servers: ServerChoice, adoptedNames: Set<String>) {
        self.desired = desired
        self.observed = observed
        self.servers = servers
        self.adoptedNames = adoptedNames
        self.census = UserCensus(users: observed.users, gateway: desired.gateway) {
            desired.scope.contains($0) && observed.scope.contains($0)
        }
        self.profileNames = Set(observed.profiles.map(\.name)).union(desired.services.flatMap(\.profiles).map(\.name))
        self.isTaken = Array(repeating: false, count: observed.users.count)
        compare()
        findRemovals()
    }

    // MARK: - Matching

    private mutating func compare() {
        var unmatched: [DesiredUser] = []
        for user in desired.users where desired.scope.contains(user.name) && observed.scope.contains(user.name) {
            if let (row, isAlone) = ownRow(for: user) {
                settle(user, at: row, isAlone: isAlone)
            } else {
                unmatched.append(user)
            }
        }
        guard !unmatched.isEmpty else { return }
        // A row under the name of another desired user is that one's, or its duplicate, whatever its mark says: it goes before users
        // are written, so that no write of a stage waits for another one to free a name.
        var bySubject: [String: [Int]] = [:]
        for (row, mark) in census.marks.enumerated() where !isTaken[row] {
            guard let mark, !census.rows(named: census.users[row].name).contains(where: { isTaken[$0] }) else {
                continue
            }
            bySubject[mark.subject, default: []].append(row)
        }
        var seen: Set<String> = []
        for user in unmatched.sorted(by: { $0.isWritten(before: $1) }) where seen.insert(user.name).inserted {
            let renamed = bySubject[user.subject]?.filter { !isTaken[$0] } ?? []
            if let row = best(of: renamed, for: user) {
                settle(user, at: row, isAlone: false)
            } else {
                settleWithoutRow(user)
            }
        }
    }

    /// The row of ours that carries the user's name, and whether no other row does.
    ///
    /// Of several the one that was used most, since its counters are worth keeping.
    private func ownRow(for user: DesiredUser) -> (row: Int, isAlone: Bool)? {
        guard let first = census.firstRow(named: user.name) else { return nil }
        if !census.hasOthers(first) {
            return census.ownership[first] == .ours && !isTaken[first] ? (first, true) : nil
        }
        let all = census.rows(named: user.name).filter { census.ownership[$0] == .ours && !isTaken[$0] }
        return best(of: all, for: user).map { ($0, false) }
    }

    private func best(of rows: [Int], for user: DesiredUser) -> Int? {
        let target = servers.target(of: user)
        return rows.min { left, right in
            let (one, other) = (census.users[left], census.users[right])
            if one.uptimeSeconds != other.uptimeSeconds { return one.uptimeSeconds > other.uptimeSeconds }
            let bytes = (max(one.bytesIn, one.bytesOut), max(other.bytesIn, other.bytesOut))
            if bytes.0 != bytes.1 { return bytes.0 > bytes.1 }
            let fits = (target == .some(one.server), target == .some(other.server))
            if fits.0 != fits.1 { return fits.0 }
            return RowReference.isBefore(one.id, other.id)
        }
    }

    /// Foreign rows that a user of this name on this server would meet.
    ///
    /// Names are unique for each server (error text of RouterOS, "already have user with this name for this server"); whether a
    /// row for all servers collides with one for a named server nobody measured, so it counts as if it did.
    private func obstacles(to name: String, on server: String?) -> [Int] {
        census.rows(named: name).filter { row in
            let other = census.users[row].server
            return census.ownership[row] != .ours && (server == nil || other == nil || other == server)
        }
    }

    // MARK: - Deciding

    private mutating func settle(_ user: DesiredUser, at row: Int, isAlone: Bool) {
        isTaken[row] = true
        guard let server = servers.target(of: user) else {
            heldSubjects.insert(user.subject)
            heldRows.insert(row)
            return
        }
        _ = isAvailable(user.profile)
        let obstacles = isAlone ? [] : obstacles(to: user.name, on: server)
        if !obstacles.isEmpty {
            report(obstacles, name: user.name)
            guard census.users[row].name == user.name, census.users[row].server == server else { return }
        }
        if isAsDesired(user, at: row, server: server) {
            unchanged += 1
        } else {
            changes.append(Change(user: user, row: row, server: server))
        }
    }

    private mutating func settleWithoutRow(_ user: DesiredUser) {
        guard let server = servers.target(of: user) else {
            heldSubjects.insert(user.subject)
            return
        }
        let obstacles = obstacles(to: user.name, on: server)
        guard !obstacles.isEmpty else {
            if isAvailable(user.profile) { additions.append(Addition(user: user, server: server)) }
            return
        }
        let isAsked = adoptedNames.contains(user.name)
        let adoptable = obstacles.filter { row in
            switch census.ownership[row] {
            case .foreign: isAsked || user.takesOver
            // Another gateway's only where somebody says so for this very push.
            case .otherGateway: isAsked
            case .ours, .builtIn, .ignored: false
            }
        }
        guard let row = best(of: adoptable, for: user) else {
            report(obstacles, name: user.name)
            return
        }
        isTaken[row] = true
        changes.append(Change(user: user, row: row, server: server))
        report(obstacles.filter { $0 != row }, name: user.name)
    }

    private mutating func report(_ rows: [Int], name: String) {
        let causes = rows.compactMap { row -> Conflict.Cause? in
            switch census.ownership[row] {
            case .otherGateway(let gateway): .otherGateway(gateway)
            case .foreign, .builtIn: .foreignUser
            case .ours, .ignored: nil
            }
        }
        // One line a name: a row without a mark is what somebody made by hand, and worth naming first.
        guard let cause = causes.min(by: { "\($0)" < "\($1)" }) else { return }
        conflicts.append(Conflict(name: name, cause: cause))
    }

    private mutating func isAvailable(_ profile: String) -> Bool {
        if profileNames.contains(profile) { return true }
        missingProfiles.insert(profile)
        return false
    }

    /// Whether nothing has to be written.
    ///
    /// Fields are looked at in place: copying ten thousand rows costs more than comparing them.
    private func isAsDesired(_ user: DesiredUser, at row: Int, server: String?) -> Bool {
        census.marks[row]?.describes(user) == true
            && census.users[row].name == user.name && census.users[row].server == server
            && !census.users[row].isDisabled
            && (census.users[row].profile == user.profile || !profileNames.contains(user.profile))
            && census.users[row].uptimeSecondsMaximum == UserDifferences.uptimeLimit(of: user, mark: census.marks[row])
            && census.users[row].dataBytesMaximum == UserDifferences.limit(user.dataBytesMaximum)
            && UserDifferences.isSameDevice(census.users[row].macAddress, user.macAddress)
    }

    // MARK: - Removing

    private mutating func findRemovals() {
        let rows = census.ownership.indices.filter { census.ownership[$0] == .ours && !isTaken[$0] }
        guard !rows.isEmpty else { return }
        let subjects = Set(desired.users.map(\.subject))
        let online = Dictionary(grouping: observed.sessions, by: \.user)
        for row in rows {
            let user = census.users[row]
            guard let mark = census.marks[row], let reason = reason(for: row, mark: mark, subjects: subjects) else {
                continue
            }
            if UserUse.keeps(user, from: reason, mark: mark, sessions: online[user.name] ?? []) {
                if reason == .unexplained { unknownGuests.insert(user.name) }
                continue
            }
            removals.append(Removal(row: RowReference(id: user.id, name: user.name), reason: reason))
            removedRows.insert(row)
        }
        // A name that another row keeps keeps its cookies and sessions, too: they cannot be told apart.
        for row in removedRows where census.rows(named: census.users[row].name).allSatisfy(removedRows.contains) {
            clearedNames.insert(census.users[row].name)
        }
    }

    /// Why a row of ours goes, or nil when it stays: the users of an instance that no server serves stay as they are.
    private func reason(for row: Int, mark: OwnershipMark, subjects: Set<String>) -> RemovalReason? {
        let user = census.users[row]
        let kept = census.rows(named: user.name).filter { isTaken[$0] }
        if !kept.isEmpty { return kept.contains(where: heldRows.contains) ? nil : .duplicate }
        if subjects.contains(mark.subject) { return heldSubjects.contains(mark.subject) ? nil : .duplicate }
        return servers.isHeld(profile: user.profile) ? nil : desired.departures[user.name] ?? .unexplained
    }
}
