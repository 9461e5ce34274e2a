public import GatewayDomain
public import GatewayStore
public import Logging
public import ServiceLifecycle

/// Tells of coupons whose time is over, and removes events that were kept for long enough.
///
/// Once a minute: what runs out together stands in one event. Where it was is kept in the store, coupon by coupon; after a
/// time away it goes on from there.
public struct EventService: Service {
    /// How often is looked.
    static let interval: Duration = .seconds(60)
    /// How often old events are removed.
    static let tidyInterval: Duration = .seconds(3600)

    private let store: Store
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: where coupons and events are.
    ///   - logger: hears about what failed.
    ///   - now: the time.
    public init(store: Store, logger: Logger, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.logger = logger
        self.now = now
    }

    /// Looks now and then until the service is asked to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var tidyAt = ContinuousClock.now
            while !Task.isCancelled {
                await sweep(tidying: tidyAt <= .now)
                if tidyAt <= .now { tidyAt = .now + Self.tidyInterval }
                do {
                    try await Task.sleep(for: Self.interval)
                } catch {
                    return
                }
            }
        }
    }

    private func sweep(tidying: Bool) async {
        do {
            try await store.sweepExpiredCoupons(now: now())
            if tidying { try await store.removeOldEvents(now: now()) }
        } catch {
            // The next turn finds the same again.
            logger.error("events could not be looked after", metadata: ["reason": "\(error)"])
        }
    }
}
