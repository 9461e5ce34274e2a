/// What taking over foreign users would do: one item for each that was asked for.
public struct AdoptionPlan: Hashable, Sendable {
    /// A user of a router, by its name.
    public struct Row: Hashable, Sendable {
        /// The router.
        public var device: Device.ID
        /// The user's name.
        public var name: String

        /// Names a user of a router.
        ///
        /// - Parameters:
        ///   - device: the router.
        ///   - name: the user's name.
        public init(device: Device.ID, name: String) {
            self.device = device
            self.name = name
        }
    }

    /// The instance that they become coupons or accounts of.
    public var instance: Instance.ID
    /// The site.
    public var site: Site.ID
    /// What becomes of each, by router and name.
    public var items: [AdoptionItem]

    /// Plans nothing.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - site: the site.
    public init(instance: Instance.ID, site: Site.ID) {
        self.instance = instance
        self.site = site
        items = []
    }

    /// The users that become the gateway's, with those that are yet to be marked.
    public var rows: Set<Row> { Set(items.filter(\.isTakenOver).map { Row(device: $0.device, name: $0.name) }) }

    /// The plan without users that are not among these: what somebody confirmed is all that is done.
    ///
    /// - Parameter rows: the users that were shown.
    /// - Returns: the plan, with those left out that would be taken over and were not shown; a name with all of its users.
    public func limited(to rows: Set<Row>) -> AdoptionPlan {
        var unseen: [String: String] = [:]
        for item in items where item.isTakenOver && !rows.contains(Row(device: item.device, name: item.name)) {
            unseen[item.name] = item.host
        }
        var limited = self
        limited.items = items.compactMap { item in
            guard item.isTakenOver, let host = unseen[item.name] else { return item }
            guard rows.contains(Row(device: item.device, name: item.name)) else { return nil }
            var item = item
            item.outcome = .left(.alsoOn(host: host))
            return item
        }
        return limited
    }

    /// The new coupons, by name on the router.
    public var coupons: [(item: AdoptionItem, coupon: AdoptedCoupon)] {
        items.compactMap { item in if case .coupon(let coupon) = item.outcome { (item, coupon) } else { nil } }
    }

    /// The new accounts.
    public var accounts: [(item: AdoptionItem, account: AdoptedAccount)] {
        items.compactMap { item in if case .account(let account) = item.outcome { (item, account) } else { nil } }
    }
}
