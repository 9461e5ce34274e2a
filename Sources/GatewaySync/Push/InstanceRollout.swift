public import GatewayDomain
public import GatewayStore

/// Pushes the sites of an instance a few at a time, and stops when too many fail; a change that is held goes along.
///
/// What it has done is in the store: one that is killed is begun again, and passes over what is done.
public struct InstanceRollout: Sendable {
    /// What is to be done.
    public struct Order: Sendable {
        /// The instance.
        public var instance: Instance.ID
        /// The sites, in their order.
        public var sites: [Site]
        /// How many are begun before the next ones wait for all of them.
        public var batchSize: Int
        /// After so many failed sites no other one begins.
        public var failuresMaximum: Int
        /// Whether windows of sites hold nothing up.
        public var ignoresWindow: Bool
        /// How long a site may take.
        public var timeout: Duration

        /// Orders a rollout.
        ///
        /// - Parameters:
        ///   - instance: the instance.
        ///   - sites: the sites, in their order.
        ///   - batchSize: how many are begun before the next ones wait for all of them.
        ///   - failuresMaximum: after so many failed sites no other one begins.
        ///   - ignoresWindow: whether windows of sites hold nothing up.
        ///   - timeout: how long a site may take.
        public init(
            instance: Instance.ID,
            sites: [Site],
            batchSize: Int,
            failuresMaximum: Int,
            ignoresWindow: Bool,
            timeout: Duration
        ) {
            self.instance = instance
            self.sites = sites
            self.batchSize = batchSize
            self.failuresMaximum = failuresMaximum
            self.ignoresWindow = ignoresWindow
            self.timeout = timeout
        }
    }

    /// What came of a site.
    public struct SiteResult: Hashable, Sendable {
        /// The site.
        public var site: Site
        /// What came of it.
        public var verdict: RolloutProgress.Verdict
        /// How many routers it has.
        public var deviceCount: Int
        /// Why it is not in line: of each router that is not, or of the site where that is the matter.
        public var obstacles: [Obstacle]
    }

    /// Why a site is not in line.
    public struct Obstacle: Hashable, Sendable {
        /// The router; nil for all of the site.
        public var device: Device?
        /// What is the matter, and what to do about it.
        public var text: String
    }

    /// Something to tell while it goes on.
    public enum Step: Sendable {
        /// A batch begins.
        case batch(RolloutProgress, [Site])
        /// A site is through.
        case site(SiteResult)
    }

    /// How it ended.
    public struct Outcome: Sendable {
        /// How far it came.
        public var progress: RolloutProgress
        /// What came of the sites that are through and not in line, in the order in which they ended.
        public var notSynced: [SiteResult]
    }

    /// So many sites are worked on at once, whatever the size of a batch.
    private static let sitesAtOnce = 16

    private let context: SyncContext

    /// Makes a rollout.
    ///
    /// - Parameter context: where the work is asked for, and what works on devices when nobody serves.
    public init(_ context: SyncContext) {
        self.context = context
    }

    /// Goes through the sites, until all are through, too many have failed, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - order: what is to be done.
    ///   - telling: told of each step, one after another.
    /// - Returns: how it ended.
    /// - Throws: ``StoreError`` when the database cannot be read or written.
    public func perform(
        _ order: Order,
        telling: @Sendable (Step) -> Void
    ) async throws(StoreError) -> Outcome {
        let sites = Dictionary(order.sites.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var outcome = Outcome(
            progress: RolloutProgress(
                sites: order.sites.map(\.id),
                batchSize: order.batchSize,
                failuresMaximum: order.failuresMaximum
            ),
            notSynced: []
        )
        while !Task.isCancelled {
            let batch = outcome.progress.nextBatch().compactMap { sites[$0] }
            guard !batch.isEmpty else { break }
            telling(.batch(outcome.progress, batch))
            do {
                try await perform(batch, order, &outcome, telling)
            } catch let error as StoreError {
                throw error
            } catch {
                break
            }
        }
        // Where too many failed somebody may want to take it back, though it has come to all.
        if !outcome.progress.isStopped { try await context.store.finishRollout(of: order.instance) }
        return outcome
    }

    private func perform(
        _ batch: [Site],
        _ order: Order,
        _ outcome: inout Outcome,
        _ telling: (Step) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: SiteResult?.self) { group in
            var waiting = batch[...]
            for site in waiting.prefix(Self.sitesAtOnce) { group.addTask { try await perform(site, order) } }
            waiting = waiting.dropFirst(Self.sitesAtOnce)
            while let next = try await group.next() {
                guard let result = next else { continue }
                outcome.progress.note(result.verdict, of: result.site.id)
                if result.verdict != .synced { outcome.notSynced.append(result) }
                telling(.site(result))
                guard !outcome.progress.isStopped, !Task.isCancelled, let site = waiting.popFirst() else { continue }
                group.addTask { try await perform(site, order) }
            }
        }
    }

    /// - Returns: nil where nobody waited for what came of it.
    private func perform(_ site: Site, _ order: Order) async throws -> SiteResult? {
        let devices = try await context.store.devices(at: site.id)
        func result(_ verdict: RolloutProgress.Verdict, _ obstacles: [Obstacle] = []) -> SiteResult {
            SiteResult(site: site, verdict: verdict, deviceCount: devices.count, obstacles: obstacles)
        }
        // The site as it is now: hours may have passed since the first one.
        let present = try await context.store.site(site.id.rawValue)
        if let reason = Self.reasonToWait(present, order, now: context.now()) {
            return result(.waiting, [Obstacle(device: nil, text: reason)])
        }
        try await context.store.release(order.instance, at: [site.id], now: context.now())
        guard !devices.isEmpty else { return result(.synced) }
        do {
            let push = try await SitePush(context)
                .perform(.push(now: order.ignoresWindow), at: present, within: order.timeout)
            let obstacles = push.runs.compactMap { run in
                (run.outcome == .failed ? run.failure ?? "it failed" : run.obstacle).map { text in
                    Obstacle(device: devices.first { $0.id == run.device }, text: text)
                }
            }
            let waits = push.runs.allSatisfy { ($0.outcome != .failed && $0.obstacle == nil) || $0.waitsForWindow }
            return result(obstacles.isEmpty ? .synced : waits ? .waiting : .failed, obstacles)
        } catch {
            if Task.isCancelled { return nil }
            return result(.failed, [Obstacle(device: nil, text: "\(error)")])
        }
    }

    private static func reasonToWait(_ site: Site, _ order: Order, now: Timestamp) -> String? {
        if site.pausedAt != nil { return "the site is paused" }
        guard !order.ignoresWindow, let opensAt = site.windows.state(at: now).opensAt else { return nil }
        return "the site's window opens at \(opensAt)"
    }
}
