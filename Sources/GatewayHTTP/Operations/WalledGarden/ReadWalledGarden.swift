import GatewayDomain
import GatewayStore

/// Shows entries of walled gardens.
enum ReadWalledGarden {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let entries = try await request.store.walledGarden(at: try await request.site().id)
        return .json(.list(entries) { WalledGardenEntryView(entry: $0).json })
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(WalledGardenEntryView(entry: try await request.walledGardenEntry()).json)
    }
}
