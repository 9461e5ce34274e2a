public import GatewayDomain
public import GatewayStore
public import Logging
public import ServiceLifecycle

/// Erases guests' data that are too old, as long as it runs, and frees the database's files of what it or a request has erased.
///
/// It looks at once and then every hour, which costs a few readings of indexes that hold nothing once all is erased. What it erases it
/// erases in steps, so that nobody waits for it; each step is written down by being done, so it may be stopped and killed at any moment.
public struct GuestDataService: Service {
    /// How often it looks.
    static let interval: Duration = .seconds(3600)
    /// How many records of a kind are overwritten at once.
    static let step = 500
    /// How long others have the database to themselves between two steps.
    static let breath: Duration = .milliseconds(50)
    /// How long is waited for a database that could not be used.
    static let retryDelay: Duration = .seconds(60)

    private let store: Store
    private let age: GuestDataAge?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Duration) async throws -> Void

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: where the data are.
    ///   - age: how long they are kept; nil for as long as nobody asks to erase them.
    ///   - logger: one line for each day whose data were erased, without the data.
    ///   - now: the time.
    public init(store: Store, age: GuestDataAge?, logger: Logger, now: @escaping @Sendable () -> Timestamp) {
        self.init(store: store, age: age, logger: logger, now: now, pause: { try await Task.sleep(for: $0) })
    }

    init(
        store: Store,
        age: GuestDataAge?,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.store = store
        self.age = age
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Erases what is due until the service is asked to stop; a step that is under way ends first.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let delay = await round()
                do { try await pause(delay) } catch { return }
            }
        }
    }

    /// Erases all that is due.
    ///
    /// - Returns: when to look again.
    func round() async -> Duration {
        do {
            if let age { try await eraseAll(before: age.end(at: now())) }
            // Also of what somebody erased on request, or a process that was killed.
            if case .tooLarge(let bytes) = try await store.scrub() {
                logger.notice(
                    "copies of erased data may be left in unused parts of the database; run VACUUM on it when nobody serves",
                    metadata: ["bytes": "\(bytes)"]
                )
            }
            return Self.interval
        } catch {
            logger.error("guests' data could not be erased, and it is tried again", metadata: ["reason": "\(error)"])
            return Self.retryDelay
        }
    }

    private func eraseAll(before end: Timestamp) async throws {
        var count = 0
        while !Task.isCancelled {
            let step = try await store.eraseGuestData(before: end, limit: Self.step, now: now())
            count += step.count
            guard step.hasMore else { break }
            do { try await pause(Self.breath) } catch { break }
        }
        if count > 0 {
            logger.notice("guests' data erased", metadata: ["records": "\(count)", "until": "\(end)"])
        }
    }
}
