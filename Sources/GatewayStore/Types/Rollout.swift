public import GatewayDomain

/// A change of an instance that goes to its sites in steps.
///
/// Until a site is reached, its routers are kept as the instance was before, in all that it says about them: new coupons, too, come as they
/// came before, and what ends access ends it. The site is as it should be, then; nothing is held up, and nothing drifts.
public struct Rollout: Hashable, Sendable {
    /// The instance.
    public var instance: Instance.ID
    /// Since when.
    public var begunAt: Timestamp
    /// The sites that have the change.
    public var reached: Set<Site.ID>

    /// Tells of a rollout.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - begunAt: since when.
    ///   - reached: the sites that have the change.
    public init(instance: Instance.ID, begunAt: Timestamp, reached: Set<Site.ID>) {
        self.instance = instance
        self.begunAt = begunAt
        self.reached = reached
    }
}
