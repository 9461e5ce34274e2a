extension Store {
    /// Signals that something in the store may have changed: right after each change made through this store, and, while
    /// ``watchChanges(every:)`` runs, soon after one that another process or store made.
    ///
    /// Each call gives a stream of its own. It is bounded: signals that come while its reader is busy become one. It ends
    /// when the store is closed. A signal is only a reason to look: it may come without a change.
    public func changeSignals() -> AsyncStream<Void> {
        signals.stream()
    }

    /// Watches for changes that others make to the database, until the task is cancelled.
    ///
    /// A first signal tells that it has begun: what changed before is found by looking then.
    ///
    /// - Parameter interval: how often is looked. Default: 250 ms, about 0.25 ms of work each.
    /// - Throws: ``StoreError/unavailable(_:)`` when the database cannot be watched.
    public func watchChanges(every interval: Duration = .milliseconds(250)) async throws(StoreError) {
        try await database.watch(every: interval) { [signals] in signals.send() }
    }
}
