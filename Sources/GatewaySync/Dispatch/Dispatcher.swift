import GatewayDomain
import GatewayStore
import Logging
import NIOCore
import Synchronization

/// Finds work in the store and gives each device to a run of its own, so many at once.
///
/// All work is found in the store, whoever put it there. A run that hangs holds one place and nothing else: every wait in it has a
/// deadline, so a dead device never delays another for long, and with free places not at all. Names that changed have places of
/// their own: a code that was used elsewhere never waits for looks and comparisons of other devices.
final class Dispatcher: Sendable {
    let context: SyncContext
    let pool: DevicePool
    /// Called whenever there may be something to do.
    let wakeUp: WakeUp
    /// Connections that nobody listens on yet.
    let newConnections: NewConnections
    /// Only work of this request, for a command that acts itself.
    let request: PushRequest.ID?

    private let places: Mutex<RunPlaces>

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
        places = Mutex(
            RunPlaces(
                ordinaryMaximum: context.configuration.devicesAtOnceMaximum,
                aheadMaximum: context.configuration.changedDevicesAtOnceMaximum
            )
        )
    }

    /// Gives out work until ``WakeUp/finish()``; then waits for what is under way, and closes every connection.
    func run() async {
        await withDiscardingTaskGroup { watches in
            await withDiscardingTaskGroup { runs in
                for await _ in wakeUp.calls {
                    for (device, connection) in newConnections.take() where context.configuration.listensForLogins {
                        watches.addTask { await self.watch(device, connection).run() }
                    }
                    for work in await claim() {
                        runs.addTask {
                            await self.perform(work)
                            self.places.withLock { $0.giveBack(work.device.id) }
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
        while places.withLock({ !$0.isEmpty }), ContinuousClock.now < end {
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
        let (busy, free) = places.withLock { ($0.busy, $0.free(at: .now)) }
        guard free.ordinary > 0 || free.ahead > 0 else { return [] }
        do {
            let claimed = try await context.store.claimWork(
                holder: context.holder,
                limit: free.ordinary,
                aheadLimit: free.ahead,
                request: request,
                except: busy,
                now: context.now(),
                for: context.configuration.leaseDuration
            )
            places.withLock { places in
                for work in claimed { places.take(work.device.id, isAhead: work.isAhead, now: .now) }
            }
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
