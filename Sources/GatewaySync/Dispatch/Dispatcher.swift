import GatewayDomain
import GatewayStore
import Logging
import NIOCore
import Synchronization

/// Finds work in the store and gives each device to a run of its own, so many at once.
///
/// All work is found in the store, whoever put it there. A run that hangs holds one place and nothing else: every wait in it has a
/// deadline, so a dead device never delays another for long, and with free places not at all.
final class Dispatcher: Sendable {
    let context: SyncContext
    let pool: DevicePool
    /// Called whenever there may be something to do.
    let wakeUp: WakeUp
    /// Connections that nobody listens on yet.
    let newConnections: NewConnections
    /// Only work of this request, for a command that acts itself.
    let request: PushRequest.ID?

    private let underway = Mutex<Set<Device.ID>>([])

    init(
        _ context: SyncContext,
        pool: DevicePool,
        wakeUp: WakeUp,
        newConnections: NewConnections,
        request: PushRequest.ID?
    ) {
        self.context = context
        self.pool = pool
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
        let end = ContinuousClock.now + context.configuration.stopGrace
        while underway.withLock({ !$0.isEmpty }), ContinuousClock.now < end {
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                return
            }
        }
    }

    private func watch(_ device: Device, _ connection: any DeviceChannel) -> SessionWatch {
        SessionWatch(
            device: device,
            connection: connection,
            link: pool.link(to: device.id),
            store: context.store,
            retryDelay: context.configuration.retryDelayMinimum,
            logger: context.logger,
            now: context.now
        )
    }

    private func claim() async -> [DeviceWork] {
        // A lease that ran out because the clock was set is no reason to run twice over one connection.
        let busy = underway.withLock { $0 }
        let free = context.configuration.devicesAtOnceMaximum - busy.count
        guard free > 0 else { return [] }
        do {
            let claimed = try await context.store.claimWork(
                holder: context.holder,
                limit: free,
                request: request,
                except: busy,
                now: context.now(),
                for: context.configuration.leaseDuration
            )
            underway.withLock { $0.formUnion(claimed.map(\.device.id)) }
            return claimed
        } catch {
            context.logger.error("no work could be claimed", metadata: ["reason": "\(error)"])
            return []
        }
    }

    private func perform(_ work: DeviceWork) async {
        let run = LeasedRun(
            work: work,
            store: context.store,
            link: pool.link(to: work.device.id),
            configuration: context.configuration,
            logger: context.logger,
            now: context.now
        )
        await run.perform()
    }
}
