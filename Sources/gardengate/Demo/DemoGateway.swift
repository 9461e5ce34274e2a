import GatewayDomain
import GatewayStore
import GatewaySync
import Logging
import NIOPosix

/// The gateway of the demo: its store, and what works on it.
struct DemoGateway: Sendable {
    /// How long the demo waits for anything before it says that it failed.
    static let patience: Duration = .seconds(30)

    let store: Store
    private let holder = LeaseHolder.currentProcess()
    private let group = MultiThreadedEventLoopGroup.singleton

    /// As `serve` works, only with more frequent looks, so that nobody has to wait for one.
    var configuration: SyncConfiguration {
        var configuration = SyncConfiguration()
        configuration.lookInterval = .milliseconds(500)
        return configuration
    }

    /// Opens the store while `body` runs.
    static func open(in folder: DemoFolder, _ body: (DemoGateway) async throws -> Void) async throws {
        let store = try await Store.open(StoreConfiguration(path: folder.database))
        do {
            try await body(DemoGateway(store: store))
        } catch {
            // The story's own error says more than one of closing would.
            try? store.close()
            throw error
        }
        try store.close()
    }

    private var context: SyncContext {
        SyncContext(
            store: store,
            holder: holder,
            configuration: configuration,
            group: group,
            logger: Log.silent,
            now: { .current }
        )
    }

    /// Plans or pushes a site, and gives the run of its only device.
    func push(_ place: DemoPlace, _ order: PushOrder = .push()) async throws -> SyncRun {
        let runs = try await SitePush(context).perform(order, at: place.site, within: Self.patience).runs
        guard let run = runs.first else { throw DemoFailure("\(place.name) has no run on record") }
        guard run.failure == nil else { throw DemoFailure("\(place.name): \(run.failure ?? "")") }
        return run
    }

    /// Serves while `body` runs, under the lease that every `serve` takes.
    func serving(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let service = SyncService(context)
        let lease = try await ServeLease(taking: store, holder: holder, now: { .current })
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await lease.run()
                return false
            }
            group.addTask {
                try await service.run()
                return false
            }
            group.addTask {
                try await body()
                return true
            }
            defer { group.cancelAll() }
            // The others end without an error only when everything is cancelled; how it ended, the body says.
            for try await isBody in group where isBody { return }
        }
    }

    /// Waits until something is true, looking again after each change of the store.
    ///
    /// - Parameters:
    ///   - what: what is waited for, as it is told when it does not happen.
    ///   - condition: whether it is true.
    /// - Returns: how long it took.
    /// - Throws: ``DemoFailure`` when it does not happen in time.
    @discardableResult
    func wait(
        for what: String,
        until condition: @escaping @Sendable () async throws -> Bool
    ) async throws -> Duration {
        let begin = ContinuousClock.now
        let changes = store.changeSignals()
        return try await withThrowingTaskGroup(of: Duration?.self) { group in
            group.addTask {
                if try await condition() { return ContinuousClock.now - begin }
                for await _ in changes where try await condition() { return ContinuousClock.now - begin }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            let took = try await group.next() ?? nil
            try Task.checkCancellation()
            guard let took else { throw DemoFailure("not within \(DemoOutput.text(Self.patience)): \(what)") }
            return took
        }
    }
}
