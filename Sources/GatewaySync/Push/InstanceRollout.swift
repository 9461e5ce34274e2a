public import GatewayDomain
import GatewayStore

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
        /// The change that goes along, by ``Rollout/begunAt``; nil for none.
        ///
        /// The rollout ends when that is taken back.
        public var heldSince: Timestamp?

        /// Orders a rollout.
        ///
        /// - Parameters:
        ///   - instance: the instance.
        ///   - sites: the sites, in their order.
        ///   - batchSize: how many are begun before the next ones wait for all of them.
        ///   - failuresMaximum: after so many failed sites no other one begins.
        ///   - ignoresWindow: whether windows of sites hold nothing up.
        ///   - timeout: how long a site may take.
        ///   - heldSince: the change that goes along, by ``Rollout/begunAt``; nil for none.
        public init(
            instance: Instance.ID,
            sites: [Site],
            batchSize: Int,
            failuresMaximum: Int,
            ignoresWindow: Bool,
            timeout: Duration,
            heldSince: Timestamp?
        ) {
            self.instance = instance
            self.sites = sites
            self.batchSize = batchSize
            self.failuresMaximum = failuresMaximum
            self.ignoresWindow = ignoresWindow
            self.timeout = timeout
            self.heldSince = heldSince
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
        /// Whether it is paused, so that no window lets it be written to.
        public var isPaused = false
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

    /// What has become of the change that goes along.
    public enum Hold: Hashable, Sendable {
        /// There was none.
        case none
        /// It has come to every site, and every site holds what it should: it is held no more.
        case ended
        /// These sites do not have it, or have it and do not hold what they should: it is still held, and can be taken back.
        case remains([RolloutStanding.Place])
        /// Somebody took it back, or ended it, meanwhile.
        case takenBack
        /// The database could not tell; the text says why.
        case unknown(String)
    }

    /// How it ended.
    public struct Outcome: Sendable {
        /// How far it came.
        public var progress: RolloutProgress
        /// What came of the sites that are through and not in line, in the order in which they ended.
        public var notSynced: [SiteResult]
        /// What has become of the change that goes along.
        public var hold: Hold
    }

    /// So many sites are worked on at once, whatever the size of a batch.
    private static let sitesAtOnce = 16

    let context: SyncContext

    /// Makes a rollout.
    ///
    /// - Parameter context: where the work is asked for, and what works on devices when nobody serves.
    public init(_ context: SyncContext) {
        self.context = context
    }

    /// Goes through the sites, until all are through, too many have failed, the change is taken back, or the task is cancelled.
    ///
    /// A database that cannot be used for a while fails the sites that it is needed for; how it ended is told in any case.
    ///
    /// - Parameters:
    ///   - order: what is to be done.
    ///   - telling: told of each step, one after another.
    /// - Returns: how it ended.
    public func perform(_ order: Order, telling: @Sendable (Step) -> Void) async -> Outcome {
        let sites = Dictionary(order.sites.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var outcome = Outcome(
            progress: RolloutProgress(
                sites: order.sites.map(\.id),
                batchSize: order.batchSize,
                failuresMaximum: order.failuresMaximum
            ),
            notSynced: [],
            hold: .none
        )
        while !Task.isCancelled, outcome.hold != .takenBack {
            let batch = outcome.progress.nextBatch().compactMap { sites[$0] }
            guard !batch.isEmpty else { break }
            telling(.batch(outcome.progress, batch))
            await perform(batch, order, &outcome, telling)
        }
        if let begunAt = order.heldSince, outcome.hold != .takenBack {
            outcome.hold = await conclude(order, begunAt, outcome.progress)
        }
        return outcome
    }

    private func perform(
        _ batch: [Site],
        _ order: Order,
        _ outcome: inout Outcome,
        _ telling: (Step) -> Void
    ) async {
        await withTaskGroup(of: SiteEnd.self) { group in
            var waiting = batch[...]
            for site in waiting.prefix(Self.sitesAtOnce) { group.addTask { await perform(site, order) } }
            waiting = waiting.dropFirst(Self.sitesAtOnce)
            while let end = await group.next() {
                switch end {
                case .interrupted: continue
                case .takenBack: outcome.hold = .takenBack
                case .through(let result):
                    outcome.progress.note(result.verdict, of: result.site.id)
                    if result.verdict != .synced { outcome.notSynced.append(result) }
                    telling(.site(result))
                }
                guard !outcome.progress.isStopped, outcome.hold != .takenBack, !Task.isCancelled,
                    let site = waiting.popFirst()
                else { continue }
                group.addTask { await perform(site, order) }
            }
        }
    }

    /// Ends the hold where every site has the change and holds what it should; until then it can be taken back.
    private func conclude(_ order: Order, _ begunAt: Timestamp, _ progress: RolloutProgress) async -> Hold {
        do throws(StoreError) {
            let standing = try await RolloutStanding(of: order.instance, in: context.store, now: context.now())
            guard standing.rollout?.begunAt == begunAt else { return .takenBack }
            let left = standing.places.filter { place in
                !place.isReached || !(place.isSynced || progress.verdicts[place.site.id] == .synced)
            }
            guard left.isEmpty, try await context.store.finishRollout(of: order.instance, begunAt: begunAt) else {
                return .remains(left)
            }
            return .ended
        } catch {
            return .unknown("\(error)")
        }
    }
}
