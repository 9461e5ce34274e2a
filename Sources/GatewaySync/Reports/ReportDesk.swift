public import GatewayDomain
public import GatewayStore
import Synchronization

/// Takes reports from many at once and records them durably, in as few transactions as possible.
///
/// A transaction costs what the disk costs, however much is in it. So while one is being written, everybody who comes waits, and
/// the next one writes for all of them: with one reporter at a time nobody waits, with a hundred nobody waits for more than two
/// writes. There is no task of its own: who comes first writes, and hands over to one of those who wait.
public final class ReportDesk: Sendable {
    /// How much is waited for.
    public struct Limits: Hashable, Sendable {
        /// How many reports may wait; who comes beyond is turned away at once.
        ///
        /// 5,000 unless changed.
        public var waitingMaximum = 5000
        /// With how many reports a transaction is full, unless those of one reporter are more: other writers wait as long.
        ///
        /// 1,000 unless changed.
        public var writeMaximum = 1000
        /// Who has waited for so long when a write begins is turned away instead of written for: 10 s unless changed.
        public var patience = Duration.seconds(10)

        /// The limits that hold unless somebody changes them.
        public init() {}
    }

    /// Writes reports as a whole, or not at all.
    typealias Write = @Sendable ([RedemptionReport]) async throws(StoreError) -> [RecordedReport]

    private let limits: Limits
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let write: Write
    private let queue = Mutex(Queue())

    /// A desk over a store.
    ///
    /// - Parameters:
    ///   - store: where reports are recorded.
    ///   - limits: how much is waited for.
    ///   - now: the time.
    public convenience init(store: Store, limits: Limits = Limits(), now: @escaping @Sendable () -> Timestamp) {
        self.init(limits: limits) { reports throws(StoreError) in try await store.record(reports, now: now()) }
    }

    init(
        limits: Limits = Limits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        write: @escaping Write
    ) {
        self.limits = limits
        self.clock = clock
        self.write = write
    }

    /// Records reports; they are durable when it returns.
    ///
    /// Cancelling the task does not cut it.
    ///
    /// - Parameter reports: the reports of one reporter.
    /// - Returns: what each means, in the same order.
    /// - Throws: ``ReportDeskError``; then none of them was recorded.
    public func record(_ reports: [RedemptionReport]) async throws(ReportDeskError) -> [RecordedReport] {
        guard !reports.isEmpty else { return [] }
        let turn: Turn = await withCheckedContinuation { continuation in
            let entry = Entry(reports: reports, since: clock(), continuation: continuation)
            let turn = queue.withLock { $0.enter(entry, maximum: limits.waitingMaximum) }
            if let turn { continuation.resume(returning: turn) }
        }
        switch turn {
        case .done(let result): return try result.get()
        case .write(let others): return try await write(reports, with: others)
        }
    }

    /// How many wait.
    var waitingCount: Int { queue.withLock { $0.waiting.count } }

    /// Writes for oneself and others, and then lets the next one write.
    private func write(
        _ own: [RedemptionReport],
        with others: [Entry]
    ) async throws(ReportDeskError) -> [RecordedReport] {
        let results = await results(of: [own] + others.map(\.reports))
        for (entry, result) in zip(others, results.dropFirst()) { entry.continuation.resume(returning: .done(result)) }
        let (next, late) = queue.withLock { $0.next(at: clock(), limits) }
        for entry in late { entry.continuation.resume(returning: .done(.failure(.tooLate))) }
        if let first = next.first { first.continuation.resume(returning: .write(Array(next.dropFirst()))) }
        return try results[0].get()
    }

    private func results(
        of batches: [[RedemptionReport]]
    ) async -> [Result<[RecordedReport], ReportDeskError>] {
        do {
            var recorded = try await write(batches.flatMap { $0 })[...]
            return batches.map { batch in
                defer { recorded = recorded.dropFirst(batch.count) }
                return .success(Array(recorded.prefix(batch.count)))
            }
        } catch {
            // A database that cannot be used now cannot be used for one of them either; anything else may be the fault of one.
            if case .unavailable = error { return batches.map { _ in .failure(.store(error)) } }
            guard batches.count > 1 else { return [.failure(.store(error))] }
            var results: [Result<[RecordedReport], ReportDeskError>] = []
            for batch in batches { results += await self.results(of: [batch]) }
            return results
        }
    }
}

extension ReportDesk {
    /// What somebody who comes, or waits, is told.
    private enum Turn: Sendable {
        /// To write, for oneself and for these.
        case write([Entry])
        /// What came of it.
        case done(Result<[RecordedReport], ReportDeskError>)
    }

    /// Somebody who waits.
    private struct Entry: Sendable {
        let reports: [RedemptionReport]
        let since: ContinuousClock.Instant
        let continuation: CheckedContinuation<Turn, Never>
    }

    /// Who writes and who waits.
    private struct Queue {
        private var isWriting = false
        private(set) var waiting: [Entry] = []
        private var reportCount = 0

        /// Lets somebody in.
        ///
        /// - Returns: what to tell at once; nil to wait.
        mutating func enter(_ entry: Entry, maximum: Int) -> Turn? {
            guard isWriting else {
                isWriting = true
                return .write([])
            }
            guard reportCount + entry.reports.count <= maximum else { return .done(.failure(.full)) }
            waiting.append(entry)
            reportCount += entry.reports.count
            return nil
        }

        /// Ends a write, and begins the next one when somebody waits for it.
        ///
        /// - Returns: for whom it is, the first of whom writes; and who has waited for too long.
        mutating func next(at now: ContinuousClock.Instant, _ limits: Limits) -> (next: [Entry], late: [Entry]) {
            var (next, late): ([Entry], [Entry]) = ([], [])
            var (size, taken) = (0, 0)
            for entry in waiting {
                if now - entry.since > limits.patience {
                    late.append(entry)
                } else {
                    guard next.isEmpty || size + entry.reports.count <= limits.writeMaximum else { break }
                    size += entry.reports.count
                    next.append(entry)
                }
                taken += 1
                reportCount -= entry.reports.count
            }
            waiting.removeFirst(taken)
            isWriting = !next.isEmpty
            return (next: next, late: late)
        }
    }
}
