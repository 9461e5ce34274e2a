import GatewayDomain
import GatewayStore

/// One site of a rollout.
extension InstanceRollout {
    /// How the work on a site ended.
    enum SiteEnd: Sendable {
        /// With this.
        case through(SiteResult)
        /// The change that goes along is held no more: nothing was done.
        case takenBack
        /// Nobody waited for what came of it.
        case interrupted
    }

    /// Lets a site have the change, and pushes it; whatever goes wrong is told of the site.
    func perform(_ site: Site, _ order: Order) async -> SiteEnd {
        var deviceCount = 0
        func end(_ verdict: RolloutProgress.Verdict, _ obstacles: [Obstacle] = [], isPaused: Bool = false) -> SiteEnd {
            .through(
                SiteResult(
                    site: site,
                    verdict: verdict,
                    deviceCount: deviceCount,
                    obstacles: obstacles,
                    isPaused: isPaused
                )
            )
        }
        do {
            // The site as it is now: hours may have passed since the first one.
            let present = try await context.store.site(site.id.rawValue)
            guard present.services.contains(where: { $0.instance == order.instance }) else {
                return end(.passedOver, [Obstacle(device: nil, text: "the instance does not serve it any more")])
            }
            let devices = try await context.store.devices(at: site.id)
            deviceCount = devices.count
            if let reason = Self.reasonToWait(present, order, now: context.now()) {
                return end(.waiting, [Obstacle(device: nil, text: reason)], isPaused: present.pausedAt != nil)
            }
            if let begunAt = order.heldSince {
                // The push that follows is noted; without one, this is.
                let store = devices.isEmpty ? context.store : context.store.unattributed
                let isHeld = try await store.release(
                    order.instance,
                    at: [site.id],
                    begunAt: begunAt,
                    now: context.now()
                )
                guard isHeld else { return .takenBack }
            }
            guard !devices.isEmpty else { return end(.synced) }
            let push = try await SitePush(context)
                .perform(.push(now: order.ignoresWindow), at: present, within: order.timeout)
            let obstacles = push.runs.compactMap { run in
                (run.outcome == .failed ? run.failure ?? "it failed" : run.obstacle(at: present.name)).map { text in
                    Obstacle(device: devices.first { $0.id == run.device }, text: text)
                }
            }
            let waits = push.runs.allSatisfy { ($0.outcome != .failed && $0.obstacle == nil) || $0.waitsForWindow }
            return end(obstacles.isEmpty ? .synced : waits ? .waiting : .failed, obstacles)
        } catch {
            if Task.isCancelled { return .interrupted }
            if Self.isGone(error) {
                return end(.passedOver, [Obstacle(device: nil, text: "the site is not there any more")])
            }
            return end(.failed, [Obstacle(device: nil, text: "\(error)")])
        }
    }

    /// Whether somebody deleted the site meanwhile.
    private static func isGone(_ error: any Error) -> Bool {
        switch error {
        case StoreError.notFound(kind: .site, _), SitePush.Failure.store(.notFound(kind: .site, _)): true
        default: false
        }
    }

    private static func reasonToWait(_ site: Site, _ order: Order, now: Timestamp) -> String? {
        if site.pausedAt != nil { return "the site is paused" }
        guard !order.ignoresWindow, let opensAt = site.windows.state(at: now).opensAt else { return nil }
        return "the site's window opens at \(opensAt)"
    }
}
