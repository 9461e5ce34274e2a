import CClock
public import GatewayDomain
import Synchronization

/// The clock of the gateway's machine, and whether it can be believed.
///
/// It is held against a clock that nobody sets whenever it is read, so that no decision is made between a jump and its discovery.
public final class GatewayClock: Sendable {
    private struct State {
        var trust: ClockTrust?
        /// What nobody was told of yet.
        var news: [ClockTrust.Change] = []
    }

    /// As many changes as are kept until somebody takes them.
    private static let newsMaximum = 16

    private let state: Mutex<State>
    private let now: @Sendable () -> Timestamp
    private let elapsed: @Sendable () -> Duration
    private let isSynchronized: @Sendable () -> Bool

    /// A clock that is believed whatever it shows, such as that of a command, which ends before anybody sets it.
    ///
    /// - Parameter now: what it shows.
    public init(believing now: @escaping @Sendable () -> Timestamp) {
        state = Mutex(State())
        self.now = now
        elapsed = { .zero }
        isSynchronized = { false }
    }

    /// Begins to watch a clock.
    ///
    /// - Parameters:
    ///   - now: what it shows.
    ///   - newestRecord: the latest moment that is known to have been; nil when there is none.
    ///   - elapsed: a clock that nobody sets, counted from any moment.
    ///   - isSynchronized: whether a time server vouches for the clock that `now` reads.
    public init(
        watching now: @escaping @Sendable () -> Timestamp,
        newestRecord: Timestamp?,
        elapsed: @escaping @Sendable () -> Duration = GatewayClock.sinceStart(),
        isSynchronized: @escaping @Sendable () -> Bool = { GatewayClock.isKernelSynchronized }
    ) {
        let trust = ClockTrust(
            wall: now(),
            elapsed: elapsed(),
            newestRecord: newestRecord,
            isSynchronized: isSynchronized()
        )
        state = Mutex(State(trust: trust, news: trust.doubt.map { [.doubted($0)] } ?? []))
        self.now = now
        self.elapsed = elapsed
        self.isSynchronized = isSynchronized
    }

    /// Reads the clock.
    public func read() -> ClockReading {
        state.withLock { state in
            guard state.trust != nil else { return ClockReading(now(), isSynchronized: true) }
            let (wall, elapsed, isSynchronized) = (now(), elapsed(), isSynchronized())
            let read = state.trust?.read(wall: wall, elapsed: elapsed, isSynchronized: isSynchronized)
            Self.note(read?.change, in: &state)
            return read?.reading ?? ClockReading(wall)
        }
    }

    /// Reads the clock, held against that of a router; one that a time server looks after may take the doubt away for all.
    ///
    /// - Parameter facts: what was read of the router.
    /// - Returns: what is known of the time on this router.
    public func read(against facts: DeviceFacts) -> ClockReading {
        let reading = read()
        let held = reading.held(against: facts)
        guard reading.doubt != nil, held.doubt == nil else { return held }
        state.withLock { state in Self.note(state.trust?.confirmed(wall: now(), elapsed: elapsed()), in: &state) }
        return held
    }

    /// What has become of the doubt since this was last asked, oldest first.
    public func takeNews() -> [ClockTrust.Change] {
        _ = read()
        return state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }

    private static func note(_ change: ClockTrust.Change?, in state: inout State) {
        guard let change, state.news.count < newsMaximum else { return }
        state.news.append(change)
    }

    /// Time since this was called, also while the machine sleeps.
    public static func sinceStart() -> @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    /// Whether a time server vouches for this machine's clock, as the kernel knows it.
    public static var isKernelSynchronized: Bool { gg_clock_is_synchronized() != 0 }
}
