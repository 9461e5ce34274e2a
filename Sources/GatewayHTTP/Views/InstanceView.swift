public import GatewayDomain
public import GatewayStore

/// An instance as programs read it: the fields of the portal's API first, then ours.
public struct InstanceView {
    /// The instance.
    public let instance: Instance
    /// Where it is served.
    public let places: [Instance.Place]
    /// The change that is held for its sites; nil for none.
    public let rollout: Rollout?

    /// Shows an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - places: where it is served.
    ///   - rollout: the change that is held for its sites; nil for none.
    public init(instance: Instance, places: [Instance.Place], rollout: Rollout? = nil) {
        self.instance = instance
        self.places = places
        self.rollout = rollout
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(instance.id),
            "auth_integration_id": .id(instance.authIntegration),
            "strategy": .string(instance.strategy.rawValue),
            "name": .string(instance.name),
            "session_ttl": .integer(instance.sessionSeconds),
            "auth_window_ttl": .number(instance.authWindowSeconds),
            "theme": .object(
                Theme.Part.allCases.map { JSON.Member(name: $0.rawValue, value: .string(instance.theme[$0])) }
            ),
            "terms_text": .string(instance.termsText),
            "sites": .list(places) { place in
                ["id": .id(place.site), "subnets": .list(place.subnets) { .string("\($0)") }]
            },
            "created_at": .time(instance.createdAt),
            // No page of the gateway's own is there that could be looked at.
            "preview_url": .null,
            "code_length": .number(instance.codeLength),
            "coupon_password": .string(instance.couponPassword.rawValue),
            "device_policy": .string(instance.devicePolicy.text),
            "rate_limit": .string(instance.rateLimit),
            "notices": .list(instance.notices + heldNotices) { .string($0) },
        ]
    }

    /// That a change waits, since it looks as if it held everywhere.
    private var heldNotices: [String] {
        guard let rollout else { return [] }
        let reached = places.count { rollout.reached.contains($0.site) }
        let sites = places.count == 1 ? "1 site has" : "\(places.count) sites have"
        return [
            """
            A change is held: \(reached) of \(sites) it, the others go on as before until gardengate rollout --instance \
            \(instance.name.shellQuoted) brings it there.
            """
        ]
    }
}
