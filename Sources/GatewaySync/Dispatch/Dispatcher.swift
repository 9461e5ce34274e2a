import GatewayDomain
import GatewayStore
import Logging
import NIOCore
import Synchronization

/// Finds work in the store and gives each device to a run of its own, so many at once.
///
/// All work is found in the store, whoever put it there; ``WorkQueue`` says who is next and ``RunPlaces`` how many may run. A run that hangs
/// holds nobody up: every wait in it has a deadline, devices that may hang have places apart, and names that changed have places of
/// their own, so that a code which was used elsewhere never waits for looks and comparisons of other devices.
final class Dispatcher: Sendable {
    let context: SyncContext
    let pool: DevicePool
    /// Called whenever there may be something to do.
    let wakeUp: WakeUp
    /// Connections that nobody listens on yet.
    let newConnections: NewConnections
    /// Only work of this request, for a command that acts itself.
    let request: PushRequest.ID?

    private struct State {
        var queue = WorkQueue()
        var places: RunPlaces
        var listAt: ContinuousClock.Instant?
        /// How many times work was looked for and given out.
        var turns = 0
    }

    private let state: Mutex<State>

    /// What was read of what waits is used for four times as long as the reading took, and never for longer than this: so reading takes a
    /// fifth of the time, and more only where it takes longer than an eighth of a second.
    private static let listPauseMaximum: Duration = .milliseconds(500)

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
        state = Mutex(State(places: RunPlaces(context.configuration.places)))
    }

    /// What waits and what runs.
    var lanes: [RunLane: SyncFigures.Lane] {
        state.withLock { state in
            var lanes: [RunLane: SyncFigures.Lane] = [:]
            for lane in RunLane.allCases {
                var figures = SyncFigures.Lane()
                figures.waiting = state.queue.count(in: lane)
                (figures.running, figures.hanging) = state.places.count(in: lane, at: .now)
                figures.maximum = state.places.bounds.maximum[lane] ?? 0
                lanes[lane] = figures
            }
            return lanes
        }
    }

    /// How many times work was looked for and given out: it stands still when the dispatcher does.
    var turns: Int { state.withLock { $0.turns } }

    /// Takes over how many runs there may be at once from the configuration.
    func reconfigure() {
        let bounds = context.configuration.places
        state.withLock { $0.places.bounds = bounds }
    }

    /// The devices that something is remembered of beside their links.
    var knownDevices: Set<Device.ID> { state.withLock { $0.places.provenDevices } }

    /// Forgets devices that are no more.
    func forget(_ devices: Set<Device.ID>) {
        state.withLock { $0.places.forget(devices) }
    }

    /// Gives out work until ``WakeUp/finish()``; then waits for what is under way, and closes every connection.
    func run() async {
        await withDiscardingTaskGroup { watches in
            await withDiscardingTaskGroup { runs in
                for await _ in wakeUp.calls {
                    for (device, connection) in newConnections.take() where context.configuration.listensForLogins {
                        watches.addTask { await self.watch(device, connection).run() }
                    }
                    await list()
                    for work in await claim() {
                        runs.addTask {
                            let isProven = await self.perform(work)
                            self.state.withLock { $0.places.giveBack(work.device.id, isProven: isProven, now: .now) }
                            self.wakeUp.call()
                        }
                    }
                    state.withLock { $0.turns += 1 }
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
        while state.withLock({ !$0.places.isEmpty }), ContinuousClock.now < end {
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
            now: context.steadyNow,
            dueNow: context.now
        )
    }

    /// Reads what waits, unless that was done a moment ago and took long: with ten thousand devices it does.
    private func list() async {
        let start = ContinuousClock.now
        guard state.withLock({ $0.listAt ?? start <= start }) else { return }
        do {
            // A lease that ran out because the clock was set is no reason to run twice over one connection.
            let waiting = try await context.store.waitingWork(
                request: request,
                except: state.withLock { $0.places.busy },
                now: context.now()
            )
            let lost = pool.lost(among: waiting.map(\.device))
            let end = ContinuousClock.now
            state.withLock { state in
                let places = state.places
                state.queue.replace(with: waiting) { places.isProven($0) && !lost.contains($0) }
                state.listAt = end + min((end - start) * 4, Self.listPauseMaximum)
            }
        } catch {
            context.logger.error("work could not be looked for", metadata: ["reason": "\(error)"])
        }
    }

    /// Claims who is next, as far as there are places.
    private func claim() async -> [DeviceWork] {
        let choices = state.withLock { state in state.queue.take(&state.places, now: .now) }
        guard !choices.isEmpty else { return [] }
        var claimed: [DeviceWork] = []
        do {
            claimed = try await context.store.claimWork(
                choices,
                holder: context.holder,
                request: request,
                now: context.now(),
                for: context.configuration.leaseDuration
            )
        } catch {
            context.logger.error("no work could be claimed", metadata: ["reason": "\(error)"])
        }
        let working = Set(claimed.map(\.device.id))
        state.withLock { state in
            for choice in choices where !working.contains(choice.device) {
                state.places.giveBack(choice.device, isProven: nil, now: .now)
            }
        }
        return claimed
    }

    /// - Returns: whether the device could be worked on.
    private func perform(_ work: DeviceWork) async -> Bool {
        let run = LeasedRun(
            work: work,
            store: context.store,
            link: pool.begin(work.device.id, now: context.now()),
            configuration: context.configuration,
            logger: context.logger,
            now: context.now,
            tally: context.tally,
            rhythm: { [context] in context.configuration },
            clock: context.clock
        )
        let outcome = await run.perform()
        pool.end(work.device.id, now: context.now())
        return outcome != .failed
    }
}
