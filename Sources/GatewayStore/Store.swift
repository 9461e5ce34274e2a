import Crypto
public import GatewayDomain
import Synchronization

/// What the gateway knows: instances, sites, devices, coupons, accounts, walled gardens, the work to do on devices, and
/// the record of what happened.
///
/// Safe to use from any task and, on one file, from several processes. Every method is one transaction: it takes effect
/// as a whole, durably, before it returns, or not at all; cancelling the task does not cut it. Time comes in as `now`.
public final class Store: Sendable {
    let database: any SQLDatabase
    let sealing: SecretSealing
    let signals: ChangeSignals
    /// For whom this store writes; nil for the gateway itself.
    let attribution: Attribution?
    private let generator: SharedGenerator

    /// What marks the rows of this gateway on routers; drawn once, when the database was made.
    public let gatewayID: GatewayID

    init(
        database: any SQLDatabase,
        sealing: SecretSealing,
        gatewayID: GatewayID,
        generator: AnyGenerator
    ) {
        self.database = database
        self.sealing = sealing
        self.gatewayID = gatewayID
        self.generator = SharedGenerator(generator)
        signals = ChangeSignals()
        attribution = nil
    }

    private init(_ other: Store, attribution: Attribution?) {
        database = other.database
        sealing = other.sealing
        gatewayID = other.gatewayID
        generator = other.generator
        signals = other.signals
        self.attribution = attribution
    }

    /// The same store, for the changes of somebody: each transaction that changes something leaves an entry in the audit log,
    /// and keeps the claim of the note, as a part of itself.
    ///
    /// It shares everything with this store and need not be closed. Use one for each request, for one change after another.
    ///
    /// - Parameter note: who changes what.
    /// - Returns: the store for these changes.
    public func acting(for note: WriteNote) -> Store {
        Store(self, attribution: Attribution(note: note))
    }

    /// Whether a change was made through this store, and the claim of its note kept with it.
    public var hasClaimed: Bool { attribution?.isClaimed ?? false }

    /// The same store, for what the gateway does of itself: nothing is noted.
    public var unattributed: Store {
        attribution == nil ? self : Store(self, attribution: nil)
    }

    /// Opens the database, makes it when it does not exist, and brings it to this version's structure.
    ///
    /// - Parameter configuration: where the files are.
    /// - Returns: the store; close it with ``close()``.
    /// - Throws: the reason for which neither the database nor its key file can be used, with the remedy.
    public static func open(_ configuration: StoreConfiguration) async throws(StoreError) -> Store {
        if configuration.createsFolder { try FileSystem.makeFolder(FileSystem.folder(of: configuration.path)) }
        FileSystem.makePrivateFile(configuration.path)
        let file = KeyFile(path: configuration.keyFile)
        try SQLiteDatabase.inspect(configuration.path) { connection throws(StoreError) in
            try Migrator.refuseNewer(connection, file: configuration.path)
            _ = try Identity.known(connection, file: file)
        }
        let database = try SQLiteDatabase(path: configuration.path)
        do {
            return try await open(database, configuration, file)
        } catch {
            // The first error says more than one of closing would.
            try? database.close()
            throw error
        }
    }

    private static func open(
        _ database: any SQLDatabase,
        _ configuration: StoreConfiguration,
        _ file: KeyFile
    ) async throws(StoreError) -> Store {
        let (sealing, gatewayID, generator) = try await database.write { connection throws(StoreError) in
            try Migrator.migrate(connection, file: configuration.path)
            var generator = AnyGenerator(base: configuration.generator)
            let (sealing, gatewayID) = try Identity.establish(connection, file: file, generator: &generator)
            return (sealing, gatewayID, generator)
        }.value
        return Store(database: database, sealing: sealing, gatewayID: gatewayID, generator: generator)
    }

    /// Closes the database; no method may be called afterwards.
    public func close() throws(StoreError) {
        signals.finish()
        try database.close()
    }

    /// Draws a new id for anything that is about to be created.
    public func newID<Entity>(of _: Entity.Type = Entity.self) -> Identifier<Entity> {
        draw { Identifier.random(using: &$0) }
    }

    /// Draws something from the injected generator.
    func draw<Value>(_ body: (inout AnyGenerator) -> Value) -> Value {
        generator.draw(body)
    }

    /// Eight hexadecimal digits that change with the password of a hotspot user and tell nothing about it.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - password: the password.
    /// - Returns: the digits, lower case.
    public func passwordDigest(for user: String, password: Secret) -> String {
        sealing.passwordDigest(gateway: gatewayID, user: user, password: password)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await database.read(body)
    }

    /// Runs a changing transaction and wakes whoever waits for changes in this process.
    ///
    /// - Parameters:
    ///   - target: what the audit log says was changed, in place of what the note says.
    ///   - body: the transaction.
    /// - Returns: what the transaction gave.
    /// - Throws: what it threw.
    @discardableResult
    func write<Value: Sendable>(
        about target: String? = nil,
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result = try await attributed(about: target, body)
        if result.changed { signals.send() }
        return result.value
    }
}

/// One generator for all stores that share a database.
private final class SharedGenerator: Sendable {
    private let base: Mutex<AnyGenerator>

    init(_ base: AnyGenerator) {
        self.base = Mutex(base)
    }

    func draw<Value>(_ body: (inout AnyGenerator) -> Value) -> Value {
        base.withLock { body(&$0) }
    }
}

/// Any generator as a value of one type.
struct AnyGenerator: RandomNumberGenerator, Sendable {
    var base: any RandomNumberGenerator & Sendable

    mutating func next() -> UInt64 { base.next() }
}
