import GatewayDomain
import GatewayStore

/// Makes, changes and deletes instances.
enum WriteInstances {
    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let fields = try request.fields()
        for name in ["name", "strategy", "session_ttl"] where fields.value(name) == nil {
            throw APIError.missing(name)
        }
        let body = try InstanceBody(fields)
        var instance = Instance(id: request.store.newID(), name: "", createdAt: request.now)
        body.apply(to: &instance)
        try await request.store.createInstance(instance, at: body.places ?? [])
        return .created(
            try await ReadInstances.view(of: instance, in: request.store),
            at: request.services.publicURL + InstanceOperations.path(of: instance.id)
        )
    }

    /// What the body leaves out stays as it is, in the one transaction that changes the rest.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.instanceID()
        let body = try InstanceBody(try request.fields())
        let changed = try await request.store.updateInstance(id, places: body.places, now: request.now) {
            body.apply(to: &$0)
        }
        return .json(try await ReadInstances.view(of: changed, in: request.store))
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.removeInstance(try request.instanceID(), now: request.now)
        return .noContent
    }
}
