extension DesiredProfile {
    /// The profile's properties in RouterOS names and values, without `name`: what is written, and what is compared.
    public var properties: [String: String] {
        [
            "session-timeout": RouterOSText.duration(sessionSeconds),
            "mac-cookie-timeout": RouterOSText.duration(sessionSeconds),
            "add-mac-cookie": RouterOSText.boolean(true),
            "keepalive-timeout": RouterOSText.duration(keepaliveSeconds),
            "idle-timeout": "none",
            "shared-users": String(sharedUsers),
            "rate-limit": rateLimit,
        ]
    }

    /// The properties that have to be read so that a profile can be compared, in alphabetical order.
    public static let comparedProperties = defaults.keys.sorted()

    /// What a property is when a router does not print it.
    ///
    /// Source: ansible community.routeros, `ip hotspot user profile`; manual, hotspot user profile.
    static let defaults: [String: String] = [
        "session-timeout": "0s",
        "mac-cookie-timeout": "3d",
        "add-mac-cookie": "yes",
        "keepalive-timeout": "2m",
        "idle-timeout": "none",
        "shared-users": "1",
        "rate-limit": "",
    ]

    /// What has to change so that a profile is as it should be; empty when it is.
    ///
    /// - Parameter observed: the properties that a router printed.
    /// - Returns: the changes, in alphabetical order.
    func changes(from observed: [String: String]) -> [PropertyChange] {
        let desired = properties
        return Self.comparedProperties.compactMap { property in
            let present = observed[property] ?? Self.defaults[property] ?? ""
            let wanted = desired[property] ?? ""
            if RouterOSText.same(present, wanted, as: Self.meaning(of: property)) { return nil }
            return PropertyChange(property, from: observed[property], to: wanted)
        }
    }

    private static func meaning(of property: String) -> RouterOSText.Meaning {
        switch property {
        case "add-mac-cookie": .boolean
        case "shared-users", "rate-limit": .words
        default: .duration
        }
    }
}
