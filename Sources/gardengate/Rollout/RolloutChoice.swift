import GatewayDomain
import GatewayStore
import GatewaySync

/// The sites that a rollout goes through, and what is known before it begins.
struct RolloutChoice {
    let instance: Instance
    /// The change that is held; nil where there is none.
    let rollout: Rollout?
    /// How many sites the instance serves.
    let servedCount: Int
    /// Sites that have the change and hold what they should.
    let doneCount: Int
    /// The others, by name; those that have the change after those that do not.
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
        let standing = try await RolloutStanding(of: instance.id, in: session.store, now: session.now)
        rollout = standing.rollout
        servedCount = standing.places.count
        var rest = standing.places[...]
        if let from {
            let first = try await session.store.site(from)
            guard let place = standing.places.firstIndex(where: { $0.site.id == first.id }) else {
                throw CommandFailure("\(instance.name) does not serve \(first.name): give a site of it with --from")
            }
            rest = standing.places[place...]
        }
        // Without a change that is held nothing tells a site that is done from one that is not.
        let left = rest.filter { !$0.isDone }
        doneCount = rest.count - left.count
        // One that has the change and is not in line may stop the next try as it stopped the last one: it comes after the others.
        let ordered = left.filter { !$0.isReached } + left.filter(\.isReached)
        sites = ordered.map(\.site)
        deviceCount = ordered.reduce(0) { $0 + $1.deviceCount }
    }
}
