import RouterOSAPI
import Synchronization

/// The rows that belong to the suite, known by how their names or comments begin.
enum OwnRows {
    /// What the names or comments of all rows of every run begin with.
    static let mark = "gg-probe-"

    /// An address that no guest has (RFC 5737): a walled-garden row with it as source lets nobody through.
    static let nobody = "192.0.2.1"

    /// The menus that hold such rows: users before the profiles that they use.
    static let menus = [
        ConformanceContext.users, ConformanceContext.profiles, ConformanceContext.gardenIP, ConformanceContext.garden,
    ]

    /// How often the menus are read at most until nothing is left.
    private static let passesMaximum = 10

    /// Counts the rows of earlier runs.
    static func count(_ connection: RouterOSConnection) async throws(RouterOSError) -> Int {
        var count = 0
        for menu in self.menus {
            count += try await self.find(self.mark, in: menu, named: nil, connection).count
        }
        return count
    }

    /// Removes the rows of every run, and looks until there are none: a script that still runs adds more.
    ///
    /// - Parameter connection: logged in.
    /// - Returns: how many there were.
    /// - Throws: what the router answers instead.
    static func removeAll(_ connection: RouterOSConnection) async throws(RouterOSError) -> Int {
        var removed = 0
        for _ in 0..<self.passesMaximum {
            let found = try await self.remove(self.mark, named: nil, connection)
            if found == 0 { break }
            removed += found
        }
        return removed
    }

    /// Removes the rows of one check.
    ///
    /// - Parameters:
    ///   - prefix: what their names or comments begin with.
    ///   - users: the names of the users that may be there; nil reads the whole table, which may be long.
    ///   - connection: logged in.
    /// - Returns: how many there were.
    /// - Throws: what the router answers instead.
    @discardableResult
    static func remove(
        _ prefix: String,
        named users: Set<String>?,
        _ connection: RouterOSConnection
    ) async throws(RouterOSError) -> Int {
        var found = 0
        for menu in self.menus {
            let ids = try await self.find(prefix, in: menu, named: users, connection)
            found += ids.count
            for result in await connection.batch(ids.map { Command("\(menu)/remove").id($0) }) {
                // Gone meanwhile is as good.
                if case .failure(let error) = result, error.trap?.kind != .noSuchItem { throw error }
            }
        }
        return found
    }

    /// The ids of rows that are ours by what was just read: ids alone are used again for rows of others.
    private static func find(
        _ prefix: String,
        in menu: String,
        named users: Set<String>?,
        _ connection: RouterOSConnection
    ) async throws(RouterOSError) -> [ItemID] {
        var command = Command("\(menu)/print").proplist([".id", "name", "comment", "dynamic"])
        if menu == ConformanceContext.users, let users {
            if users.isEmpty { return [] }
            if users.count <= 8 { command = command.filtered(by: .any(users.sorted().map { .equal("name", $0) })) }
        }
        return try await connection.call(command).rows.compactMap { row in
            let isOwn = ["name", "comment"].contains { row.text($0)?.hasPrefix(prefix) == true }
            guard isOwn, row.text("dynamic") != "true" else { return nil }
            // A row with an id that is none cannot be removed by it.
            return try? row.itemID(".id")
        }
    }
}

/// The names of users that a check may have added, also by commands that were not answered.
final class OwnUserNames: Sendable {
    private let names = Mutex<Set<String>>([])

    /// All of them.
    var all: Set<String> { self.names.withLock { $0 } }

    /// Keeps a name, before its user is added.
    func note(_ name: String) {
        self.names.withLock { _ = $0.insert(name) }
    }
}
