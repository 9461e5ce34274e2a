import GRDB
import GatewayDomain
import Synchronization

@testable import GatewayStore

/// What is written on a disk: it outlives the processes that use it.
///
/// A database in memory, and one connection: SQLite's own durability is not what a history is about (a process that is killed for
/// real is). A transaction is there as a whole or not at all, wherever a process ends.
final class Disk: Sendable {
    let queue: DatabaseQueue
    let counter = StatementCounter()

    /// A new database.
    init() throws {
        queue = try DatabaseQueue(configuration: Self.configuration)
        try queue.inDatabase { [counter] database in
            try database.inTransaction {
                try Migrator.migrate(SQLiteConnection(database: database, counter: counter))
                return .commit
            }
        }
    }

    /// A copy of a disk.
    init(copyOf other: Disk) throws {
        queue = try DatabaseQueue(configuration: Self.configuration)
        try other.queue.backup(to: queue)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        return configuration
    }

    /// Looks at what is written, whoever uses the disk; takes no time.
    func look<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try queue.inDatabase { try body(SQLiteConnection(database: $0, counter: counter)) }
    }
}

/// The database as one process sees it: gone when the process is, at whatever moment that was.
final class ProcessDatabase: SQLDatabase {
    /// When a process ends, seen from its transactions.
    enum Death: Sendable {
        /// Before the changes of this transaction are durable.
        case before(Int)
        /// When they are durable, before anybody is told.
        case after(Int)
    }

    private struct State {
        var isDead = false
        var transactions = 0
        var death: Death?
    }

    private let disk: Disk
    private let time: VirtualTime
    private let state: Mutex<State>
    private let dice: Mutex<Dice>
    private let sabotage: Sabotage?
    /// Called when something was changed.
    private let changed: @Sendable () -> Void
    /// Called at the planned death.
    private let died: @Sendable () -> Void

    init(
        _ disk: Disk,
        time: VirtualTime,
        dice: Dice,
        death: Death?,
        sabotage: Sabotage? = nil,
        changed: @escaping @Sendable () -> Void,
        died: @escaping @Sendable () -> Void
    ) {
        self.disk = disk
        self.time = time
        self.dice = Mutex(dice)
        self.state = Mutex(State(death: death))
        self.sabotage = sabotage
        self.changed = changed
        self.died = died
    }

    var statementCount: Int { disk.counter.value }

    /// The process is gone: nothing of it reaches the disk any more.
    func kill() { state.withLock { $0.isDead = true } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        await pass()
        try checkAlive()
        return try transaction(body, commits: true).value
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> (value: Value, changed: Bool) {
        await pass()
        try checkAlive()
        let (number, death) = state.withLock { state in
            state.transactions += 1
            return (state.transactions, state.death)
        }
        var isOver = if case .before(number)? = death { true } else { false }
        let isLost = isOver || sabotage?.loses(transaction: number) == true
        let result = try transaction(body, commits: !isLost)
        if case .after(number)? = death { isOver = true }
        if isOver {
            kill()
            died()
            try checkAlive()
        }
        if result.changed { changed() }
        return result
    }

    func watch(every interval: Duration, _ changed: @escaping @Sendable () -> Void) async throws(StoreError) {}

    func scrub(bytesMaximum: Int64) async throws(StoreError) -> Scrubbing { .complete }

    func rehearsal(of tables: [String]) throws(StoreError) -> any SQLRehearsal {
        throw .unavailable("nothing is rehearsed here")
    }

    func close() throws(StoreError) { kill() }

    /// A transaction takes its time, in which others act.
    private func pass() async {
        await time.pass(dice.withLock { $0.duration(.milliseconds(1)...(.milliseconds(4))) })
    }

    private func checkAlive() throws(StoreError) {
        if state.withLock(\.isDead) { throw .unavailable("the process is gone") }
    }

    private func transaction<Value>(
        _ body: (any SQLConnection) throws(StoreError) -> Value,
        commits: Bool
    ) throws(StoreError) -> (value: Value, changed: Bool) {
        var outcome: Result<(value: Value, changed: Bool), StoreError>?
        do {
            try disk.queue.inDatabase { database in
                // As `inTransaction` does, with statements that need not be read each time.
                try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                let before = database.totalChangesCount
                do throws(StoreError) {
                    let value = try body(SQLiteConnection(database: database, counter: disk.counter))
                    outcome = .success((value, database.totalChangesCount != before))
                } catch {
                    outcome = .failure(error)
                }
                let isGood = if case .success? = outcome { true } else { false }
                try database.cachedStatement(sql: isGood && commits ? "COMMIT" : "ROLLBACK").execute()
            }
        } catch {
            throw StoreError(error)
        }
        guard let outcome else { throw .damaged("a transaction ended without a result") }
        return try outcome.get()
    }
}
