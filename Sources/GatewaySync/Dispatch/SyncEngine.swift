import GatewayDomain
import GatewayStore
import Logging

/// The dispatcher and what wakes it: changes of the store, and the times at which something is due.
struct SyncEngine: Sendable {
    let context: SyncContext
    private let wakeUp = WakeUp()
    private let pool: DevicePool
    private let dispatcher: Dispatcher

    /// How often the time is compared with the next due moment.
    private static let tick: Duration = .milliseconds(250)
    /// How often it is asked at least which connections are unused.
    private static let beatPauseMaximum: Duration = .seconds(15)
    /// How often leases of killed processes and connections to removed devices are looked for.
    private static let tidyInterval: Duration = .seconds(5)

    /// Makes an engine.
    ///
    /// - Parameters:
    ///   - context: where work is found and how it is done.
    ///   - request: only work of this request, for a command that acts itself; nil for all work.
    ///   - connecting: makes connections. Default: over the network.
    init(_ context: SyncContext, request: PushRequest.ID?, connecting: DeviceLink.Connecting? = nil) {
        self.context = context
        let newConnections = NewConnections()
        let wakeUp = self.wakeUp
        pool = DevicePool(
            maximum: context.configuration.connectionsMaximum,
            now: context.now,
            connecting: connecting ?? Self.overTheNetwork(context),
            opened: { device, connection in
                newConnections.add(device, connection)
                wakeUp.call()
            }
        )
        dispatcher = Dispatcher(
            context,
            pool: pool,
            wakeUp: wakeUp,
            newConnections: newConnections,
            request: request
        )
    }

    private static func overTheNetwork(_ context: SyncContext) -> DeviceLink.Connecting {
        { device, password throws(DeviceFailure) in
            try await DeviceConnector.connect(
                to: device,
                password: password,
                configuration: context.configuration,
                group: context.group,
                logger: context.logger
            )
        }
    }

    /// What is being done.
    var figures: SyncFigures {
        var figures = SyncFigures()
        figures.lanes = dispatcher.lanes
        pool.report(into: &figures)
        return figures
    }

    /// Counts the runs.
    var tally: RunTally { context.tally }

    /// How many times work was looked for.
    var turns: Int { dispatcher.turns }

    /// Has work looked for, though nothing may be due.
    func nudge() {
        wakeUp.call()
    }

    /// Works by another configuration from now on; what is under way ends by the one that it began with.
    ///
    /// - Parameter configuration: what holds from now on.
    /// - Throws: ``StoreError`` when looks that are due sooner now could not be brought forward; they come by the old interval then.
    func reconfigure(_ configuration: SyncConfiguration) async throws(StoreError) {
        let before = context.live.replace(by: configuration)
        pool.allow(connections: configuration.connectionsMaximum)
        dispatcher.reconfigure()
        wakeUp.call()
        try await context.store.bringForward(
            looks: Store.Shortening(from: before.lookInterval, to: configuration.lookInterval),
            audits: Store.Shortening(from: before.auditInterval, to: configuration.auditInterval),
            now: context.now()
        )
        if configuration.limits != before.limits { try await context.store.compareRefused(now: context.now()) }
        wakeUp.call()
    }

    /// Stops giving out work.
    func stop() {
        wakeUp.finish()
    }

    /// Gives out work until ``stop()``.
    func run() async {
        await takeOverFromTheKilled()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await context.store.watchChanges() }
            group.addTask {
                for await _ in context.store.changeSignals() { wakeUp.call() }
            }
            group.addTask { try await tick() }
            group.addTask { try await beat() }
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
            await tellOfTheClock()
            await wakeUpWhenDue()
            guard tidyAt <= .now else { continue }
            await takeOverFromTheKilled()
            await bringForwardDueTimes()
            await closeWhatNobodyNeeds()
            tidyAt = .now + Self.tidyInterval
        }
    }

    /// Keeps connections alive that nobody uses, and has devices looked at whose connection turns out to be dead.
    private func beat() async throws {
        while !Task.isCancelled {
            // A shorter interval may be given at any time, and must not wait for the end of a long one.
            try await Task.sleep(for: min(context.configuration.heartbeatInterval / 4, Self.beatPauseMaximum))
            let interval = context.configuration.heartbeatInterval
            let dead = await pool.beat(
                unusedSince: context.now() - interval,
                within: context.configuration.connectTimeout
            )
            for device in dead {
                do {
                    try await context.store.lookSoon(at: device, now: context.now())
                } catch {
                    // The regular look finds it, too.
                    context.logger.warning("a lost connection waits", metadata: ["reason": "\(error)"])
                }
            }
        }
    }

    private func closeWhatNobodyNeeds() async {
        await pool.closeLinks(unusedSince: context.now() - context.configuration.idleConnectionMaximum)
        // What a removed device tells is nobody's business any more. What is known is listed first: a device that is added meanwhile is
        // not taken for one that is gone.
        let known = pool.devices.union(dispatcher.knownDevices)
        guard !known.isEmpty else { return }
        do {
            let gone = known.subtracting(try await context.store.deviceIDs())
            dispatcher.forget(gone)
            await pool.closeLinks(to: gone)
        } catch {
            // The next turn tries again.
            context.logger.debug("the devices could not be read", metadata: ["reason": "\(error)"])
        }
    }

    private func takeOverFromTheKilled() async {
        do {
            try await context.store.releaseAbandonedLeases(seenBy: context.holder, now: context.now())
        } catch {
            // They run out by themselves.
            context.logger.warning("abandoned leases were not released", metadata: ["reason": "\(error)"])
        }
    }

    private func wakeUpWhenDue() async {
        do {
            guard let due = try await context.store.nextWorkAt(now: context.now()), due <= context.now() else { return }
            wakeUp.call()
        } catch {
            // A database that cannot be read now may be readable a moment later; a claim that fails is logged as an error.
            context.logger.debug("the next due time could not be read", metadata: ["reason": "\(error)"])
        }
    }
}
