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
    let signals = ChangeSignals()
    private let generator: Mutex<AnyGenerator>

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
        self.generator = Mutex(generator)
    }

    /// Opens the database, makes it when it does not exist, and brings it to this version's structure.
    ///
    /// - Parameter configuration: where the files are.
    /// - Returns: the store; close it with ``close()``.
    /// - Throws: the reason for which neither the database nor its key file can be used, with the remedy.
    public static func open(_ configuration: StoreConfiguration) async throws(StoreError) -> Store {
        if configuration.createsFolder { try FileSystem.makeFolder(FileSystem.folder(of: configuration.path)) }
        FileSystem.makePrivateFile(configuration.path)
        let database = try SQLiteDatabase(path: configuration.path)
        do {
            return try await open(database, configuration)
        } catch {
            // The first error says more than one of closing would.
            try? database.close()
            throw error
        }
    }

    private static func open(
        _ database: any SQLDatabase,
        _ configuration: StoreConfiguration
    ) async throws(StoreError) -> Store {
        let file = KeyFile(path: configuration.keyFile)
        let (sealing, gatewayID, generator) = try await database.write { connection throws(StoreError) in
            try Migrator.migrate(connection)
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
        generator.withLock { body(&$0) }
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
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result = try await database.write(body)
        if result.changed { signals.send() }
        return result.value
    }
}

/// Any generator as a value of one type.
struct AnyGenerator: RandomNumberGenerator, Sendable {
    var base: any RandomNumberGenerator & Sendable

    mutating func next() -> UInt64 { base.next() }
}
