import GatewayDomain
import GatewayStore
import Logging
import NIOCore
import RouterOSAPI
import Synchronization

/// Finds work in the store and gives each device to a run of its own, so many at once.
///
/// All work is found in the store, whoever put it there. A run that hangs holds one place and nothing else: every wait in it has a
/// deadline, so a dead device never delays another for long, and with free places not at all.
final class Dispatcher: Sendable {
    let store: Store
    let pool: DevicePool
    let holder: LeaseHolder
    let configuration: SyncConfiguration
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// Called whenever there may be something to do.
    let wakeUp: WakeUp
    /// Connections that nobody listens on yet.
    let newConnections: NewConnections
    /// Only work of this request, for a command that acts itself.
    let request: PushRequest.ID?

    private let underway = Mutex<Set<Device.ID>>([])

    init(
        store: Store,
        pool: DevicePool,
        holder: LeaseHolder,
        configuration: SyncConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        wakeUp: WakeUp,
        newConnections: NewConnections,
        request: PushRequest.ID?
    ) {
        self.store = store
        self.pool = pool
        self.holder = holder
        self.configuration = configuration
        self.logger = logger
        self.now = now
        self.wakeUp = wakeUp
        self.newConnections = newConnections
        self.request = request
    }

    /// Gives out work until ``WakeUp/finish()``; then waits for what is under way, and closes every connection.
    func run() async {
        await withDiscardingTaskGroup { watches in
            await withDiscardingTaskGroup { runs in
                for await _ in wakeUp.calls {
                    for (device, connection) in newConnections.take() {
                        watches.addTask { await self.watch(device, connection).run() }
                    }
                    for work in await claim() {
                        runs.addTask {
                            await self.perform(work)
                            self.underway.withLock { _ = $0.remove(work.device.id) }
                            self.wakeUp.call()
                        }
                    }
                }
                await waitForRuns()
                // What is under way now ends between two commands; the next run finds out how far it came.
                runs.cancelAll()
            }
            await pool.closeAll()
        }
    }

    /// Waits for the runs that are under way, for as long as a gateway that stops may take.
    private func waitForRuns() async {
        let end = ContinuousClock.now + configuration.stopGrace
        while underway.withLock({ !$0.isEmpty }), ContinuousClock.now < end {
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                return
            }
        }
    }

    private func watch(_ device: Device, _ connection: RouterOSConnection) -> SessionWatch {
        SessionWatch(
            device: device,
            connection: connection,
            link: pool.link(to: device.id),
            store: store,
            retryDelay: configuration.retryDelayMinimum,
            logger: logger,
            now: now
        )
    }

    private func claim() async -> [DeviceWork] {
        // A lease that ran out because the clock was set is no reason to run twice over one connection.
        let busy = underway.withLock { $0 }
        let free = configuration.devicesAtOnceMaximum - busy.count
        guard free > 0 else { return [] }
        do {
            let claimed = try await store.claimWork(
                holder: holder,
                limit: free,
                request: request,
                except: busy,
                now: now(),
                for: configuration.leaseDuration
            )
            underway.withLock { $0.formUnion(claimed.map(\.device.id)) }
            return claimed
        } catch {
            logger.error("no work could be claimed", metadata: ["reason": "\(error)"])
            return []
        }
    }

    private func perform(_ work: DeviceWork) async {
        let run = LeasedRun(
            work: work,
            store: store,
            link: pool.link(to: work.device.id),
            configuration: configuration,
            logger: logger,
            now: now
        )
        await run.perform()
    }
}
