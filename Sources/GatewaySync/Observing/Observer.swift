import GatewayDomain
import RouterOSAPI

/// Reads what a device holds, over a connection that is logged in.
///
/// A full reading is one round trip of side-by-side commands, and so is a reading by names: the number of commands does not grow
/// with the number of users.
struct Observer {
    /// How many names one command asks for: a router compares each of its rows with each of them.
    static let namesPerCommand = 50

    let connection: any DeviceChannel
    let configuration: SyncConfiguration
    let now: @Sendable () -> Timestamp

    /// Reads everything.
    func everything() async throws(DeviceFailure) -> ObservedState {
        let facts = FactsReading.commands
        let tables = [ProfileReading.command, UserReading.command(), SessionReading.command()]
        let gardens = GardenList.allCases.map(GardenReading.command)
        let answers = await batch(facts + tables + gardens)
        var state = ObservedState(
            scope: .everything,
            facts: try FactsReading.facts(Array(answers.prefix(facts.count)), now: now())
        )
        let read = answers.dropFirst(facts.count)
        let commands = tables + gardens
        var responses: [Response] = []
        for (answer, command) in zip(read, commands) {
            responses.append(try DeviceFailure.of(answer, in: command))
        }
        state.profiles = responses[0].rows.compactMap(ProfileReading.profile)
        state.users = responses[1].rows.compactMap(UserReading.user)
        state.sessions = responses[2].rows.compactMap(SessionReading.session)
        for (list, response) in zip(GardenList.allCases, responses.dropFirst(tables.count)) {
            state.garden[list] = response.rows.compactMap { GardenReading.row($0, of: list) }
        }
        return state
    }

    /// Reads the users of these names and their sessions.
    ///
    /// - Parameters:
    ///   - names: the users.
    ///   - memory: what the last full reading over this connection found; facts and profiles are taken from it.
    ///   - readsProfiles: whether profiles are read all the same, since some were added.
    /// - Returns: the users and sessions of these names, and what is remembered of the rest.
    /// - Throws: when the connection is lost or the account may not read.
    func names(
        _ names: Set<String>,
        memory: DeviceMemory,
        readsProfiles: Bool
    ) async throws(DeviceFailure) -> ObservedState {
        var state = ObservedState(scope: .names(names), facts: memory.facts)
        state.profiles = readsProfiles ? try await profiles() : memory.profiles
        state.managedUserCount = memory.managedUserCount
        let (users, sessions) = try await usersAndSessions(names)
        state.users = users
        state.sessions = sessions
        return state
    }

    private func profiles() async throws(DeviceFailure) -> [ObservedProfile] {
        guard let answer = await batch([ProfileReading.command]).first else { return [] }
        return try DeviceFailure.of(answer, in: ProfileReading.command).rows.compactMap(ProfileReading.profile)
    }

    /// Reads the users of these names and their sessions, and nothing else.
    func usersAndSessions(
        _ names: Set<String>
    ) async throws(DeviceFailure) -> (users: [ObservedUser], sessions: [ObservedSession]) {
        let chunks = names.sorted().chunks(of: Self.namesPerCommand)
        let commands = chunks.map { UserReading.command(names: $0) } + chunks.map { SessionReading.command(users: $0) }
        var users: [ObservedUser] = []
        var sessions: [ObservedSession] = []
        for (index, answer) in await batch(commands).enumerated() {
            let rows = try DeviceFailure.of(answer, in: commands[index]).rows
            if index < chunks.count {
                users += rows.compactMap(UserReading.user)
            } else {
                sessions += rows.compactMap(SessionReading.session)
            }
        }
        return (users, sessions)
    }

    /// The cheap look: how many rows there are, and who is logged in.
    ///
    /// - Parameter readsSessions: false while a `listen` on the active list tells about logins anyway.
    /// - Returns: the counts, and the sessions when they were read.
    /// - Throws: when the connection is lost or the account may not read.
    func look(readsSessions: Bool) async throws(DeviceFailure) -> (figures: DeviceFigures, sessions: [ObservedSession])
    {
        var commands = DeviceFigures.menus.map { Command("\($0)/print").with(flag: "count-only") }
        if readsSessions { commands.append(SessionReading.command()) }
        let answers = await batch(commands)
        var counts: [Int] = []
        for (answer, command) in zip(answers, commands).prefix(DeviceFigures.menus.count) {
            counts.append(Int(try DeviceFailure.of(answer, in: command).ret ?? "") ?? -1)
        }
        guard readsSessions, let answer = answers.last, let command = commands.last else {
            return (DeviceFigures(counts: counts), [])
        }
        let rows = try DeviceFailure.of(answer, in: command).rows
        return (DeviceFigures(counts: counts), rows.compactMap(SessionReading.session))
    }

    private func batch(_ commands: [Command]) async -> [Result<Response, RouterOSError>] {
        await connection.batch(
            commands,
            window: configuration.commandsInFlightMaximum,
            deadline: configuration.commandDeadline
        )
    }
}
