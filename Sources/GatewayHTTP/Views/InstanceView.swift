public import GatewayDomain

/// An instance as programs read it: the fields of the portal's API first, then ours.
public struct InstanceView {
    /// The instance.
    public let instance: Instance
    /// Where it is served.
    public let places: [Instance.Place]

    /// Shows an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - places: where it is served.
    public init(instance: Instance, places: [Instance.Place]) {
        self.instance = instance
        self.places = places
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
            "notices": .list(instance.notices) { .string($0) },
        ]
    }
}
