import GatewayDomain
import RouterOSAPI

/// Removing users: looked at once more, then the users (their codes are dead), then their cookies and sessions.
extension Applier {
    /// How old a reading may be to be removed by: any later, and ids may have changed hands since.
    static let readingAgeMaximum: Duration = .seconds(1)

    /// Looks at users who are to be removed once more, and decides which removals go on.
    ///
    /// A plan for names was made from a reading of a moment ago, which is as good as another one: the code of a guest who got in
    /// elsewhere dies one round trip earlier. Who may still keep a user by using it is looked at all the same.
    mutating func inspect(_ stage: Plan.Stage) async throws(DeviceFailure) {
        var names: Set<String> = []
        var yielding: Set<String> = []
        for case .inspectUser(let row, let reason) in stage.operations {
            names.insert(row.name)
            if reason.yieldsToUse { yielding.insert(row.name) }
        }
        var known = NamesReading(names: [], readAt: observer.now())
        if let reading, reading.names.isSuperset(of: names),
            (.zero...Self.readingAgeMaximum).contains(observer.now() - reading.readAt)
        {
            known = reading.limited(to: names.subtracting(yielding))
        }
        let unknown = names.subtracting(known.names)
        if !unknown.isEmpty {
            let read = try await observer.usersAndSessions(unknown)
            try await importing(read.users, read.sessions)
            known.add(read)
        }
        inspected = known.users
        inspectedSessions = known.sessions
        let kept = confirmed.keptProfiles
        confirmed = Planner.confirmedRemovals(
            of: plan.removals(of: names, inspecting: stage),
            users: known.users,
            sessions: known.sessions,
            gateway: gateway
        )
        confirmed.keptProfiles.formUnion(kept)
    }

    /// Removes the users whose removal was confirmed.
    mutating func removeUsers() async throws(DeviceFailure) {
        try await remove([(UserReading.menu, confirmed.rows)])
    }

    /// Removes the cookies and ends the sessions of users who have just been removed, whatever there are by now.
    ///
    /// A session is a trace of a login, and this is the last time that it is seen. A guest who got in between the last look and the
    /// removal of a user that yields to use stays: the router accepted the code, and the next plan knows it. Where nothing is
    /// left to remove, the reading is the proof that all are gone.
    mutating func clear() async throws(DeviceFailure) {
        guard !confirmed.clearedNames.isEmpty else { return }
        let (left, cookies) = try await observer.traces(of: Set(confirmed.clearedNames))
        try await importing(inspected.filter { user in left.sessions.contains { $0.user == user.name } }, left.sessions)
        var yielding: Set<String> = []
        for case .inspectUser(let row, let reason) in plan.operations where reason.yieldsToUse {
            yielding.insert(row.name)
        }
        let ended = left.sessions.filter { !yielding.contains($0.user) }
        if cookies.isEmpty, ended.isEmpty {
            reading = left
        } else {
            try await remove([
                (CookieReading.menu, cookies.map(\.reference)), (SessionReading.menu, ended.map(\.reference)),
            ])
        }
        // A router may have ended a session with its user.
        let cleared = Set(confirmed.clearedNames).subtracting(yielding)
        let gone = inspectedSessions.filter { session in
            cleared.contains(session.user) && !left.sessions.contains { $0.isSame(as: session) }
        }
        try await ending(ended + gone)
    }

    /// Removes rows, those of all menus side by side, many with one command.
    ///
    /// When one of several rows is gone meanwhile, a router may refuse the command for all of them (nobody measured it). Those that
    /// are still there, and still what they were, are then removed one by one: none of them waits for the next run.
    mutating func remove(_ rows: [(menu: String, rows: [RowReference])]) async throws(DeviceFailure) {
        var chunks: [(menu: String, rows: [RowReference])] = []
        for (menu, rows) in rows {
            chunks += rows.filter { ItemID($0.id) != nil }.chunks(of: WriteOrder.rowsMaximum).map { (menu, Array($0)) }
        }
        guard !chunks.isEmpty else { return }
        reading = nil
        let unclear = try await removeTogether(chunks)
        guard !unclear.isEmpty else { return }
        var rest: [(menu: String, rows: [RowReference])] = []
        for (menu, rows) in unclear { rest += try await standing(rows, in: menu).map { (menu, [$0]) } }
        _ = try await removeTogether(rest)
    }

    /// - Returns: rows of commands that were refused for several of them.
    private mutating func removeTogether(
        _ chunks: [(menu: String, rows: [RowReference])]
    ) async throws(DeviceFailure) -> [(menu: String, rows: [RowReference])] {
        let commands = chunks.map { menu, rows in
            OperationCommand.remove(rows.compactMap { ItemID($0.id) }, from: menu)
        }
        var unclear: [(menu: String, rows: [RowReference])] = []
        for ((answer, command), chunk) in zip(zip(await send(commands), commands), chunks) {
            if chunk.rows.count > 1, case .failure(let error) = answer, error.trap != nil {
                unclear.append(chunk)
            } else if try accept(answer, of: command) != nil, chunk.menu == UserReading.menu {
                // Cookies and sessions are no configuration.
                tally.count(chunk.rows.count)
            }
        }
        return unclear
    }

    /// Those of some rows that are still there under their ids.
    private func standing(_ rows: [RowReference], in menu: String) async throws(DeviceFailure) -> [RowReference] {
        let command = Command("\(menu)/print").proplist([".id", "name", "user"])
            .filtered(by: .any(rows.compactMap { ItemID($0.id) }.map { .id($0) }))
        guard let answer = await send([command]).first else { return [] }
        let present = try DeviceFailure.of(answer, in: command).rows.compactMap { row in
            row.id.map { RowReference(id: $0, name: row.text(menu == UserReading.menu ? "name" : "user") ?? "") }
        }
        return rows.filter(Set(present).contains)
    }
}

extension Plan {
    /// What the plan does to remove the users of some names, as far as their confirmation needs it.
    fileprivate func removals(of names: Set<String>, inspecting stage: Stage) -> Plan {
        var removals = Plan()
        let cleared = operations.filter { operation in
            if case .removeCookies(let name) = operation { names.contains(name) } else { false }
        }
        removals.stages = [stage, Stage(.clear, cleared)]
        return removals
    }
}
