import GatewayDomain
import RouterOSAPI

/// Brings a plan onto a device, stage by stage.
///
/// Operations of one stage go out pipelined; the next stage begins after the last answer of the one before. An answer that says
/// that the device is not as it was read ("already have", "no such item") means *look again*: the reading that follows every
/// plan finds out what is true, and nothing is repeated blindly.
struct Applier {
    let plan: Plan
    let observer: Observer
    let gateway: GatewayID
    /// Takes what was read of users right before their removal: their final figures.
    let importing:
        @Sendable (_ users: [ObservedUser], _ sessions: [ObservedSession]) async throws(DeviceFailure) -> Void

    /// Takes the sessions that were ended, as they were last seen.
    let ending: @Sendable (_ sessions: [ObservedSession]) async throws(DeviceFailure) -> Void

    /// Counts the rows that are written.
    let tally: WriteTally
    /// How fast the device is, as far as it is known.
    var pace = WritePace()
    /// What came of the stages so far.
    var outcome = Outcome()
    /// A reading by names after which nothing was written, so that it tells how the device is.
    var reading: NamesReading?
    /// The users that are to be removed, as they were when they were looked at once more.
    var inspected: [ObservedUser] = []
    /// Their sessions at that moment, with the last figures that there may ever be.
    var inspectedSessions: [ObservedSession] = []
    /// The removals that go on after the users were looked at once more.
    var confirmed = RemovalConfirmation()
    /// The rows of walled-garden entries: those that were read, and those that were added since.
    private var gardenRows: [GardenList: [WalledGardenEntry.ID: ItemID]] = [:]
    /// The user profiles that were added, by name.
    private var profileRows: [String: ItemID] = [:]

    /// What came of a plan.
    struct Outcome {
        /// The first thing that the device refused, in words without secrets, when the rest could go on.
        var refusal: DeviceFailure?
        /// What the device refused of the scripts, because of what the gateway's account may do.
        var scriptRefusals: [ScriptRefusal.Part: ScriptRefusal] = [:]
    }

    /// Begins with a plan.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - observer: reads and writes over the run's connection.
    ///   - gateway: whose rows are ours.
    ///   - observed: what the plan was made from.
    ///   - reading: the same as a reading by names, when it was one.
    ///   - tally: counts the rows that are written.
    ///   - importing: takes what was read of users right before their removal.
    ///   - ending: takes the sessions that were ended, as they were last seen.
    init(
        plan: Plan,
        observer: Observer,
        gateway: GatewayID,
        observed: ObservedState,
        reading: NamesReading? = nil,
        tally: WriteTally = WriteTally(),
        importing:
            @escaping @Sendable (_ users: [ObservedUser], _ sessions: [ObservedSession]) async throws(DeviceFailure) ->
            Void,
        ending: @escaping @Sendable (_ sessions: [ObservedSession]) async throws(DeviceFailure) -> Void
    ) {
        self.plan = plan
        self.observer = observer
        self.gateway = gateway
        self.reading = reading
        self.tally = tally
        self.importing = importing
        self.ending = ending
        for list in GardenList.allCases {
            gardenRows[list] = observed.gardenRowIDs(of: list, gateway: gateway).compactMapValues { ItemID($0) }
        }
    }

    /// Brings the next stage onto the device.
    ///
    /// - Parameters:
    ///   - stage: a stage of the plan, or a part of one, after all those before it.
    ///   - usesScripts: whether users that are added may go by scripts.
    /// - Throws: when the connection is lost, or when the device refuses what it will refuse again and again.
    mutating func apply(_ stage: Plan.Stage, usesScripts: Bool = false) async throws(DeviceFailure) {
        switch stage.purpose {
        case .inspect: try await inspect(stage)
        case .removeUsers: try await removeUsers()
        case .clear: try await clear()
        case .forgetDevices: try await forgetDevices(stage)
        case .putOut: try await putOut(stage)
        case .users where usesScripts: try await writeByScript(stage.operations)
        case .prepare, .users, .writeHooks, .order, .removeProfiles, .removeSchedules, .removeScripts, .writeScripts,
            .writeSchedules, .removePages, .removeDirectories, .makeDirectories, .writePages, .showPages:
            try await write(stage.operations)
        }
    }

    // MARK: - Writing

    mutating func write(_ operations: [Operation]) async throws(DeviceFailure) {
        reading = nil
        let orders = WriteOrder.orders(for: try await withoutStaleRows(operations)) { commands(for: $0) }
        let unclear = try await send(orders)
        guard !unclear.isEmpty else { return }
        // Of several rows that were refused together nobody knows which one was meant, nor which were written all the same.
        _ = try await send(
            try await withoutStaleRows(unclear).flatMap { operation in
                commands(for: operation).map { WriteOrder([operation], $0) }
            }
        )
    }

    /// Sends commands, and takes their answers.
    ///
    /// - Returns: the operations of commands for several rows that were refused.
    private mutating func send(_ orders: [WriteOrder]) async throws(DeviceFailure) -> [Operation] {
        var unclear: [Operation] = []
        let answers = await measured(orders.map(\.command))
        countUnknown(answers, orders)
        for (answer, order) in zip(answers, orders) {
            if order.operations.count > 1, case .failure(let error) = answer, error.trap != nil {
                unclear += order.operations
                continue
            }
            let response = try accept(answer, of: order.command, for: order.operations[0].scriptPart)
            if response != nil { tally.count(order.operations.count) }
            guard let id = response?.ret.flatMap({ ItemID($0) }) else { continue }
            switch order.operations[0] {
            case .addGardenRow(let row, _): gardenRows[row.list, default: [:]][row.entry] = id
            case .addProfile(let profile): profileRows[profile.name] = id
            default: break
            }
        }
        return unclear
    }

    /// Sends commands, and learns how long they take.
    private mutating func measured(_ commands: [Command]) async -> [Result<Response, RouterOSError>] {
        let startedAt = observer.now()
        let answers = await send(commands)
        pace.answered(
            commands: commands.count,
            in: observer.now() - startedAt,
            rules: observer.configuration.writeRules
        )
        return answers
    }

    private func commands(for operation: Operation) -> [Command] {
        switch operation {
        case .addProfile(let profile):
            return [OperationCommand.add(profile)]
        case .setProfile(let row, let changes):
            return set(changes, of: row, in: ProfileReading.menu)
        case .setHooks(let profile, let id, let changes, let hooks):
            guard let id = hooked(profile, id) else { return [] }
            return OperationCommand.set(changes, of: id, in: ProfileReading.menu, texts: hooks?.texts ?? [:])
        case .removeProfile(let row):
            return confirmed.keptProfiles.contains(row.name) ? [] : remove(row, from: ProfileReading.menu)
        case .addUser(let user, let server):
            return [OperationCommand.add(user, server: server, gateway: gateway, now: observer.now())]
        case .setUser(let row, let changes, let password):
            return set(changes, of: row, in: UserReading.menu, password: password)
        case .addGardenRow(let row, let next):
            return [OperationCommand.add(row, before: next.flatMap { gardenRows[row.list]?[$0] }, gateway: gateway)]
        case .setGardenRow(let list, let row, let changes):
            return set(changes, of: row, in: GardenReading.menu(list))
        case .removeGardenRow(let list, let row, _):
            return remove(row, from: GardenReading.menu(list))
        case .moveGardenRows(let list, let entries, let next):
            let ids = entries.compactMap { gardenRows[list]?[$0] }
            guard !ids.isEmpty else { return [] }
            return [.move(ids, before: next.flatMap { gardenRows[list]?[$0] }, in: GardenReading.menu(list))]
        case .addFile(let name, let contents):
            return [OperationCommand.addFile(name, contents)]
        case .setFile(let row, let contents):
            return set([PropertyChange("contents", from: nil, to: contents)], of: row, in: FileReading.menu)
        case .removeFile(let row):
            return remove(row, from: FileReading.menu)
        case .setServerProfile(let row, let changes):
            return set(changes, of: row, in: FactsReading.serverProfileMenu)
        case .addScriptRow(let menu, let script):
            return [OperationCommand.add(script, to: menu, gateway: gateway)]
        case .setScriptRow(let menu, let row, let changes, let source):
            let texts = source.map { [menu.textProperty: $0.text] } ?? [:]
            return set(changes, of: row, in: ScriptReading.menu(menu), texts: texts)
        case .removeScriptRow(let menu, let row, _):
            return remove(row, from: ScriptReading.menu(menu))
        case .inspectUser, .removeUser, .removeCookies, .endSessions, .removeCookie, .endSession:
            // These have stages of their own.
            return []
        }
    }

    /// The row of a profile whose hooks change: one that the plan added has its id only since.
    private func hooked(_ profile: String, _ id: String?) -> ItemID? {
        if let id { ItemID(id) } else { profileRows[profile] }
    }

    private func set(
        _ changes: [PropertyChange],
        of row: RowReference,
        in menu: String,
        password: Secret? = nil,
        texts: [String: Secret] = [:]
    ) -> [Command] {
        guard let id = ItemID(row.id) else { return [] }
        return OperationCommand.set(changes, of: id, in: menu, password: password, texts: texts)
    }

    private func remove(_ row: RowReference, from menu: String) -> [Command] {
        ItemID(row.id).map { [OperationCommand.remove([$0], from: menu)] } ?? []
    }

    // MARK: - Rows that changed meanwhile

    /// Leaves out changes and removals of rows that are no longer those that the plan was made from.
    ///
    /// An id says nothing by itself: a router gives that of a removed row to the next one, which may be anybody's. And the router's
    /// script may have written a login into a comment a moment ago, which must not be lost. The reading after the plan sees what
    /// is there now, and the next plan goes on from it.
    private func withoutStaleRows(_ operations: [Operation]) async throws(DeviceFailure) -> [Operation] {
        var ids: [String: Set<String>] = [:]
        for operation in operations {
            for (menu, id) in targets(of: operation) { ids[menu, default: []].insert(id) }
        }
        var present: [String: [String: Row]] = [:]
        for menu in ids.keys.sorted() { present[menu] = try await rows(ids[menu] ?? [], of: menu) }
        return operations.filter { operation in
            targets(of: operation).allSatisfy { menu, id in
                present[menu]?[id].map { isMeant($0, by: operation) } ?? false
            }
        }
    }

    /// The rows that an operation names by their id.
    private func targets(of operation: Operation) -> [(menu: String, id: String)] {
        switch operation {
        case .setProfile(let row, _), .removeProfile(let row): [(ProfileReading.menu, row.id)]
        case .setHooks(let profile, let id, _, _):
            hooked(profile, id).map { [(ProfileReading.menu, $0.description)] } ?? []
        case .setUser(let row, _, _): [(UserReading.menu, row.id)]
        case .setGardenRow(let list, let row, _), .removeGardenRow(let list, let row, _):
            [(GardenReading.menu(list), row.id)]
        case .moveGardenRows(let list, let entries, _):
            entries.compactMap { gardenRows[list]?[$0] }.map { (GardenReading.menu(list), $0.description) }
        case .setFile(let row, _), .removeFile(let row): [(FileReading.menu, row.id)]
        case .setServerProfile(let row, _): [(FactsReading.serverProfileMenu, row.id)]
        case .setScriptRow(let menu, let row, _, _), .removeScriptRow(let menu, let row, _):
            [(ScriptReading.menu(menu), row.id)]
        case .addProfile, .addUser, .addGardenRow, .addFile, .addScriptRow, .inspectUser, .removeUser, .removeCookies,
            .endSessions, .removeCookie, .endSession:
            []
        }
    }

    private func isMeant(_ row: Row, by operation: Operation) -> Bool {
        let comment = row.text("comment") ?? ""
        let mark = OwnershipMark(comment: comment).flatMap { $0.gateway == gateway ? $0 : nil }
        switch operation {
        case .setProfile(let reference, _), .removeProfile(let reference), .setFile(let reference, _),
            .removeFile(let reference), .setServerProfile(let reference, _):
            return row.text("name") == reference.name
        case .setHooks(let profile, _, _, _):
            return row.text("name") == profile
        case .setScriptRow(_, let reference, let changes, _):
            guard row.text("name") == reference.name else { return false }
            guard let change = changes.first(where: { $0.property == "comment" }) else { return isScript(comment) }
            return comment == change.from ?? ""
        case .removeScriptRow(_, let reference, let seen):
            // One whose mark somebody took away is told by what it runs, which was read with that comment.
            return row.text("name") == reference.name && (isScript(seen) ? isScript(comment) : comment == seen)
        case .setUser(let reference, let changes, _):
            guard row.text("name") == reference.name else { return false }
            guard let change = changes.first(where: { $0.property == "comment" }) else { return mark != nil }
            return comment == change.from ?? ""
        default:
            return mark?.kind == .garden
        }
    }

    private func rows(_ ids: Set<String>, of menu: String) async throws(DeviceFailure) -> [String: Row] {
        let commands = ids.sorted().chunks(of: Observer.namesPerCommand).map { ids in
            Command("\(menu)/print").proplist([".id", "name", "comment"])
                .filtered(by: .any(ids.compactMap { ItemID($0) }.map { .id($0) }))
        }
        var rows: [String: Row] = [:]
        for (answer, command) in zip(await send(commands), commands) {
            for row in try DeviceFailure.of(answer, in: command).rows {
                if let id = row.id { rows[id] = row }
            }
        }
        return rows
    }
}
