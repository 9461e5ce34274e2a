import Synchronization

/// Time that stands still while anybody acts, and jumps to the next appointment when everybody waits.
///
/// At any moment at most one task of a history runs: it was woken alone, and the next one is woken when it waits for a moment
/// of this time, or for a word of somebody else, or ends. Calls that wait for neither, such as those into a database, may take
/// as many threads as they like; the order of things does not depend on them. Thereby one seed is one history, although the
/// code under test is ordinary concurrent Swift.
final class VirtualTime: Sendable {
    /// A task that waits for somebody's word.
    typealias Waiter = CheckedContinuation<Void, Never>

    private enum Appointment {
        case resume(Waiter)
        case begin(@Sendable () async -> Void)
        case act(@Sendable () -> Void)
    }

    private struct State {
        var now: Duration
        var agenda = Agenda<Appointment>()
        /// Called when the running task waits.
        var keeper: Waiter?
        var isOver = false
    }

    private let state: Mutex<State>

    /// Makes a time that has not begun to pass.
    init(now: Duration = .zero) { state = Mutex(State(now: now)) }

    /// How long ago the history began.
    var now: Duration { state.withLock(\.now) }

    /// Whether the history has ended: tasks that still wait are woken for the last time, and nobody waits any more.
    var isOver: Bool { state.withLock(\.isOver) }

    // MARK: - Waiting

    /// Waits for a while.
    func pass(_ duration: Duration) async {
        await wait { waiter in
            state.withLock { $0.agenda.add(.resume(waiter), at: $0.now + max(.zero, duration)) }
        }
    }

    /// Waits for a word of somebody who keeps the waiter, and hands it to ``wake(_:after:)``.
    func wait(_ keep: (Waiter) -> Void) async {
        guard !isOver else { return }
        await withCheckedContinuation { waiter in
            keep(waiter)
            rest()
        }
    }

    /// Lets a task go on that waits.
    func wake(_ waiter: Waiter, after delay: Duration = .zero) {
        state.withLock { $0.agenda.add(.resume(waiter), at: $0.now + delay) }
    }

    // MARK: - Beginning

    /// Begins a task of its own, after a while.
    func begin(after delay: Duration = .zero, _ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.agenda.add(.begin(body), at: $0.now + delay) }
    }

    /// Does something that waits for nobody, after a while.
    func act(after delay: Duration, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.agenda.add(.act(action), at: $0.now + delay) }
    }

    // MARK: - Keeping time

    /// Lets time pass until nothing is to be done any more or `end` has come; returns when every task has ended.
    func run(until end: Duration) async {
        await withDiscardingTaskGroup { group in
            while let next = next(until: end) {
                switch next {
                case .act(let action):
                    action()
                case .resume(let waiter):
                    await handOver { waiter.resume() }
                case .begin(let body):
                    await handOver {
                        group.addTask {
                            await body()
                            self.rest()
                        }
                    }
                }
            }
        }
    }

    private func next(until end: Duration) -> Appointment? {
        state.withLock { state in
            while let (at, appointment) = state.agenda.takeFirst() {
                if at > end { state.isOver = true }
                guard state.isOver else {
                    state.now = at
                    return appointment
                }
                // What was to begin never does; who waits is let go.
                if case .resume = appointment { return appointment }
            }
            state.isOver = true
            return nil
        }
    }

    /// Lets one task run until it waits again.
    private func handOver(_ start: () -> Void) async {
        await withCheckedContinuation { keeper in
            state.withLock { $0.keeper = keeper }
            start()
        }
    }

    /// The running task waits, or has ended.
    private func rest() {
        state.withLock { state in
            defer { state.keeper = nil }
            return state.keeper
        }?.resume()
    }
}
