public import GatewayDomain
public import GatewayStore
public import Logging
public import NIOCore

/// A push (or plan) of one site on demand, and the wait for its result.
///
/// The request is written to the store. When a gateway serves, it takes the request and this only waits; when nobody does, the
/// devices of the site are worked on here and now, under the same leases.
public struct SitePush: Sendable {
    private let store: Store
    private let holder: LeaseHolder
    private let configuration: SyncConfiguration
    private let group: any EventLoopGroup
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// Why a push has no result.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// The site has no devices.
        case noDevices(site: String)
        /// There was no result in time.
        case timedOut(after: Duration)
        /// The database could not be read or written.
        case store(StoreError)

        /// One line: what is the matter, and what to do about it.
        public var description: String {
            switch self {
            case .noDevices(let site):
                "the site \(site) has no devices: add one with device add \(site) HOST --user USER"
            case .timedOut(let limit):
                "no result within \(limit.components.seconds) s: the work goes on; look at status, or wait longer with --timeout"
            case .store(let error): error.description
            }
        }
    }

    /// Makes a push.
    ///
    /// - Parameters:
    ///   - store: where the request is written.
    ///   - holder: in whose name devices are claimed when nobody serves.
    ///   - configuration: how fast and how patiently.
    ///   - group: where connections run when nobody serves.
    ///   - logger: for what happens on the way.
    ///   - now: the time.
    public init(
        store: Store,
        holder: LeaseHolder,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.holder = holder
        self.configuration = configuration
        self.group = group
        self.logger = logger
        self.now = now
    }

    /// Asks for the work and waits until every device of the site is through.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - mode: compare only, or write too.
    ///   - decisions: what somebody decided about refusals and conflicts.
    ///   - limit: how long to wait.
    /// - Returns: one run for each device of the site.
    /// - Throws: ``Failure``. What a device failed at is no error here but stands in its run.
    public func perform(
        _ site: Site,
        mode: SyncRun.Mode,
        decisions: PushDecisions,
        within limit: Duration
    ) async throws(Failure) -> [SyncRun] {
        do {
            guard try await !store.devices(at: site.id).isEmpty else { throw Failure.noDevices(site: site.name) }
            let request = try await store.requestPush(
                site: site.id,
                mode: mode,
                decisions: decisions,
                now: now(),
                expiresAfter: limit
            )
            guard let runs = try await result(of: request, within: limit) else { throw Failure.timedOut(after: limit) }
            return runs
        } catch let failure as Failure {
            throw failure
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .timedOut(after: limit)
        }
    }

    private func result(of request: PushRequest.ID, within limit: Duration) async throws -> [SyncRun]? {
        try await withThrowingTaskGroup(of: [SyncRun]?.self) { group in
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            group.addTask { try await wait(for: request) }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Waits for the result; works itself for as long as nobody serves.
    private func wait(for request: PushRequest.ID) async throws -> [SyncRun]? {
        let engine = SyncEngine(
            // Whoever asked for the push did not do what the workers do.
            store: store.unattributed,
            holder: holder,
            configuration: configuration,
            group: group,
            logger: logger,
            now: now,
            request: request
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            let wakeUp = WakeUp()
            var isWorking = false
            group.addTask { try await store.watchChanges() }
            group.addTask {
                for await _ in store.changeSignals() { wakeUp.call() }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .milliseconds(250))
                    wakeUp.call()
                }
            }
            wakeUp.call()
            for await _ in wakeUp.calls {
                if let runs = try await store.pushResult(request, now: now()) {
                    engine.stop()
                    return runs
                }
                if !isWorking, try await store.currentServer(now: now()) == nil {
                    isWorking = true
                    group.addTask { await engine.run() }
                }
            }
            return nil
        }
    }
}
