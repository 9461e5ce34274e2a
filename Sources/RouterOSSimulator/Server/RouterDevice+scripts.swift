import NIOCore

/// What scripts need of the world: answers for the commands that began them, and the network.
extension RouterDevice {
    /// Sends what scripts want to fetch, and answers commands whose scripts have ended.
    func serveScripts() {
        for fetch in self.state.scripts.fetches {
            self.runningFetches.insert(fetch.job)
            self.send(fetch)
        }
        self.state.scripts.fetches = []
        for id in self.waitingCommands.keys.sorted() where self.state.scripts.results[id] != nil {
            guard let command = self.waitingCommands.removeValue(forKey: id) else { continue }
            for reply in self.state.replies(of: id) {
                command.connection.append(reply, tag: command.tag)
            }
        }
        for id in self.scriptWaiters.keys.sorted() {
            if let result = self.state.scripts.results[id] {
                self.scriptWaiters[id]?.show(result.printed.bytes)
                self.scriptWaiters.removeValue(forKey: id)?.promise.succeed(result)
            } else if let process = self.state.scripts.processes.first(where: { $0.id == id }) {
                self.scriptWaiters[id]?.show(process.machine.output)
            }
        }
        // Whoever asked has the answer by now, or is gone.
        self.state.scripts.results = [:]
    }

    /// An answer, or that there is none.
    func finished(_ fetch: FetchRequest, _ answer: FetchAnswer) {
        // Nobody waits after a reboot.
        guard self.runningFetches.remove(fetch.job) != nil else { return }
        self.state.finishFetch(fetch, answer, now: self.now)
        self.publish()
        self.flushAll()
        self.tellFetchWaiters()
    }

    /// Moves a clock that stands, or goes, forward to what happens next, or to the goal.
    ///
    /// - Returns: whether the goal is reached.
    func advance(towards target: Duration) -> Bool {
        let next = min(max(self.state.nextDeadline ?? target, self.now), target)
        self.clock.advance(by: next - self.now)
        self.timePassed()
        return self.now >= target
    }

    /// Waits until no script waits for the network.
    func whenAnswered() -> EventLoopFuture<Void> {
        let promise = self.loop.makePromise(of: Void.self)
        self.fetchWaiters.append(promise)
        self.tellFetchWaiters()
        return promise.futureResult
    }

    private func tellFetchWaiters() {
        guard self.runningFetches.isEmpty else { return }
        let waiters = self.fetchWaiters
        self.fetchWaiters = []
        for waiter in waiters { waiter.succeed() }
    }

    /// Runs a script as an administrator would.
    func run(
        _ source: String,
        as user: String,
        printing: (@Sendable (String) -> Void)?
    ) -> EventLoopFuture<ScriptResult> {
        let promise = self.loop.makePromise(of: ScriptResult.self)
        let account = self.state.accounts.first { $0.name == user }
        do throws(ScriptFailure) {
            self.state.advance(to: self.now)
            guard let account else { throw ScriptFailure("no user \(user)") }
            let program = try ScriptProgram.compile(WordBytes(source), version: self.state.version)
            let id = self.state.startScript(program, account: account, origin: .command(.output), now: self.now)
            guard let id else { throw ScriptFailure("failure: too many scripts are running") }
            self.scriptWaiters[id] = ScriptWaiter(promise: promise, printing: printing)
            self.state.runScripts(now: self.now)
            self.publish()
            self.flushAll()
        } catch {
            promise.succeed(.failure(error, printed: ""))
        }
        return promise.futureResult
    }

    /// The power is gone, and with it all scripts.
    func forgetScripts() {
        let waiters = self.scriptWaiters
        self.scriptWaiters = [:]
        for waiter in waiters.values { waiter.promise.fail(ChannelError.ioOnClosedChannel) }
        self.waitingCommands = [:]
        self.runningFetches = []
        self.tellFetchWaiters()
    }
}
