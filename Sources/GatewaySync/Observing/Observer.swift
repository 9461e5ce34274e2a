import GatewayDomain
import Logging
import RouterOSAPI

/// Reads what a device holds, over a connection that is logged in.
///
/// A full reading is one round trip of side-by-side commands, and so is a reading by names: the number of commands does not grow
/// with the number of users.
struct Observer {
    /// How many names one command asks for: a router compares each of its rows with each of them.
    static let namesPerCommand = 50

    let connection: any DeviceChannel
    /// Whose rows are ours.
    let gateway: GatewayID
    let configuration: SyncConfiguration
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// The account that the connection is logged in with.
    var account = ""

    /// Reads everything.
    ///
    /// - Parameter log: whether the router's log is read as well, and which line of it is known already.
    /// - Returns: all that matters here.
    /// - Throws: when the connection is lost or the account may not read.
    func everything(log: RouterLogReading.Wish = .none) async throws(DeviceFailure) -> ObservedState {
        let readAt = now()
        let facts = FactsReading.commands
        let scripts = ScriptReading.commands(of: gateway)
        let tables = [ProfileReading.commandWithHooks, UserReading.command(), SessionReading.command()]
        let gardens = GardenList.allCases.map(GardenReading.command)
        let setup = SetupReading.commands
        let answers = await batch(facts + tables + gardens + setup + scripts + log.commands)
        let arrivedAt = now()
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
        state.readAt = readAt
        state.sessions = responses[2].rows.compactMap { SessionReading.session($0, arrivedAt: arrivedAt) }
        for (list, response) in zip(GardenList.allCases, responses.dropFirst(tables.count)) {
            state.garden[list] = response.rows.compactMap { GardenReading.row($0, of: list) }
        }
        var rest = answers.dropFirst(facts.count + commands.count)
        state.facts.setup = SetupReading.setup(Array(rest.prefix(setup.count)), account: account)
        rest = rest.dropFirst(setup.count)
        state.scripts = ScriptReading.rows(rest.prefix(scripts.count))
        state.log = log.entries(rest.dropFirst(scripts.count), logger)
        return state
    }

    /// Reads the little that has to be known of a device before single names can be compared: one round trip, whatever it holds.
    ///
    /// - Returns: facts and profiles; all users, ours or not, count as managed, so that none is added beyond what the device may hold.
    /// - Throws: when the connection is lost or the account may not read.
    func basics() async throws(DeviceFailure) -> DeviceMemory {
        let count = Command("\(UserReading.menu)/print").with(flag: "count-only")
        let answers = await batch(FactsReading.commands + [ProfileReading.command, count])
        let facts = try FactsReading.facts(Array(answers.prefix(FactsReading.commands.count)), now: now())
        let read = Array(answers.dropFirst(FactsReading.commands.count))
        return DeviceMemory(
            facts: facts,
            profiles: try DeviceFailure.of(read[0], in: ProfileReading.command).rows.compactMap(ProfileReading.profile),
            managedUserCount: Int(try DeviceFailure.of(read[1], in: count).ret ?? "")
                ?? configuration.limits.managedUserCountMaximum,
            figures: nil
        )
    }

    /// Reads the profiles.
    func profiles() async throws(DeviceFailure) -> [ObservedProfile] {
        guard let answer = await batch([ProfileReading.command]).first else { return [] }
        return try DeviceFailure.of(answer, in: ProfileReading.command).rows.compactMap(ProfileReading.profile)
    }

    /// Reads the users of these names and their sessions, and nothing else but what is wanted of the router's log.
    func usersAndSessions(
        _ names: Set<String>,
        log: RouterLogReading.Wish = .none
    ) async throws(DeviceFailure) -> NamesReading {
        try await traces(of: names, withCookies: false, log: log).reading
    }

    /// Reads what there is of these names: users, sessions and cookies, side by side.
    func traces(of names: Set<String>) async throws(DeviceFailure) -> (reading: NamesReading, cookies: [ObservedCookie])
    {
        try await traces(of: names, withCookies: true, log: .none)
    }

    private func traces(
        of names: Set<String>,
        withCookies: Bool,
        log: RouterLogReading.Wish
    ) async throws(DeviceFailure) -> (reading: NamesReading, cookies: [ObservedCookie]) {
        let readAt = now()
        let chunks = names.sorted().chunks(of: Self.namesPerCommand)
        var commands = chunks.map { UserReading.command(names: $0) } + chunks.map { SessionReading.command(users: $0) }
        if withCookies { commands += chunks.map { CookieReading.command(users: $0) } }
        var users: [ObservedUser] = []
        var sessions: [ObservedSession] = []
        var cookies: [ObservedCookie] = []
        // The clock with it, which may have been set since the facts were read.
        let extra = log == .none ? [] : log.commands + [RouterClock.command]
        let answers = await batch(commands + extra)
        let arrivedAt = now()
        for (index, answer) in answers.prefix(commands.count).enumerated() {
            let rows = try DeviceFailure.of(answer, in: commands[index]).rows
            switch index / chunks.count {
            case 0: users += rows.compactMap(UserReading.user)
            case 1: sessions += rows.compactMap { SessionReading.session($0, arrivedAt: arrivedAt) }
            default: cookies += rows.compactMap(CookieReading.cookie)
            }
        }
        var reading = NamesReading(names: names, users: users, sessions: sessions, readAt: readAt)
        if !extra.isEmpty {
            reading.log = log.entries(answers.dropFirst(commands.count), logger)
            reading.clock = RouterClock.read(answers.last)?.against(now(), bootedAt: nil)
        }
        return (reading, cookies)
    }

    /// Reads the cookies of these users: all there are when the users are many.
    func cookies(_ names: Set<String>) async throws(DeviceFailure) -> [ObservedCookie] {
        guard !names.isEmpty else { return [] }
        let commands =
            names.count > Scope.namesMaximum
            ? [CookieReading.all]
            : names.sorted().chunks(of: Self.namesPerCommand).map { CookieReading.command(users: $0) }
        var cookies: [ObservedCookie] = []
        for (answer, command) in zip(await batch(commands), commands) {
            cookies += try DeviceFailure.of(answer, in: command).rows.compactMap(CookieReading.cookie)
        }
        return cookies.filter { names.contains($0.user) }
    }

    /// Reads the files of login pages in these directories.
    ///
    /// - Parameter directories: where they are, or may be.
    /// - Returns: the files; nil when the account may not read them, or the router has no such menu.
    /// - Throws: when the connection is lost.
    func files(in directories: Set<String>) async throws(DeviceFailure) -> [ObservedFile]? {
        let commands = directories.sorted().map { FileReading.command(directory: $0) }
        var files: [ObservedFile] = []
        for (answer, command) in zip(await batch(commands), commands) {
            do throws(DeviceFailure) {
                files += try DeviceFailure.of(answer, in: command).rows.compactMap(FileReading.file)
            } catch .accountLacksPolicy {
                return nil
            } catch {
                guard error.allowsTheRest else { throw error }
                return nil
            }
        }
        return files
    }

    /// The cheap look: how many rows there are, and who is logged in.
    ///
    /// - Parameter readsSessions: false while a `listen` on the active list tells about logins anyway.
    /// - Returns: the counts, and the sessions when they were read.
    /// - Throws: when the connection is lost or the account may not read.
    func look(
        readsSessions: Bool
    ) async throws(DeviceFailure) -> (figures: DeviceFigures, sessions: [ObservedSession]) {
        var commands = DeviceFigures.menus.map { Command("\($0)/print").with(flag: "count-only") }
        if readsSessions { commands.append(SessionReading.command()) }
        let answers = await batch(commands)
        let arrivedAt = now()
        var counts: [Int] = []
        for (answer, command) in zip(answers, commands).prefix(DeviceFigures.menus.count) {
            counts.append(Int(try DeviceFailure.of(answer, in: command).ret ?? "") ?? -1)
        }
        guard readsSessions, let answer = answers.last, let command = commands.last else {
            return (DeviceFigures(counts: counts), [])
        }
        let rows = try DeviceFailure.of(answer, in: command).rows
        return (DeviceFigures(counts: counts), rows.compactMap { SessionReading.session($0, arrivedAt: arrivedAt) })
    }

    private func batch(_ commands: [Command]) async -> [Result<Response, RouterOSError>] {
        await connection.batch(
            commands,
            window: configuration.commandsInFlightMaximum,
            deadline: configuration.commandDeadline
        )
    }
}
