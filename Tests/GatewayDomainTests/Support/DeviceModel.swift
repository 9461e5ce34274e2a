import TestSeeds
import GatewayDomain

/// A router as far as a plan needs one: tables with reused ids, unique names, order, references and cookies.
///
/// It applies plans the way a router does, with the operations of one stage in any order, and notes everything that a router
/// would have refused.
struct DeviceModel {
    var state: ObservedState
    let gateway: GatewayID
    /// Passwords by row id.
    var passwords: [String: String] = [:]
    /// What a router would have answered with a trap.
    private(set) var refusals: [String] = []

    init(_ state: ObservedState, gateway: GatewayID) {
        self.state = state
        self.gateway = gateway
    }

    mutating func apply(_ plan: Plan, using generator: inout SeededGenerator) {
        for stage in plan.stages {
            for operation in stage.operations.shuffled(using: &generator) { apply(operation) }
        }
        state.managedUserCount = state.users.count { OwnershipMark(comment: $0.comment)?.gateway == gateway }
    }

    private mutating func apply(_ operation: Operation) {
        switch operation {
        case .addProfile(let profile): add(profile)
        case .setProfile(let row, let changes): set(row.id, changes)
        case .setHooks(let profile, let id, let changes, let hooks):
            set(id ?? state.profiles.first { $0.name == profile }?.id ?? "", changes, hooks)
        case .removeProfile(let row): removeProfile(row)
        case .inspectUser(let row, _): _ = userIndex(row.id)
        case .addUser(let user, let server): add(user, server: server)
        case .setUser(let row, let changes, let password): set(row, changes, password: password)
        case .removeUser(let row, _): removeUser(row)
        case .removeCookies(let user): state.cookies.removeAll { $0.user == user }
        case .endSessions(let user): state.sessions.removeAll { $0.user == user }
        case .removeCookie(let cookie, _): remove(cookie)
        case .endSession(let session, _): end(session)
        case .addGardenRow, .setGardenRow, .removeGardenRow, .moveGardenRows: applyToGarden(operation)
        case .addFile, .setFile, .removeFile, .setServerProfile: applyToPages(operation)
        case .addScriptRow, .setScriptRow, .removeScriptRow: applyToScripts(operation)
        }
    }

    // MARK: - Guests

    private mutating func remove(_ cookie: ObservedCookie) {
        guard let index = state.cookies.firstIndex(of: cookie) else { return refuse("no such cookie") }
        state.cookies.remove(at: index)
    }

    private mutating func end(_ session: ObservedSession) {
        guard let index = state.sessions.firstIndex(of: session) else { return refuse("no such session") }
        state.sessions.remove(at: index)
    }

    mutating func refuse(_ text: String) { refusals.append(text) }

    // MARK: - Profiles

    private mutating func add(_ profile: DesiredProfile) {
        guard !state.profiles.contains(where: { $0.name == profile.name }) else { return refuse("profile twice") }
        // What equals its default may be left out of an answer.
        let printed = profile.properties.filter { $0.key != "idle-timeout" && $0.value != "" }
        let id = Self.freeID(state.profiles.map(\.id))
        state.profiles.append(ObservedProfile(id: id, name: profile.name, properties: printed))
    }

    private mutating func set(_ id: String, _ changes: [PropertyChange], _ hooks: ProfileHooks? = nil) {
        guard let index = state.profiles.firstIndex(where: { $0.id == id }) else {
            return refuse("no such profile")
        }
        for change in changes {
            // The text of a hook is written, never what the change says of it.
            let text = hooks?.texts[change.property]?.revealed
            state.profiles[index].properties[change.property] = text ?? change.to
        }
    }

    private mutating func removeProfile(_ row: RowReference) {
        guard let index = state.profiles.firstIndex(where: { $0.id == row.id && $0.name == row.name }) else {
            return refuse("no such profile")
        }
        state.profiles.remove(at: index)
        for user in state.users.indices where state.users[user].profile == row.name {
            state.users[user].profile = row.id
        }
    }

    // MARK: - Users

    private func userIndex(_ id: String) -> Int? { state.users.firstIndex { $0.id == id } }

    private func isTaken(_ name: String, on server: String?, except id: String?) -> Bool {
        state.users.contains {
            $0.id != id && $0.name == name && ($0.server == server || $0.server == nil || server == nil)
        }
    }

    private mutating func add(_ user: DesiredUser, server: String?) {
        guard !isTaken(user.name, on: server, except: nil) else { return refuse("already have user \(user.name)") }
        guard state.profiles.contains(where: { $0.name == user.profile }) else {
            return refuse("profile \(user.profile)")
        }
        var row = ObservedUser(
            id: Self.freeID(state.users.map(\.id)),
            name: user.name,
            profile: user.profile,
            comment: OwnershipMark(gateway: gateway, user: user).comment
        )
        row.server = server
        row.uptimeSecondsMaximum = user.uptimeSecondsMaximum ?? 0
        row.dataBytesMaximum = user.dataBytesMaximum ?? 0
        row.macAddress = user.macAddress
        state.users.append(row)
        passwords[row.id] = user.password.revealed
    }

    private mutating func set(_ row: RowReference, _ changes: [PropertyChange], password: Secret?) {
        guard let index = userIndex(row.id), state.users[index].name == row.name else { return refuse("no such user") }
        var user = state.users[index]
        for change in changes {
            let value = change.to ?? ""
            switch change.property {
            case "name": user.name = value
            case "server": user.server = value == "all" ? nil : value
            case "profile":
                guard state.profiles.contains(where: { $0.name == value }) else { return refuse("profile \(value)") }
                user.profile = value
            case "limit-uptime": user.uptimeSecondsMaximum = RouterOSText.seconds(value) ?? -1
            case "limit-bytes-total": user.dataBytesMaximum = Int64(value) ?? -1
            case "mac-address": user.macAddress = value == RouterOSText.noMACAddress ? nil : value
            case "disabled": user.isDisabled = value == "yes"
            case "comment": user.comment = value
            default: return refuse("unknown parameter \(change.property)")
            }
        }
        let isMoved = user.name != state.users[index].name || user.server != state.users[index].server
        guard !isMoved || !isTaken(user.name, on: user.server, except: user.id) else {
            return refuse("already have user \(user.name)")
        }
        state.users[index] = user
        if let password { passwords[user.id] = password.revealed }
    }

    private mutating func removeUser(_ row: RowReference) {
        guard let index = userIndex(row.id), state.users[index].name == row.name else { return refuse("no such user") }
        state.users.remove(at: index)
        passwords[row.id] = nil
    }

    /// The lowest id that is free: a router reuses ids.
    static func freeID(_ ids: [String]) -> String {
        let taken = Set(ids)
        let number = (1...).first { !taken.contains("*" + String($0, radix: 16, uppercase: true)) } ?? 0
        return "*" + String(number, radix: 16, uppercase: true)
    }
}
