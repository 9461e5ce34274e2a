import Foundation
import GatewayDomain
import Synchronization
import Testing

@testable import GatewayStore
@testable import GatewaySync

@Suite struct ReportDeskTests {
    /// However long a busy machine takes, nobody has waited.
    private static let still: @Sendable () -> ContinuousClock.Instant = {
        let start = ContinuousClock.now
        return { start }
    }()

    @Test func `those who come while one is written are written together, and each gets its own`() async throws {
        let journal = Journal(held: 1)
        let desk = ReportDesk(clock: Self.still) { reports throws(StoreError) in try await journal.write(reports) }
        let first = report("first", desk)
        await journal.began(1)
        let others = (0..<20).map { number in
            // SAFETY: awaited below.
            Task { try await desk.record([.named("a\(number)"), .named("b\(number)")]) }
        }
        while desk.waitingCount < 20 { await Task.yield() }
        journal.release()
        #expect(try await first.value.map(\.report.user) == ["first"])
        for (number, other) in others.enumerated() {
            #expect(try await other.value.map(\.report.user) == ["a\(number)", "b\(number)"])
        }
        #expect(journal.sizes == [1, 40])
    }

    @Test func `a write is not larger than its bound, but for one who brings more`() async throws {
        let journal = Journal(held: 1)
        var limits = ReportDesk.Limits()
        limits.writeMaximum = 10
        let desk = ReportDesk(limits: limits, clock: Self.still) { reports throws(StoreError) in
            try await journal.write(reports)
        }
        let first = report("first", desk)
        await journal.began(1)
        var others: [Task<[RecordedReport], any Error>] = []
        for size in [6, 6, 30, 3, 3] {
            // SAFETY: awaited below.
            others.append(Task { try await desk.record((0..<size).map { .named("\($0)") }) })
            while desk.waitingCount < others.count { await Task.yield() }
        }
        journal.release()
        _ = try await first.value
        for (other, size) in zip(others, [6, 6, 30, 3, 3]) { #expect(try await other.value.count == size) }
        #expect(journal.sizes == [1, 6, 6, 30, 6])
    }

    @Test func `an error of one does not spoil the others`() async throws {
        let journal = Journal(held: 1)
        let desk = ReportDesk(clock: Self.still) { reports throws(StoreError) in try await journal.write(reports) }
        let first = report("first", desk)
        await journal.began(1)
        let good = [report("one", desk), report("two", desk)]
        let bad = report(Journal.bad, desk)
        while desk.waitingCount < 3 { await Task.yield() }
        journal.release()
        _ = try await first.value
        #expect(try await good[0].value.map(\.report.user) == ["one"])
        #expect(try await good[1].value.map(\.report.user) == ["two"])
        await #expect(throws: ReportDeskError.store(.damaged(Journal.bad))) { try await bad.value }
        // And the next one is served.
        #expect(try await desk.record([.named("next")]).count == 1)
    }

    @Test func `a database that cannot be used is asked once for all who wait`() async throws {
        let journal = Journal(held: 1)
        let desk = ReportDesk(clock: Self.still) { reports throws(StoreError) in try await journal.write(reports) }
        let first = report("first", desk)
        await journal.began(1)
        let others = [report(Journal.lost, desk), report("two", desk), report("three", desk)]
        while desk.waitingCount < 3 { await Task.yield() }
        journal.release()
        _ = try await first.value
        for other in others {
            await #expect(throws: ReportDeskError.store(.unavailable(Journal.lost))) { try await other.value }
        }
        #expect(journal.sizes == [1, 3])
    }

    @Test func `who comes when too many wait is turned away, and who waited too long is not written for`() async throws
    {
        let journal = Journal(held: 1)
        var limits = ReportDesk.Limits()
        limits.waitingMaximum = 3
        limits.patience = .seconds(5)
        let time = Mutex(ContinuousClock.now)
        let desk = ReportDesk(limits: limits, clock: { time.withLock { $0 } }) { reports throws(StoreError) in
            try await journal.write(reports)
        }
        let first = report("first", desk)
        await journal.began(1)
        let late = report("late", desk)
        while desk.waitingCount < 1 { await Task.yield() }
        time.withLock { $0 += .seconds(4) }
        let patient = report("patient", desk)
        while desk.waitingCount < 2 { await Task.yield() }
        await #expect(throws: ReportDeskError.full) { try await desk.record([.named("x"), .named("y")]) }
        time.withLock { $0 += .seconds(2) }
        journal.release()
        _ = try await first.value
        await #expect(throws: ReportDeskError.tooLate) { try await late.value }
        #expect(try await patient.value.map(\.report.user) == ["patient"])
        #expect(journal.users == ["first", "patient"])
        // The room of those who are gone is free.
        #expect(try await desk.record([.named("x"), .named("y"), .named("z")]).count == 3)
    }

    @Test func `a hundred at once get in a real store what each of them alone would get`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-desk-\(UUID().uuidString)")
        // What is left behind in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await Store.open(StoreConfiguration(path: folder.appending(path: "gate.db").path))
        let now = Timestamp(seconds: 1_795_000_000)
        let desk = ReportDesk(clock: Self.still) { reports throws(StoreError) in
            try await store.record(reports, now: now)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let recorded = try await desk.record([.named("guest \(number)"), .named("everybody")])
                    #expect(recorded.map(\.report.user) == ["guest \(number)", "everybody"])
                    #expect(recorded[0].isNew)
                }
            }
            try await group.waitForAll()
        }
        let kept = try await store.reports(at: RedemptionReport.named("x").site)
        #expect(kept.count == 101)
        try store.close()
    }

    private func report(_ user: String, _ desk: ReportDesk) -> Task<[RecordedReport], any Error> {
        // SAFETY: whoever asked for it awaits it.
        Task { try await desk.record([.named(user)]) }
    }
}

/// What was written, where the first writes wait until they are let go.
private final class Journal: Sendable {
    static let bad = "bad"
    static let lost = "lost"

    private struct State {
        var writes: [[String]] = []
        var held: [CheckedContinuation<Void, Never>] = []
        var holds: Int
    }

    private let state: Mutex<State>

    init(held: Int) {
        state = Mutex(State(holds: held))
    }

    func write(_ reports: [RedemptionReport]) async throws(StoreError) -> [RecordedReport] {
        let isHeld = state.withLock { state in
            state.writes.append(reports.map(\.user))
            defer { state.holds -= 1 }
            return state.holds > 0
        }
        if isHeld {
            await withCheckedContinuation { continuation in state.withLock { $0.held.append(continuation) } }
        }
        if reports.contains(where: { $0.user == Self.bad }) { throw .damaged(Self.bad) }
        if reports.contains(where: { $0.user == Self.lost }) { throw .unavailable(Self.lost) }
        return reports.map {
            RecordedReport(report: $0, meaning: .unmatched, coupon: nil, isNew: true, recordedAt: $0.observedAt)
        }
    }

    /// Waits until so many writes have begun and are held.
    func began(_ count: Int) async {
        while state.withLock({ $0.held.count }) < count { await Task.yield() }
    }

    func release() {
        let held = state.withLock { state in
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    var sizes: [Int] { state.withLock { $0.writes.map(\.count) } }
    var users: [String] { state.withLock { $0.writes.flatMap { $0 } } }
}

extension RedemptionReport {
    fileprivate static func named(_ user: String) -> RedemptionReport {
        RedemptionReport(
            source: .script,
            device: Device.ID("4d5e6f70-8192-4dbe-af30-4b5c6d7e8f90"),
            site: Site.ID("3c4d5e6f-7081-4cad-9e2f-3a4b5c6d7e8f"),
            user: user,
            observedAt: Timestamp(seconds: 1_795_000_000)
        )
    }
}
