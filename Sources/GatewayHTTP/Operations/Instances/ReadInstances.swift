import GatewayDomain
import GatewayStore

/// Shows instances.
enum ReadInstances {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let instances = try await request.store.instances()
        let places = try await request.store.places(of: instances.map(\.id))
        let rollouts = try await request.store.rollouts()
        return .json(
            .list(instances) {
                InstanceView(instance: $0, places: places[$0.id] ?? [], rollout: rollouts[$0.id]).json
            }
        )
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(try await view(of: request.instance(), in: request.store))
    }

    /// An instance with the sites that it serves.
    static func view(of instance: Instance, in store: Store) async throws(StoreError) -> JSON {
        let places = try await store.places(of: [instance.id])
        let rollout = try await store.rollout(of: instance.id)
        return InstanceView(instance: instance, places: places[instance.id] ?? [], rollout: rollout).json
    }
}
