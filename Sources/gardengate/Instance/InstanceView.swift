import GatewayDomain
import GatewayHTTP

/// An instance as programs read it, in the names of the portal's API.
struct InstanceView {
    /// The instance.
    let instance: Instance
    /// Its sites.
    let sites: [Site]

    /// Makes the view.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - sites: all sites; those of the instance are kept.
    init(instance: Instance, sites: [Site]) {
        self.instance = instance
        self.sites = sites.filter { site in site.services.contains { $0.instance == instance.id } }
    }

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(instance.id),
            "name": .string(instance.name),
            "strategy": .string(instance.strategy.rawValue),
            "session_ttl": .integer(instance.sessionSeconds),
            "code_length": .number(instance.codeLength),
            "coupon_password": .string(instance.couponPassword.rawValue),
            "device_policy": .string(instance.devicePolicy.text),
            "rate_limit": .string(instance.rateLimit),
            "sites": .list(sites) { site in
                let services = site.services.filter { $0.instance == instance.id }
                return ["id": .id(site.id), "subnets": .list(services.flatMap(\.subnets)) { .string("\($0)") }]
            },
            "created_at": .time(instance.createdAt),
        ]
    }
}
