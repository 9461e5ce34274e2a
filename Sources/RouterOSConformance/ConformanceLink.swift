import RouterOSAPI

/// The one connection of a run, made again when it is lost.
///
/// A login for each check would fill the router's log.
actor ConformanceLink {
    private let patience: Duration
    private let connect: @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection
    private var present: RouterOSConnection?

    init(
        patience: Duration,
        connect: @escaping @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection
    ) {
        self.patience = patience
        self.connect = connect
    }

    /// The connection, or a new one; tries once.
    func connection() async throws(RouterOSError) -> RouterOSConnection {
        if let present, present.isOpen { return present }
        let new = try await self.connect(nil)
        self.present = new
        return new
    }

    /// The connection, or a new one, as soon as a router that reboots is there again.
    ///
    /// - Throws: what the last attempt failed with, when the patience is at its end.
    func waitedFor() async throws(RouterOSError) -> RouterOSConnection {
        let end = ContinuousClock.now.advanced(by: self.patience)
        while true {
            do throws(RouterOSError) {
                return try await self.connection()
            } catch {
                if Task.isCancelled || ContinuousClock.now >= end { throw error }
            }
            do {
                try await Task.sleep(for: .seconds(1))
            } catch {
                throw RouterOSError(.cancelled)
            }
        }
    }

    /// Closes the connection, if there is one.
    func close() async {
        await self.present?.close()
        self.present = nil
    }
}
