import GatewayDomain
import GatewayHTTP

/// A site as programs read it.
struct SiteView {
    /// The site.
    let site: Site

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(site.id),
            "name": .string(site.name),
            "paused_at": .time(site.pausedAt),
            "services": .list(site.services) { service in
                ["instance_id": .id(service.instance), "subnets": .list(service.subnets) { .string("\($0)") }]
            },
            "created_at": .time(site.createdAt),
        ]
    }
}
