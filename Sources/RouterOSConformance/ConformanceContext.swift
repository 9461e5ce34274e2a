import RouterOSAPI

/// What a check works with: a connection, the router's version, and a name for its own rows.
struct ConformanceContext: Sendable {
    let connection: RouterOSConnection
    let version: RouterOSVersion
    /// What names and comments of own rows begin with.
    let prefix: String
    /// Logs in with some password; nil is the right one.
    let connect: @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection

    static let users = "/ip/hotspot/user"
    static let profiles = "/ip/hotspot/user/profile"
    static let garden = "/ip/hotspot/walled-garden"
    static let gardenIP = "/ip/hotspot/walled-garden/ip"

    // MARK: Commands

    func call(_ command: Command) async throws -> Response {
        try await self.connection.call(command)
    }

    /// Adds a user whose name begins with the prefix.
    func addUser(_ name: String, _ change: (Command) -> Command = { $0 }) async throws -> ItemID {
        try await self.add(change(Command("\(Self.users)/add").with("name", self.prefix + name)))
    }

    /// Adds a walled-garden row with a comment that begins with the prefix.
    func addGarden(_ host: String, before: ItemID? = nil) async throws -> ItemID {
        let command = Command("\(Self.garden)/add").with("dst-host", host).with("comment", self.prefix + host)
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
            _ = try await self.connection.call(command)
        } catch {
            guard let trap = error.trap else { throw error }
            let seen = [trap.message] + trap.furtherMessages
            let isClaimed = texts.contains { text in seen.contains { $0 == text || $0.hasPrefix(text + " (") } }
            try self.expect(isClaimed, "refused with \(seen), claimed \(texts)")
            return
        }
        throw ConformanceMismatch(description: "was not refused; claimed \(texts)")
    }
}
