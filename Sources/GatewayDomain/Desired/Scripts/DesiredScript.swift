/// A script that a router should run again and again: a row of `/system/script`, and one of `/system/scheduler` that runs it.
public struct DesiredScript: Hashable, Sendable {
    /// Which script.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Tells the gateway of logins until it knows them.
        case report
        /// Lets coupons expire and sessions end while the gateway is away.
        case sweep
    }

    /// Which script.
    public var kind: Kind
    /// The name of both rows: `gg-<gateway id>-<kind>`.
    public var name: String
    /// What it does.
    public var source: ScriptSource
    /// The policies that it needs, in alphabetical order, and no other.
    ///
    /// Its account may have no fewer: a script may do no more than who wrote it (manual, Scripting page, script permissions).
    public var policies: [String]
    /// How often it runs, in seconds.
    public var intervalSeconds: Int64

    /// Describes a script.
    ///
    /// - Parameters:
    ///   - kind: which script.
    ///   - gateway: whose script it is.
    ///   - source: what it does.
    public init(_ kind: Kind, gateway: GatewayID, source: ScriptSource) {
        self.kind = kind
        self.name = Self.name(kind, gateway: gateway)
        self.source = source
        switch kind {
        case .report:
            policies = RouterScripts.reportPolicies
            intervalSeconds = RouterScripts.reportIntervalSeconds
        case .sweep:
            policies = RouterScripts.sweepPolicies
            intervalSeconds = RouterScripts.sweepIntervalSeconds
        }
    }

    /// The name of a script's rows.
    ///
    /// - Parameters:
    ///   - kind: which script.
    ///   - gateway: whose it is.
    /// - Returns: `gg-<gateway id>-<kind>`.
    public static func name(_ kind: Kind, gateway: GatewayID) -> String {
        DesiredProfile.namePrefix(of: gateway) + kind.rawValue
    }

    /// Whether a text is one of a gateway, of whatever version: each begins with a line that says so.
    static func isOwn(source: String, of gateway: GatewayID) -> Bool { source.hasPrefix("# gardengate \(gateway): ") }

    /// The properties of a row in RouterOS names and values, without name, comment and the source: what is written, and compared.
    ///
    /// A schedule that begins with the router's start runs at its pace whatever the clock says: one that begins at a time would stand
    /// still on a board that believes to be in 1970 (manual, Scheduler page).
    ///
    /// - Parameter menu: the menu of the row.
    /// - Returns: the values by property.
    public func properties(in menu: ScriptMenu) -> [String: String] {
        let policy = policies.joined(separator: ",")
        return switch menu {
        case .script:
            ["policy": policy, "dont-require-permissions": RouterOSText.boolean(false)]
        case .scheduler:
            [
                "policy": policy, "interval": RouterOSText.duration(intervalSeconds), "start-time": "startup",
                "disabled": RouterOSText.boolean(false), "on-event": name,
            ]
        }
    }

    /// The mark of a row.
    ///
    /// - Parameters:
    ///   - menu: the menu of the row.
    ///   - gateway: whose row it is.
    /// - Returns: the mark; that of a script tells its version.
    public func mark(in menu: ScriptMenu, gateway: GatewayID) -> ScriptMark {
        ScriptMark(gateway: gateway, kind: kind, version: menu == .script ? source.version : nil)
    }
}
