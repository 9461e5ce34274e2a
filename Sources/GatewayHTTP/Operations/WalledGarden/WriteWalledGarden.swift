import GatewayDomain
import GatewayStore

/// Makes, changes and deletes entries of walled gardens.
enum WriteWalledGarden {
    private static let orderBounds: ClosedRange<Int64> = 0...10_000

    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let fields = try request.fields()
        let entry = try entry(fields, id: request.store.newID(), at: site.id, createdAt: request.now)
        let added = try await request.store.addWalledGardenEntry(entry, at: try order(fields))
        return .created(
            WalledGardenEntryView(entry: added).json,
            at: request.services.publicURL + WalledGardenOperations.path(of: added)
        )
    }

    /// Takes the body for all that can be said: what it leaves out is as in a new entry.
    ///
    /// Without `order` it stays where it is.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let old = try await request.walledGardenEntry()
        let fields = try request.fields()
        var entry = try entry(fields, id: old.id, at: old.site, createdAt: old.createdAt)
        entry.position = old.position
        let changed = try await request.store.updateWalledGardenEntry(entry, at: try order(fields), now: request.now)
        return .json(WalledGardenEntryView(entry: changed).json)
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        let entry = try await request.walledGardenEntry()
        try await request.store.removeWalledGardenEntry(entry.id.rawValue, at: entry.site, now: request.now)
        return .noContent
    }

    private static func order(_ fields: JSONFields) throws(APIError) -> Int? {
        try fields.optionalInteger("order", in: orderBounds).map { Int($0) }
    }

    private static func entry(
        _ fields: JSONFields,
        id: WalledGardenEntry.ID,
        at site: Site.ID,
        createdAt: Timestamp
    ) throws -> WalledGardenEntry {
        var entry = WalledGardenEntry(
            id: id,
            site: site,
            position: 0,
            name: try fields.string("name"),
            target: try target(fields),
            createdAt: createdAt
        )
        entry.purpose = try fields.optionalChoice("type")
        entry.action = try fields.optionalChoice("action") ?? .allow
        entry.port = try fields.optionalString("port")
        entry.transport = try fields.optionalString("protocol")
        entry.method = try fields.optionalString("method")
        entry.path = try fields.optionalString("path")
        return entry
    }

    private static func target(_ fields: JSONFields) throws -> WalledGardenEntry.Target {
        let address = try fields.optionalString("ip_address")
        let host = try fields.optionalString("dst_host")
        switch (address, host) {
        case (nil, nil):
            throw APIError(.parameterMissing, "Say what is reached: give 'ip_address' or 'dst_host', one of the two.")
        case (.some, .some): throw APIError.invalid("dst_host", "cannot be given together with 'ip_address'")
        case (.some(let address), nil):
            guard let subnet = Subnet(address) else {
                throw APIError.invalid("ip_address", "must be an IPv4 address, or a network as 203.0.113.0/24")
            }
            return .network(subnet)
        case (nil, .some(let host)):
            let target: WalledGardenEntry.Target
            do {
                target = try WalledGardenEntry.Target(text: host)
            } catch {
                throw APIError.invalid("dst_host", "is refused: \(error)")
            }
            guard case .host = target else {
                throw APIError.invalid("dst_host", "must be the name of a host; give an address as 'ip_address'")
            }
            return target
        }
    }
}
