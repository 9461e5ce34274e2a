import NIOCore

/// Somebody who waits until a menu has no row of some names.
struct RowWatch {
    let menu: String
    var names: Set<WordBytes>
    var goneAt: [String: ContinuousClock.Instant] = [:]
    let gone: EventLoopPromise<[String: ContinuousClock.Instant]>
}

extension RouterDevice {
    /// Waits until no row of a menu bears one of these names.
    func whenGone(_ names: [String], from menu: String) -> EventLoopFuture<[String: ContinuousClock.Instant]> {
        let gone = self.loop.makePromise(of: [String: ContinuousClock.Instant].self)
        self.watches.append(RowWatch(menu: menu, names: Set(names.map { WordBytes($0) }), gone: gone))
        self.tellWatches()
        return gone.futureResult
    }

    /// Notes which rows are gone, and tells those who have none left to wait for.
    func tellWatches() {
        guard !self.watches.isEmpty else { return }
        let now = ContinuousClock.now
        for index in self.watches.indices {
            let table = self.state.tables[self.watches[index].menu]
            for name in self.watches[index].names where table?.rows(named: name).isEmpty ?? true {
                self.watches[index].names.remove(name)
                self.watches[index].goneAt[name.text] = now
            }
        }
        self.watches.removeAll { watch in
            guard watch.names.isEmpty else { return false }
            watch.gone.succeed(watch.goneAt)
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
