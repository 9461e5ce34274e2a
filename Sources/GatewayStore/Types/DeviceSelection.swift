public import GatewayDomain

/// Which devices are asked for.
public struct DeviceSelection: Hashable, Sendable {
    /// Only those of this site.
    public var site: Site.ID?
    /// Only those for which one of these holds; empty for all.
    public var conditions: Set<DeviceCondition>
    /// Only those that need somebody.
    public var needsAttention: Bool
    /// Where the page before ended; nil for the first page.
    public var cursor: NameCursor?
    /// How many at most; nil for all.
    public var limit: Int?

    /// Asks for devices.
    ///
    /// - Parameters:
    ///   - site: only those of this site.
    ///   - conditions: only those for which one of these holds; empty for all.
    ///   - needsAttention: only those that need somebody.
    public init(
        site: Site.ID? = nil,
        conditions: Set<DeviceCondition> = [],
        needsAttention: Bool = false
    ) {
        self.site = site
        self.conditions = conditions
        self.needsAttention = needsAttention
    }
}
