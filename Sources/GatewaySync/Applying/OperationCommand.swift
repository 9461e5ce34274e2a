import GatewayDomain
import RouterOSAPI

/// How operations are said to a router.
///
/// Only operations that are one command each are here; looking again, cookies, sessions and moves need what the applier read.
enum OperationCommand {
    /// Adds a user profile.
    static func add(_ profile: DesiredProfile) -> Command {
        profile.properties.sorted { $0.key < $1.key }.reduce(
            Command("\(ProfileReading.menu)/add").with("name", profile.name)
        ) {
            $0.with($1.key, $1.value)
        }
    }

    /// Adds a user, with its mark: the comment is written at add, so that no row of ours is ever without it.
    ///
    /// A coupon that was redeemed before gets the online time that is left of it now.
    static func add(_ user: DesiredUser, server: String?, gateway: GatewayID, now: Timestamp) -> Command {
        var command = Command("\(UserReading.menu)/add")
            .with("name", user.name)
            .with("password", user.password.revealed)
            .with("profile", user.profile)
            .with("comment", OwnershipMark(gateway: gateway, adding: user, at: now).comment)
        if let server { command = command.with("server", server) }
        if let seconds = user.uptimeSeconds(addedAt: now) { command = command.with("limit-uptime", .seconds(seconds)) }
        if let bytes = user.dataBytesMaximum { command = command.with("limit-bytes-total", bytes) }
        if let address = user.macAddress { command = command.with("mac-address", address) }
        return command
    }

    /// Adds a walled-garden row before another one, or at the end.
    static func add(_ row: DesiredGardenRow, before id: ItemID?, gateway: GatewayID) -> Command {
        row.properties.sorted { $0.key < $1.key }
            .reduce(Command("\(GardenReading.menu(row.list))/add")) { $0.with($1.key, $1.value) }
            .with("comment", OwnershipMark(gateway: gateway, entry: row.entry).comment)
            .placed(before: id)
    }

    /// Adds a file, or a directory where there are no contents.
    static func addFile(_ name: String, _ contents: String?) -> Command {
        let command = Command("\(FileReading.menu)/add").with("name", name)
        return contents.map { command.with("contents", $0) } ?? command.with("type", "directory")
    }

    /// Adds a script, or the schedule that runs it.
    static func add(_ script: DesiredScript, to menu: ScriptMenu, gateway: GatewayID) -> Command {
        let command = script.properties(in: menu).sorted { $0.key < $1.key }
            .reduce(Command("\(ScriptReading.menu(menu))/add").with("name", script.name)) { $0.with($1.key, $1.value) }
            .with("comment", script.mark(in: menu, gateway: gateway).comment)
        return menu == .script ? command.with("source", script.source.text.revealed) : command
    }

    /// Changes properties of a row.
    ///
    /// What is unset in a walled garden needs a command of its own for each property.
    ///
    /// - Parameters:
    ///   - changes: what changes.
    ///   - id: the row.
    ///   - menu: its menu.
    ///   - password: a password that is written again.
    ///   - texts: the values of properties for which the changes have something else in their place.
    /// - Returns: the commands.
    static func set(
        _ changes: [PropertyChange],
        of id: ItemID,
        in menu: String,
        password: Secret? = nil,
        texts: [String: Secret] = [:]
    ) -> [Command] {
        var set = Command("\(menu)/set").id(id)
        var changesSomething = false
        var commands: [Command] = []
        for change in changes {
            if let value = texts[change.property]?.revealed ?? change.to {
                set = set.with(change.property, value)
                changesSomething = true
            } else {
                commands.append(
                    Command("\(menu)/unset").with("numbers", id.description).with("value-name", change.property)
                )
            }
        }
        if let password {
            set = set.with("password", password.revealed)
            changesSomething = true
        }
        return changesSomething ? [set] + commands : commands
    }

    /// Removes rows.
    static func remove(_ ids: [ItemID], from menu: String) -> Command {
        Command("\(menu)/remove").ids(ids)
    }
}
