import GatewayDomain
import GatewayStore

/// The sites that a rollout goes through, and what is known before it begins.
struct RolloutChoice {
    let instance: Instance
    /// The change that is held; nil where there is none.
    let rollout: Rollout?
    /// How many sites the instance serves.
    let servedCount: Int
    /// Sites that have the change and hold what they should.
    let doneCount: Int
    /// The others, by name.
    let sites: [Site]
    /// How many routers these have.
    let deviceCount: Int

    /// Looks for the sites.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - from: the site to begin with; nil for the first.
    ///   - session: the database.
    /// - Throws: when there is no such site, or the instance does not serve it.
    init(_ instance: Instance, from: String?, _ session: Session) async throws {
        self.instance = instance
        let rollout = try await session.store.rollouts()[instance.id]
        self.rollout = rollout
        let served = try await session.store.sites().filter { site in
            site.services.contains { $0.instance == instance.id }
        }
        servedCount = served.count
        let statuses = Dictionary(
            grouping: try await session.store.deviceStatuses(now: session.now),
            by: \.device.site
        )
        var rest = served[...]
        if let from {
            let first = try await session.store.site(from)
            guard let place = served.firstIndex(where: { $0.id == first.id }) else {
                throw CommandFailure("\(instance.name) does not serve \(first.name): give a site of it with --from")
            }
            rest = served[place...]
        }
        // Without a change that is held nothing tells a site that is done from one that is not.
        let done = rest.filter { site in
            guard let rollout, rollout.reached.contains(site.id) else { return false }
            return (statuses[site.id] ?? []).allSatisfy { $0.health.state.condition == .synced }
        }
        doneCount = done.count
        let leftOut = Set(done.map(\.id))
        sites = rest.filter { !leftOut.contains($0.id) }
        deviceCount = sites.reduce(0) { $0 + (statuses[$1.id]?.count ?? 0) }
    }
}
