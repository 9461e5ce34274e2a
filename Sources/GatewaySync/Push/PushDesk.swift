public import GatewayDomain
public import GatewayStore
import ServiceLifecycle

/// Where pushes and plans of a site are asked for, and waited for, by those who do not work on devices themselves.
///
/// A request is written to the store, and whoever serves takes it. Waiting costs no thread and ends when it was said to.
public struct PushDesk: Sendable {
    private let store: Store
    private let now: @Sendable () -> Timestamp

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - store: where requests are written, in the name of whom it acts for.
    ///   - now: the time.
    public init(store: Store, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// Asks for the work, without waiting for anything.
    ///
    /// - Parameters:
    ///   - order: what is asked for.
    ///   - site: the site.
    ///   - limit: how long the request waits for somebody who takes it.
    /// - Returns: the request.
    /// - Throws: ``SitePush/Failure/noDevices(site:)`` or ``SitePush/Failure/store(_:)``.
    public func request(
        _ order: PushOrder,
        at site: Site,
        expiresAfter limit: Duration
    ) async throws(SitePush.Failure) -> PushRequest.ID {
        do {
            guard try await !store.devices(at: site.id).isEmpty else {
                throw SitePush.Failure.noDevices(site: site.name)
            }
            return try await store.requestPush(order, site: site.id, now: now(), expiresAfter: limit)
        } catch let failure as SitePush.Failure {
            throw failure
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .timedOut(after: limit)
        }
    }

    /// Waits for a request that somebody else works on, for so long and no longer.
    ///
    /// It looks when this process writes, and when the store is watched (see `Store.watchChanges(every:)`), when others do. A
    /// process that is asked to stop waits no longer.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - site: its site.
    ///   - limit: how long at the most; zero only looks.
    /// - Returns: the request as it is then, which may be still pending.
    /// - Throws: ``SitePush/Failure/store(_:)``.
    public func wait(
        for request: PushRequest.ID,
        at site: Site.ID,
        within limit: Duration
    ) async throws(SitePush.Failure) -> PushRequest {
        do {
            // Whatever happens between the first look and the next one is heard.
            let signals = store.changeSignals()
            if limit > .zero, try await store.pushState(request, now: now()) == .pending {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await Task.sleep(for: limit) }
                    group.addTask { try await gracefulShutdown() }
                    group.addTask {
                        for await _ in signals {
                            let state = try await store.pushState(request, now: now())
                            if state != .pending { return }
                        }
                    }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
            return try await store.push(request, at: site, now: now())
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .timedOut(after: limit)
        }
    }
}
