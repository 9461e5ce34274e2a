public import GatewayDomain
public import GatewayStore

/// How it stands with the sites that an instance serves, and with a change that is held for them.
public struct RolloutStanding: Sendable {
    /// A site that the instance serves.
    public struct Place: Hashable, Sendable {
        /// The site.
        public var site: Site
        /// How many routers it has.
        public var deviceCount: Int
        /// Whether it has the change; false where none is held.
        public var isReached: Bool
        /// Whether every router of it holds what it should.
        public var isSynced: Bool

        /// Whether nothing is left to do for the change.
        public var isDone: Bool { isReached && isSynced }
    }

    /// The change that is held; nil where there is none.
    public let rollout: Rollout?
    /// The sites, by name.
    public let places: [Place]

    /// Looks at the sites of an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - store: the database.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public init(of instance: Instance.ID, in store: Store, now: Timestamp) async throws(StoreError) {
        let rollout = try await store.rollout(of: instance)
        let statuses = Dictionary(grouping: try await store.deviceStatuses(now: now), by: \.device.site)
        places = try await store.sites().compactMap { site in
            guard site.services.contains(where: { $0.instance == instance }) else { return nil }
            let devices = statuses[site.id] ?? []
            return Place(
                site: site,
                deviceCount: devices.count,
                isReached: rollout?.reached.contains(site.id) == true,
                isSynced: devices.allSatisfy { $0.health.state.condition == .synced }
            )
        }
        self.rollout = rollout
    }
}
