import GatewayDomain
import GatewayHTTP

/// A client as programs read it, without its secret.
struct ClientView {
    /// The client.
    let client: APIClient

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(client.id),
            "instance_id": .id(client.instance),
            "name": .string(client.name),
            "created_at": .time(client.createdAt),
            "last_used_at": .time(client.lastUsedAt),
            "revoked_at": .time(client.revokedAt),
        ]
    }
}
