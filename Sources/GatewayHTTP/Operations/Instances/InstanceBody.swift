import GatewayDomain

/// What a body says about an instance; what it does not mention stays as it is.
struct InstanceBody: Sendable {
    /// At most so many sites in one body: more than a body has room for with subnets.
    static let placeCountMaximum = 10_000

    private let name: String?
    private let strategy: Instance.Strategy?
    private let sessionSeconds: Int64?
    private let authIntegration: Change<AuthIntegration.ID>
    private let authWindowSeconds: Change<Int64>
    private let theme: [Theme.Part: String?]
    private let termsText: Change<String>
    private let codeLength: Int?
    private let couponPassword: Instance.CouponPassword?
    private let devicePolicy: DevicePolicy?
    private let rateLimit: Change<String>

    /// The sites that it serves from now on; nil when the body does not mention them.
    let places: [Instance.Place]?

    /// A field that can be empty.
    private enum Change<Value: Sendable>: Sendable {
        case none
        case set(Value?)

        /// The value from now on.
        func applied(to value: Value?) -> Value? {
            if case .set(let new) = self { new } else { value }
        }
    }

    init(_ fields: JSONFields) throws(APIError) {
        name = try fields.optionalString("name")
        strategy = try fields.optionalChoice("strategy")
        sessionSeconds = try fields.optionalInteger("session_ttl", in: Instance.sessionSecondsBounds)
        let integration: AuthIntegration.ID? = try fields.optionalID("auth_integration_id")
        authIntegration = fields.has("auth_integration_id") ? .set(integration) : .none
        let window = try fields.optionalInteger("auth_window_ttl", in: Instance.authWindowSecondsBounds)
        authWindowSeconds = fields.has("auth_window_ttl") ? .set(window) : .none
        theme = try Self.theme(fields)
        let terms = try fields.optionalString("terms_text")
        termsText = fields.has("terms_text") ? .set(terms) : .none
        let lengths = Instance.codeLengthBounds
        let length = try fields.optionalInteger(
            "code_length",
            in: Int64(lengths.lowerBound)...Int64(lengths.upperBound)
        )
        codeLength = length.map { Int($0) }
        couponPassword = try fields.optionalChoice("coupon_password")
        devicePolicy = try Self.devicePolicy(fields)
        let limit = try fields.optionalString("rate_limit")
        rateLimit = fields.has("rate_limit") ? .set(limit) : .none
        places = try Self.places(fields)
    }

    /// Puts what the body says into an instance.
    func apply(to instance: inout Instance) {
        if let name { instance.name = name }
        if let sessionSeconds { instance.sessionSeconds = sessionSeconds }
        // What belongs to logins elsewhere is passed over for an instance with coupons.
        instance.choose(
            strategy ?? instance.strategy,
            integration: authIntegration.applied(to: instance.authIntegration),
            windowSeconds: authWindowSeconds.applied(to: instance.authWindowSeconds)
        )
        for (part, value) in theme { instance.theme[part] = value }
        instance.termsText = termsText.applied(to: instance.termsText)
        if let codeLength { instance.codeLength = codeLength }
        if let couponPassword { instance.couponPassword = couponPassword }
        if let devicePolicy { instance.devicePolicy = devicePolicy }
        instance.rateLimit = rateLimit.applied(to: instance.rateLimit)
    }

    /// The parts of the theme that the body mentions; all of them when it clears the theme.
    private static func theme(_ fields: JSONFields) throws(APIError) -> [Theme.Part: String?] {
        var parts: [Theme.Part: String?] = [:]
        if fields.isNull("theme") {
            for part in Theme.Part.allCases { parts[part] = .some(nil) }
        }
        guard let theme = try fields.optionalObject("theme") else { return parts }
        for part in Theme.Part.allCases where theme.has(part.rawValue) {
            parts[part] = .some(try theme.optionalString(part.rawValue))
        }
        return parts
    }

    private static func devicePolicy(_ fields: JSONFields) throws(APIError) -> DevicePolicy? {
        guard let text = try fields.optionalString("device_policy") else { return nil }
        guard let policy = DevicePolicy(text: text), policy.text == text else {
            throw .invalid("device_policy", "must be first_device, newest_wins, or shared: and a number from 2 to 100")
        }
        return policy
    }

    private static func places(_ fields: JSONFields) throws(APIError) -> [Instance.Place]? {
        guard fields.has("sites") else { return nil }
        var places: [Instance.Place] = []
        for site in try fields.optionalObjects("sites", countMaximum: placeCountMaximum) ?? [] {
            places.append(Instance.Place(site: try site.id("id"), subnets: try site.subnets("subnets")))
        }
        return places
    }
}
