public import GatewayDomain

/// A plan to take over foreign users that somebody was shown.
public struct KeptAdoption: Sendable {
    /// The identity of a plan.
    public typealias ID = Identifier<KeptAdoption>

    /// Its identity, which confirms it.
    public var id: ID
    /// The site.
    public var site: Site.ID
    /// The router whose users are meant; nil for those of the whole site.
    public var device: Device.ID?
    /// What they become coupons or accounts of.
    public var instance: Instance.ID
    /// Which were wanted, and as what.
    public var order: AdoptionOrder
    /// The users that would be taken over.
    public var rows: Set<AdoptionPlan.Row>

    /// Describes a plan.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - site: the site.
    ///   - device: the router whose users are meant; nil for those of the whole site.
    ///   - instance: what they become coupons or accounts of.
    ///   - order: which were wanted, and as what.
    ///   - rows: the users that would be taken over.
    public init(
        id: ID,
        site: Site.ID,
        device: Device.ID?,
        instance: Instance.ID,
        order: AdoptionOrder,
        rows: Set<AdoptionPlan.Row>
    ) {
        self.id = id
        self.site = site
        self.device = device
        self.instance = instance
        self.order = order
        self.rows = rows
    }
}
