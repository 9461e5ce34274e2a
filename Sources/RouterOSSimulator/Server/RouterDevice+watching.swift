import NIOCore

/// Somebody who waits until a menu has no row of a name.
struct RowWatch {
    let menu: String
    let name: WordBytes
    let gone: EventLoopPromise<ContinuousClock.Instant>
}

extension RouterDevice {
    /// Waits until no row of a menu bears a name.
    func whenGone(_ name: WordBytes, from menu: String) -> EventLoopFuture<ContinuousClock.Instant> {
        let watch = RowWatch(menu: menu, name: name, gone: self.loop.makePromise())
        self.watches.append(watch)
        self.tellWatches(of: menu)
        return watch.gone.futureResult
    }

    /// Tells those whose row is gone.
    func tellWatches(of menu: String? = nil) {
        guard !self.watches.isEmpty else { return }
        let now = ContinuousClock.now
        self.watches.removeAll { watch in
            guard menu == nil || menu == watch.menu,
                self.state.tables[watch.menu]?.rows(named: watch.name).isEmpty ?? true
            else { return false }
            watch.gone.succeed(now)
            return true
        }
    }

    /// Nobody will be told any more.
    func endWatches() {
        let watches = self.watches
        self.watches = []
        for watch in watches { watch.gone.fail(ChannelError.ioOnClosedChannel) }
    }
}
