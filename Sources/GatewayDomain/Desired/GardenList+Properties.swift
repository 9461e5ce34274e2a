extension GardenList {
    /// The properties that have to be read so that a row can be compared, in alphabetical order.
    ///
    /// What else a menu prints (`hits`, `invalid`, `dst-address` of `walled-garden`) is computed by the router.
    /// Source: RouterOS 7.22.3, `/console/inspect` of both menus, published by tikoci/restraml.
    public var comparedProperties: [String] {
        switch self {
        case .address:
            [
                "action", "dst-address", "dst-address-list", "dst-host", "dst-port", "protocol", "server",
                "src-address",
                "src-address-list",
            ]
        case .request:
            ["action", "dst-host", "dst-port", "method", "path", "server", "src-address"]
        }
    }

    /// The action of a row that names none.
    public var defaultAction: String {
        switch self {
        case .address: "accept"
        case .request: "allow"
        }
    }

    /// Whether `unset` takes the property away.
    ///
    /// Where it does not, a row has to be replaced.
    ///
    /// `unset` of `walled-garden/ip` does not know `dst-host` (RouterOS 7.22.3, `/console/inspect`, tikoci/restraml).
    func canUnset(_ property: String) -> Bool {
        !(self == .address && property == "dst-host")
    }

    /// What has to change so that a row is as it should be; empty when it is.
    ///
    /// - Parameters:
    ///   - observed: the properties that a router printed.
    ///   - desired: the properties that it should have.
    /// - Returns: the changes, in alphabetical order.
    func changes(from observed: [String: String], to desired: [String: String]) -> [PropertyChange] {
        if observed == desired { return [] }
        return comparedProperties.compactMap { property in
            let fallback = property == "action" ? defaultAction : ""
            let present = observed[property] ?? fallback
            let wanted = desired[property] ?? fallback
            if RouterOSText.same(present, wanted, as: Self.meaning(of: property)) { return nil }
            return PropertyChange(property, from: observed[property], to: wanted.isEmpty ? nil : wanted)
        }
    }

    private static func meaning(of property: String) -> RouterOSText.Meaning {
        switch property {
        case "dst-address", "src-address": .network
        case "dst-host": .host
        default: .words
        }
    }
}
