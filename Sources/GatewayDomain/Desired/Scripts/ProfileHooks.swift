/// What a router runs when a guest of a user profile of ours logs in, and when they log out.
public struct ProfileHooks: Hashable, Sendable {
    /// Run when a guest got in.
    public var onLogin: ScriptSource
    /// Run when a guest is out.
    public var onLogout: ScriptSource

    /// Describes the hooks of a profile.
    ///
    /// - Parameters:
    ///   - onLogin: run when a guest got in.
    ///   - onLogout: run when a guest is out.
    public init(onLogin: ScriptSource, onLogout: ScriptSource) {
        self.onLogin = onLogin
        self.onLogout = onLogout
    }

    /// The properties of a user profile that hold them, in alphabetical order.
    public static let properties = ["on-login", "on-logout"]

    /// What is in a property.
    subscript(property: String) -> ScriptSource? {
        switch property {
        case "on-login": onLogin
        case "on-logout": onLogout
        default: nil
        }
    }

    /// The texts by property: what is written to a router.
    public var texts: [String: Secret] { ["on-login": onLogin.text, "on-logout": onLogout.text] }

    /// What has to change so that a profile has the hooks that it should have; empty when it has them.
    ///
    /// A hook of somebody else makes way for ours in a profile of ours. Where none is wanted, only one that we wrote goes.
    ///
    /// - Parameters:
    ///   - observed: the properties that a router printed.
    ///   - wanted: the hooks that it should have; nil for none.
    ///   - gateway: whose profile it is.
    /// - Returns: the changes, in which versions stand for texts.
    static func changes(
        from observed: [String: String],
        to wanted: ProfileHooks?,
        gateway: GatewayID
    ) -> [PropertyChange] {
        properties.compactMap { property in
            let present = observed[property] ?? ""
            let isOwn = DesiredScript.isOwn(source: present, of: gateway)
            guard let source = wanted?[property], !source.text.revealed.isEmpty else {
                return isOwn ? PropertyChange(property, from: "the gateway's", to: "") : nil
            }
            if source.isSame(as: present) { return nil }
            let from: String? = present.isEmpty ? nil : isOwn ? "another version" : "another script"
            return PropertyChange(property, from: from, to: source.version)
        }
    }
}
