import Foundation
import GRDB
import Synchronization
import Testing

@testable import GatewayStore

/// Writes that wait for each other share a transaction, and nothing else.
@Suite(.timeLimit(.minutes(15))) struct WriteQueueTests {
    private struct Refused: Error {}

    /// Counts transactions, and refuses them when it is told to.
    private final class Commits: TransactionObserver, Sendable {
        let count = Atomic<Int>(0)
        let refuses = Atomic<Bool>(false)

        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseWillCommit() throws { if refuses.load(ordering: .relaxed) { throw Refused() } }
        func databaseDidCommit(_ database: Database) { count.add(1, ordering: .relaxed) }
        func databaseDidRollback(_ database: Database) {}
    }

    /// A queue whose first write is under way until all others wait behind it.
    private struct Crowd {
        let scratch: Scratch
        let pool: DatabasePool
        let commits = Commits()

        init() throws {
            scratch = try Scratch()
            pool = try DatabasePool(path: scratch.database)
            try pool.write { try $0.execute(sql: "CREATE TABLE things (number INTEGER PRIMARY KEY)") }
            pool.add(transactionObserver: commits)
        }

        /// Inserts numbers, each by a write of its own; those that are refused are undone.
        ///
        /// - Returns: for each number whether its write was answered without an error.
        func insert(_ numbers: Range<Int>, refusing: Set<Int> = []) async -> [Bool] {
            let queue = WriteQueue(pool)
            let gate = DispatchSemaphore(value: 0)
            let answers = Mutex<[Int: Bool]>([:])
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                for number in numbers {
                    let entry = WriteQueue.Entry(
                        run: { database in
                            if number == numbers.lowerBound { gate.wait() }
                            do {
                                try database.execute(sql: "INSERT INTO things VALUES (?)", arguments: [number])
                                return refusing.contains(number) ? Refused() : nil
                            } catch {
                                return error
                            }
                        },
                        answer: { error in
                            let isLast = answers.withLock { answers in
                                answers[number] = error == nil
                                return answers.count == numbers.count
                            }
                            if isLast { done.resume() }
                        }
                    )
                    queue.add(entry)
                }
                gate.signal()
            }
            return answers.withLock { answers in numbers.map { answers[$0] ?? false } }
        }

        func held() async throws -> [Int] {
            try await pool.read { try Int.fetchAll($0, sql: "SELECT number FROM things ORDER BY number") }
        }
    }

    @Test func `a hundred writes that wait take few transactions`() async throws {
        let crowd = try Crowd()
        let answers = await crowd.insert(0..<100)
        #expect(answers.allSatisfy { $0 })
        #expect(try await crowd.held() == Array(0..<100))
        // Two where this machine is not busy with other things: no transaction lasts long.
        #expect(crowd.commits.count.load(ordering: .relaxed) < 50)
    }

    @Test func `a write that fails is undone alone`() async throws {
        let crowd = try Crowd()
        _ = await crowd.insert(0..<50, refusing: [7, 30])
        #expect(try await crowd.held() == (0..<50).filter { $0 != 7 && $0 != 30 })
    }

    @Test func `a transaction that fails has failed for all of its writes`() async throws {
        let crowd = try Crowd()
        crowd.commits.refuses.store(true, ordering: .relaxed)
        let refused = await crowd.insert(0..<20)
        #expect(refused.allSatisfy { !$0 })
        #expect(try await crowd.held().isEmpty)
        crowd.commits.refuses.store(false, ordering: .relaxed)
        let taken = await crowd.insert(0..<20)
        #expect(taken.allSatisfy { $0 })
    }

    @Test func `a write that another process lets not begin says that the database is busy, not damaged`()
        async throws
    {
        let scratch = try Scratch()
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let pool = try DatabasePool(path: scratch.database, configuration: configuration)
        try await pool.write { try $0.execute(sql: "CREATE TABLE things (number INTEGER PRIMARY KEY)") }
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scratch.database, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        let queue = WriteQueue(pool)
        let result = await withCheckedContinuation { (done: CheckedContinuation<WriteOutcome<Int>.Outcome, Never>) in
            let outcome = WriteOutcome<Int>(file: scratch.database)
            queue.add(
                WriteQueue.Entry(
                    run: { _ in outcome.fill(.success((value: 1, changed: true))) },
                    answer: { done.resume(returning: outcome.result(after: $0)) }
                )
            )
        }
        #expect(throws: StoreError.unavailable("the database is busy with another process's change; try again")) {
            try result.get()
        }
        try await other.writeWithoutTransaction { try $0.rollback() }
    }

    @Test func `a closed database answers everybody who waits`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        try store.close()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await store.write { connection throws(StoreError) in connection.changeCount }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            for await hasFailed in group { #expect(hasFailed) }
        }
    }
}
