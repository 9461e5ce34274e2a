import GRDB
import Synchronization

/// Lets writes that wait for each other share one transaction, and so one wait for the disk.
///
/// Each write is a savepoint of its own: one that fails is undone alone. None is answered before the transaction is durable, and
/// when that fails, all of them have failed. While nobody else waits, each write has a transaction to itself.
final class WriteQueue: Sendable {
    /// One write.
    struct Entry: Sendable {
        /// Does it, inside a transaction; returns the error for which its changes are to be undone, or nil.
        let run: @Sendable (Database) -> (any Error)?
        /// Tells whoever waits that it is over: with the error that undid the whole transaction, or nil.
        let answer: @Sendable ((any Error)?) -> Void
    }

    /// No transaction is made of more writes than this.
    private static let entriesMaximum = 256
    /// No transaction begins another write after this long, so that the first do not wait for many others.
    private static let patience: Duration = .milliseconds(20)

    private struct State {
        var waiting: [Entry] = []
        /// Whether somebody is about to take what waits.
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let pool: DatabasePool

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Queues a write.
    func add(_ entry: Entry) {
        let begins = state.withLock { state in
            state.waiting.append(entry)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if begins { schedule() }
    }

    private func schedule() {
        pool.asyncWriteWithoutTransaction { database in
            let entries = self.state.withLock { state in
                let entries = state.waiting.prefix(Self.entriesMaximum)
                state.waiting.removeFirst(entries.count)
                return entries
            }
            let rest = Self.commit(entries, on: database)
            let goesOn = self.state.withLock { state in
                state.waiting.insert(contentsOf: rest, at: 0)
                state.isScheduled = !state.waiting.isEmpty
                return state.isScheduled
            }
            // Through the pool's own queue again, so that whoever closes the database has a turn.
            if goesOn { self.schedule() }
        }
    }

    /// Commits writes, at least one, and answers them.
    ///
    /// - Returns: those that there was no time for.
    private static func commit(_ entries: ArraySlice<Entry>, on database: Database) -> ArraySlice<Entry> {
        let end = ContinuousClock.now + patience
        var rest = entries
        do {
            // Immediate: what a write reads cannot be changed by another writer before it writes.
            try database.inTransaction(.immediate) {
                repeat {
                    guard let entry = rest.popFirst() else { break }
                    try run(entry, on: database)
                } while ContinuousClock.now < end
                return .commit
            }
            for entry in entries[..<rest.startIndex] { entry.answer(nil) }
        } catch {
            // Where not even the transaction began, nobody is worth another try.
            if rest.count == entries.count { rest = [] }
            for entry in entries.dropLast(rest.count) { entry.answer(error) }
        }
        return rest
    }

    private static func run(_ entry: Entry, on database: Database) throws {
        var failure: (any Error)?
        try database.inSavepoint {
            failure = entry.run(database)
            return failure == nil ? .commit : .rollback
        }
        // A full disk, for one, undoes the whole transaction at once.
        if let failure, !database.isInsideTransaction { throw failure }
    }
}
