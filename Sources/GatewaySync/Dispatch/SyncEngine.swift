import GatewayDomain
import GatewayStore
import Logging
import NIOCore

/// The dispatcher and what wakes it: changes of the store, and the times at which something is due.
struct SyncEngine: Sendable {
    private let store: Store
    private let holder: LeaseHolder
    private let configuration: SyncConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let wakeUp = WakeUp()
    private let pool: DevicePool
    private let dispatcher: Dispatcher

    /// How often the time is compared with the next due moment.
    private static let tick: Duration = .milliseconds(250)
    /// How often leases of killed processes and connections to removed devices are looked for.
    private static let tidyInterval: Duration = .seconds(5)

    init(
        store: Store,
        holder: LeaseHolder,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        request: PushRequest.ID?
    ) {
        self.store = store
        self.holder = holder
        self.configuration = configuration
        self.logger = logger
        self.now = now
        let newConnections = NewConnections()
        let wakeUp = self.wakeUp
        pool = DevicePool {
            DeviceLink(group: group, configuration: configuration, logger: logger) { device, connection in
                newConnections.add(device, connection)
                wakeUp.call()
            }
        }
        dispatcher = Dispatcher(
            store: store,
            pool: pool,
            holder: holder,
            configuration: configuration,
            logger: logger,
            now: now,
            wakeUp: wakeUp,
            newConnections: newConnections,
            request: request
        )
    }

    /// Stops giving out work.
    func stop() {
        wakeUp.finish()
    }

    /// Gives out work until ``stop()``.
    func run() async {
        await takeOverFromTheKilled()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.watchChanges() }
            group.addTask {
                for await _ in store.changeSignals() { wakeUp.call() }
            }
            group.addTask { try await tick() }
            wakeUp.call()
            await dispatcher.run()
            group.cancelAll()
        }
    }

    /// Wakes the dispatcher when something is due, and now and then tidies up.
    private func tick() async throws {
        var tidyAt = ContinuousClock.now + Self.tidyInterval
        while !Task.isCancelled {
            try await Task.sleep(for: Self.tick)
            await wakeUpWhenDue()
            guard tidyAt <= .now else { continue }
            await takeOverFromTheKilled()
            await closeWhatNobodyNeeds()
            tidyAt = .now + Self.tidyInterval
        }
    }

    private func closeWhatNobodyNeeds() async {
        await pool.closeLinks(unusedSince: now() - configuration.idleConnectionMaximum)
        // What a removed device tells is nobody's business any more. The links are listed first: one to a device that is added
        // meanwhile is not taken for one to a device that is gone.
        let linked = pool.devices
        guard !linked.isEmpty else { return }
        do {
            await pool.closeLinks(to: linked.subtracting(try await store.allDevices().map(\.id)))
        } catch {
            // The next turn tries again.
            logger.debug("the devices could not be read", metadata: ["reason": "\(error)"])
        }
    }

    private func takeOverFromTheKilled() async {
        do {
            try await store.releaseAbandonedLeases(seenBy: holder, now: now())
        } catch {
            // They run out by themselves.
            logger.warning("abandoned leases were not released", metadata: ["reason": "\(error)"])
        }
    }

    private func wakeUpWhenDue() async {
        do {
            guard let due = try await store.nextWorkAt(now: now()), due <= now() else { return }
            wakeUp.call()
        } catch {
            // A database that cannot be read now may be readable a moment later; a claim that fails is logged as an error.
            logger.debug("the next due time could not be read", metadata: ["reason": "\(error)"])
        }
    }
}
