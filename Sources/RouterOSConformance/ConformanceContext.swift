import RouterOSAPI

/// What a check works with: a connection, the router's version, and a name for its own rows.
struct ConformanceContext: Sendable {
    let connection: RouterOSConnection
    let version: RouterOSVersion
    /// What names and comments of own rows begin with: nobody guesses them, so no guest logs in by them.
    let prefix: String
    /// The users that may have to be removed again.
    let userNames = OwnUserNames()
    /// Logs in with some password; nil is the right one.
    let connect: @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection

    static let users = "/ip/hotspot/user"
    static let profiles = "/ip/hotspot/user/profile"
    static let garden = "/ip/hotspot/walled-garden"
    static let gardenIP = "/ip/hotspot/walled-garden/ip"

    // MARK: Commands

    func call(_ command: Command) async throws(RouterOSError) -> Response {
        self.note(command)
        return try await self.connection.call(command)
    }

    /// Several commands at a time, and one result for each.
    func batch(_ commands: [Command]) async throws(RouterOSError) -> [Response] {
        commands.forEach(self.note)
        var responses: [Response] = []
        for result in await self.connection.batch(commands) {
            responses.append(try result.get())
        }
        return responses
    }

    /// What the router says to a command that may be refused, whatever it says.
    func answer(_ command: Command) async throws -> RouterAnswer {
        do throws(RouterOSError) {
            return .carriedOut(try await self.call(command))
        } catch {
            guard let trap = error.trap, trap.kind != .notEnoughPermissions else { throw error }
            return .refused(trap)
        }
    }

    private func note(_ command: Command) {
        guard command.path == "\(Self.users)/add", let name = command.sentence.attribute("name") else { return }
        self.userNames.note(String(decoding: name, as: UTF8.self))
    }

    /// Adds a user whose name begins with the prefix.
    func addUser(_ name: String, _ change: (Command) -> Command = { $0 }) async throws -> ItemID {
        try await self.add(change(Command("\(Self.users)/add").with("name", self.prefix + name)))
    }

    /// Adds a walled-garden row with a comment that begins with the prefix, and that is nobody's way out.
    func addGarden(_ host: String, before: ItemID? = nil) async throws -> ItemID {
        let command = Command("\(Self.garden)/add").with("dst-host", host).with("comment", self.prefix + host)
            .with("src-address", OwnRows.nobody)
        return try await self.add(before == nil ? command : command.placed(before: before))
    }

    func add(_ command: Command) async throws -> ItemID {
        let response = try await self.call(command)
        guard let id = try response.addedID else { throw ConformanceMismatch(description: "add returned no id") }
        return id
    }

    func user(_ name: String) async throws -> Row {
        let command = Command("\(Self.users)/print").filtered(by: .equal("name", self.prefix + name))
        guard let row = try await self.call(command).rows.first else {
            throw ConformanceMismatch(description: "user \(name) is not there")
        }
        return row
    }

    /// Where a user stands in the table, the first being 0.
    func positionOfUser(_ name: String) async throws(RouterOSError) -> Int? {
        let rows = try await self.call(Command("\(Self.users)/print").proplist(["name"])).rows
        return rows.firstIndex { $0.text("name") == self.prefix + name }
    }

    /// The hosts of own walled-garden rows, in the table's order.
    func gardenOrder() async throws -> [String] {
        let rows = try await self.call(Command("\(Self.garden)/print")).rows
        return rows.filter { $0.text("comment")?.hasPrefix(self.prefix) == true }.compactMap { $0.text("dst-host") }
    }

    // MARK: Expectations

    func expect(_ isSo: Bool, _ otherwise: @autoclosure () -> String) throws {
        if !isSo { throw ConformanceMismatch(description: otherwise()) }
    }

    func expectEqual<Value: Equatable & Sendable>(_ seen: Value, _ claimed: Value, _ what: String) throws {
        try self.expect(seen == claimed, "\(what): claimed \(claimed), seen \(seen)")
    }

    /// Expects a command to be refused with one of some texts, which may be followed by a number in brackets.
    func expectTrap(_ command: Command, _ texts: String...) async throws {
        do throws(RouterOSError) {
            _ = try await self.call(command)
        } catch {
            guard let trap = error.trap, trap.kind != .notEnoughPermissions else { throw error }
            let seen = [trap.message] + trap.furtherMessages
            let isClaimed = texts.contains { text in seen.contains { $0 == text || $0.hasPrefix(text + " (") } }
            try self.expect(isClaimed, "refused with \(seen), claimed \(texts)")
            return
        }
        throw ConformanceMismatch(description: "was not refused; claimed \(texts)")
    }
}

/// What a router says to a command that may be refused.
enum RouterAnswer {
    case carriedOut(Response)
    case refused(Trap)
}
