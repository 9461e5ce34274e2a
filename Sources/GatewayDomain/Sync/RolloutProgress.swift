/// How far a rollout is: which sites are next, and when it stops.
///
/// No I/O, no clock.
public struct RolloutProgress: Hashable, Sendable {
    /// What came of a site.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Every router of it holds what it should.
        case synced
        /// It is not to be written to now, which somebody chose: nothing of it was, or the rest of it waits.
        case waiting
        /// A router of it does not hold what it should.
        case failed
        /// It is there no more, or not served by the instance: it was passed over.
        case passedOver = "passed_over"
    }

    /// The sites, in their order.
    public let sites: [Site.ID]
    /// How many are begun before the next ones wait for all of them.
    public let batchSize: Int
    /// After so many failed sites no other one begins.
    public let failuresMaximum: Int
    /// What came of each site that is through.
    public private(set) var verdicts: [Site.ID: Verdict] = [:]
    private var given = 0

    /// Begins with the first site.
    ///
    /// - Parameters:
    ///   - sites: the sites, in their order.
    ///   - batchSize: how many are begun before the next ones wait for all of them; at least 1.
    ///   - failuresMaximum: after so many failed sites no other one begins; at least 1.
    public init(sites: [Site.ID], batchSize: Int, failuresMaximum: Int) {
        self.sites = sites
        self.batchSize = max(1, batchSize)
        self.failuresMaximum = max(1, failuresMaximum)
    }

    /// How many batches there are in all.
    public var batchCount: Int { (sites.count + batchSize - 1) / batchSize }

    /// The number of the batch that was begun last, from 1 on; 0 before the first.
    public var batchNumber: Int { (given + batchSize - 1) / batchSize }

    /// Whether so many sites have failed that no other one begins.
    public var isStopped: Bool { count(.failed) >= failuresMaximum }

    /// Whether every site is through.
    public var isThrough: Bool { verdicts.count == sites.count }

    /// The first site that is not through: where somebody goes on.
    ///
    /// Nil when all are.
    public var next: Site.ID? { sites.first { verdicts[$0] == nil } }

    /// How many sites came to that.
    ///
    /// - Parameter verdict: what they came to.
    /// - Returns: their number.
    public func count(_ verdict: Verdict) -> Int { verdicts.values.count { $0 == verdict } }

    /// Begins the next batch; the last one is through by then.
    ///
    /// - Returns: its sites; none when it has stopped, or when there is none left.
    public mutating func nextBatch() -> [Site.ID] {
        guard !isStopped, given < sites.count else { return [] }
        let batch = sites[given..<min(given + batchSize, sites.count)]
        given += batch.count
        return Array(batch)
    }

    /// Notes what came of a site.
    ///
    /// - Parameters:
    ///   - verdict: what came of it.
    ///   - site: the site.
    public mutating func note(_ verdict: Verdict, of site: Site.ID) {
        verdicts[site] = verdict
    }
}
