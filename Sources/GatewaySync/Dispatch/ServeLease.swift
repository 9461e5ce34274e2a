public import GatewayDomain
public import GatewayStore
public import Logging
public import ServiceLifecycle

/// Keeps the lease that makes this process the only one that serves a database.
///
/// It is taken before anything else starts, so that a second server ends with one line that names the first, and renewed while this
/// service runs. When it is lost all the same, because this process stood still for too long, the service ends with that error and
/// takes everything else with it.
public struct ServeLease: Service {
    /// How long the lease lasts without being renewed.
    public static let duration: Duration = .seconds(15)

    private let store: Store
    private let holder: LeaseHolder
    private let now: @Sendable () -> Timestamp
    /// Hears of a lease that could not be renewed, as on a full disk; nobody does unless set.
    public var logger: Logger?

    /// Takes the lease.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - holder: this process.
    ///   - now: the time.
    /// - Throws: ``StoreError/conflict(_:)`` that names the process that serves it already.
    public init(
        taking store: Store,
        holder: LeaseHolder,
        now: @escaping @Sendable () -> Timestamp
    ) async throws(StoreError) {
        self.store = store
        self.holder = holder
        self.now = now
        try await store.acquireServeLease(holder, now: now(), for: Self.duration)
    }

    /// Takes the lease as soon as no other process has it: a second server that stands by.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - holder: this process.
    ///   - now: the time.
    ///   - told: called after each attempt with what it said, while there is somebody to wait for, and whether it was the first.
    /// - Returns: the lease.
    /// - Throws: what taking it throws, but for the conflict; or `CancellationError`.
    public static func waiting(
        for store: Store,
        holder: LeaseHolder,
        now: @escaping @Sendable () -> Timestamp,
        told: (StoreError, _ isFirst: Bool) -> Void
    ) async throws -> ServeLease {
        var isFirst = true
        while true {
            do {
                return try await ServeLease(taking: store, holder: holder, now: now)
            } catch {
                guard case .conflict = error else { throw error }
                told(error, isFirst)
                isFirst = false
            }
            try await Task.sleep(for: waitInterval)
        }
    }

    private static let waitInterval: Duration = .seconds(1)

    /// Renews the lease until the service is asked to stop, and gives it back.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when another process took it over.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: Self.duration / 3)
                    try await renew()
                }
            }
        } catch is CancellationError {
            try await store.releaseServeLease(holder)
        }
    }

    private func renew() async throws(StoreError) {
        do {
            try await store.renewServeLease(holder, now: now(), for: Self.duration)
        } catch StoreError.unavailable(let reason) {
            // A database that is busy now may be free at the next turn, before the lease has run out; one that cannot be written at all
            // cannot be taken over by anybody else either.
            logger?.error(
                "this process could not renew its lease to serve the database, and tries again",
                metadata: ["reason": "\(reason)"]
            )
        }
    }
}
