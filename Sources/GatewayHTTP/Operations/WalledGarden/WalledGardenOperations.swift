import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about walled gardens.
enum WalledGardenOperations {
    static let all = [
        Operation("listWalledGardenEntries", .get, list, read, perform: ReadWalledGarden.list),
        Operation("createWalledGardenEntry", .post, list, write, perform: WriteWalledGarden.create),
        Operation("getWalledGardenEntry", .get, one, read, perform: ReadWalledGarden.one),
        Operation("updateWalledGardenEntry", .put, one, write, perform: WriteWalledGarden.update),
        Operation("deleteWalledGardenEntry", .delete, one, write, perform: WriteWalledGarden.delete),
    ]

    /// Where an entry is found.
    static func path(of entry: WalledGardenEntry) -> String { "/captive/walled-garden/\(entry.site)/\(entry.id)" }

    private static let list = "/captive/walled-garden/{siteId}"
    private static let one = "/captive/walled-garden/{siteId}/{walledGardenEntryId}"
    private static let read = Access.scope(.walledGardenRead)
    private static let write = Access.scope(.walledGardenWrite)
}

extension APIRequest {
    /// The walled-garden entry that the path names, of the site that it names.
    func walledGardenEntry() async throws -> WalledGardenEntry {
        let site = try await site()
        return try await store.walledGardenEntry(
            id("walledGardenEntryId", kind: "walled-garden entry", of: WalledGardenEntry.self),
            at: site.id
        )
    }
}
