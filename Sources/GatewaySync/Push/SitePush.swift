public import GatewayDomain
public import GatewayStore

/// A push (or plan) of one site on demand, and the wait for its result.
///
/// The request is written to the store. When a gateway serves, it takes the request and this only waits; when nobody does, the
/// devices of the site are worked on here and now, under the same leases. A server asks at a ``PushDesk`` instead.
public struct SitePush: Sendable {
    private let context: SyncContext

    /// Why a push has no result.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// The site has no devices.
        case noDevices(site: String)
        /// There was no result in time.
        case timedOut(after: Duration)
        /// The database could not be read or written, or refused what was asked for.
        case store(StoreError)

        /// One line: what is the matter, and what to do about it.
        public var description: String {
            switch self {
            case .noDevices(let site):
                "the site \(site) has no devices: add one with gardengate device bootstrap SITE HOST"
            case .timedOut(let limit):
                "no result within \(limit.components.seconds) s: the work goes on; look at status, or wait longer with --timeout"
            case .store(let error): error.description
            }
        }
    }

    /// Makes a push.
    ///
    /// - Parameter context: where the request is written, and what works on devices when nobody serves.
    public init(_ context: SyncContext) {
        self.context = context
    }

    /// Asks for the work and waits until every device of the site is through; works itself for as long as nobody serves.
    ///
    /// - Parameters:
    ///   - order: what is asked for.
    ///   - site: the site.
    ///   - limit: how long to wait.
    /// - Returns: the request, with one run for each device of the site.
    /// - Throws: ``Failure``. What a device failed at is no error here but stands in its run.
    public func perform(
        _ order: PushOrder,
        at site: Site,
        within limit: Duration
    ) async throws(Failure) -> PushRequest {
        let desk = PushDesk(store: context.store, now: context.now)
        let request = try await desk.request(order, at: site, expiresAfter: limit)
        do {
            guard try await isThrough(request, within: limit) else { throw Failure.timedOut(after: limit) }
            let result = try await context.store.push(request, at: site.id, now: context.now())
            guard result.state == .done else {
                throw StoreError.unavailable(
                    "no gateway took up the push in time; see `status`, and start `gardengate serve`"
                )
            }
            return result
        } catch let failure as Failure {
            throw failure
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .timedOut(after: limit)
        }
    }

    private func isThrough(_ request: PushRequest.ID, within limit: Duration) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await Task.sleep(for: limit)
                return false
            }
            group.addTask {
                try await workOrWait(for: request)
                return true
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    /// Waits for the result; works itself for as long as nobody serves.
    private func workOrWait(for request: PushRequest.ID) async throws {
        let store = context.store
        var working = context
        // Whoever asked for the push did not do what the workers do.
        working.store = store.unattributed
        let engine = SyncEngine(working, request: request)
        try await withThrowingTaskGroup(of: Void.self) { group in
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
                if try await store.pushState(request, now: context.now()) != .pending {
                    engine.stop()
                    return
                }
                if !isWorking, try await store.currentServer(now: context.now()) == nil {
                    isWorking = true
                    group.addTask { await engine.run() }
                }
            }
        }
    }
}
