import GatewayDomain
import GatewayStore
import Logging

/// A run under the device's lease: keeps the lease while it lasts, and writes down how it ended.
struct LeasedRun {
    let work: DeviceWork
    let store: Store
    let link: DeviceLink
    let configuration: SyncConfiguration
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// What the run writes, whatever it ends with.
    let writes = WriteTally()
    var tally: RunTally?
    /// By what the next look and audit are set; what the run began with unless given, which may have changed meanwhile.
    var rhythm: (@Sendable () -> SyncConfiguration)?
    /// Whether the clock can be believed; nil where that is out of the question.
    var clock: GatewayClock?

    /// Does the work and finishes it in the store, whatever happens.
    ///
    /// - Returns: how it ended.
    @discardableResult
    func perform() async -> SyncRun.Outcome {
        let startedAt = now()
        let result = await runKeepingLease()
        var generator = SystemRandomNumberGenerator()
        await finish(result, startedAt: startedAt, using: &generator)
        return result.outcome
    }

    /// Writes down how a run ended, and when the device is to be looked at next.
    ///
    /// - Parameters:
    ///   - result: what came of it.
    ///   - startedAt: when it began.
    ///   - generator: where the spread of what follows comes from.
    func finish(
        _ result: DeviceRun.Result,
        startedAt: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) async {
        var run = SyncRun(
            id: store.newID(),
            device: work.device.id,
            trigger: work.trigger,
            mode: work.mode,
            startedAt: startedAt,
            finishedAt: now(),
            outcome: result.outcome,
            plan: result.plan,
            failure: result.failure
        )
        run.planDigest = result.digest ?? (work.request == nil ? result.unfinished : nil)
        run.failureLabel = result.failureLabel
        run.compared = result.scope
        report(run)
        tally?.note(run)
        do {
            try await store.finish(
                work,
                run: run,
                followUp: followUp(to: result, using: &generator),
                rowsWritten: writes.take(),
                now: now()
            )
        } catch StoreError.leaseLost {
            // Somebody removed the device, or another worker has it: what came of this run is nobody's business any more.
            logger.notice("a run came to nothing", metadata: ["device": "\(work.device.id)"])
        } catch {
            // The lease runs out by itself, and the work is found again.
            logger.error(
                "a run could not be recorded",
                metadata: ["device": "\(work.device.id)", "reason": "\(error)"]
            )
        }
    }

    /// Does the work, whatever happens to the lease.
    func run() async -> DeviceRun.Result {
        let run = DeviceRun(
            work: work,
            store: store,
            link: link,
            configuration: configuration,
            logger: logger,
            now: now,
            tally: writes,
            clock: clock
        )
        do throws(DeviceFailure) {
            return try await run.perform()
        } catch {
            // What a connection was in the middle of nobody knows; the next run starts from a fresh one.
            if !error.allowsTheRest { await link.close() }
            guard !Task.isCancelled else {
                return DeviceRun.Result(.stopped)
            }
            return DeviceRun.Result(error)
        }
    }

    /// Races the run against the loss of its lease; a run that lost it is waited for, so that nobody writes after this returns.
    private func runKeepingLease() async -> DeviceRun.Result {
        await withTaskGroup(of: DeviceRun.Result?.self) { group in
            group.addTask { await run() }
            group.addTask {
                guard await losesLease() else { return nil }
                await link.close()
                return DeviceRun.Result(.leaseLost)
            }
            // Cancelled from outside, the lease's watch ends first and has nothing to say; the run says how far it came.
            var first: DeviceRun.Result?
            while first == nil, let next = await group.next() { first = next }
            group.cancelAll()
            return first ?? DeviceRun.Result(.stopped)
        }
    }

    /// Extends the lease three times as often as needed.
    ///
    /// The end of the lease is counted on a clock that nobody sets, and comes a command's longest deadline early: what was sent
    /// last has been answered or given up before anybody else may begin.
    ///
    /// - Returns: true when the lease is lost or could not be extended in time; false when the task is cancelled.
    private func losesLease() async -> Bool {
        let patience = max(configuration.leaseDuration / 2, configuration.leaseDuration - configuration.commandDeadline)
        var end = ContinuousClock.now + patience
        while true {
            do {
                try await Task.sleep(until: min(.now + configuration.leaseDuration / 3, end), clock: .continuous)
                let extendedAt = ContinuousClock.now
                _ = try await store.extendLease(work, now: now(), for: configuration.leaseDuration)
                end = extendedAt + patience
            } catch is CancellationError {
                return false
            } catch StoreError.leaseLost {
                return true
            } catch {
                guard ContinuousClock.now < end else { return true }
                logger.warning(
                    "a lease was not extended",
                    metadata: ["device": "\(work.device.id)", "reason": "\(error)"]
                )
            }
        }
    }

    private func followUp(
        to result: DeviceRun.Result,
        using generator: inout some RandomNumberGenerator
    ) -> FollowUp {
        // A run that began by a long interval must not set the next look by it when there is a shorter one by now.
        let configuration = rhythm?() ?? configuration
        let share = configuration.intervalJitterShare
        let look = now() + configuration.lookInterval.jittered(by: share, using: &generator)
        switch result.outcome {
        case .unchanged, .converged:
            if result.leavesTheRest { return FollowUp(lookAt: now()) }
            // Names leave the regular look where it is: however many change, it comes when it is due.
            let waiting = waitingAudit(result, using: &generator)
            if case .names = result.scope { return FollowUp(auditAt: waiting.map { min($0, work.auditAt ?? $0) }) }
            let audit = now() + configuration.auditInterval.jittered(by: share, using: &generator)
            return FollowUp(lookAt: look, auditAt: result.scope == .everything ? min(audit, waiting ?? audit) : nil)
        case .planned:
            return FollowUp(lookAt: look)
        case .refused where result.plan?.refusalCode == .stale:
            // Only the confirmation was out of date: soon everything is compared without it, and done or refused as ever.
            return FollowUp(lookAt: look, auditAt: look, retryAt: look)
        case .refused:
            // Somebody has to decide, or something to change. Looks find what changes the counts; the rest is found now and then.
            guard result.scope == .everything else { return FollowUp(lookAt: look, retryAt: look) }
            let again = now() + configuration.waitingInterval.jittered(by: share, using: &generator)
            return FollowUp(
                lookAt: look,
                auditAt: min(again, work.auditAt.map { max($0, look) } ?? again),
                retryAt: look
            )
        case .partial, .failed:
            let backoff = Backoff(minimum: configuration.retryDelayMinimum, maximum: configuration.retryDelayMaximum)
            let retry = now() + backoff.delay(failures: work.failureCount + 1, using: &generator)
            return FollowUp(lookAt: retry, retryAt: retry)
        }
    }

    /// When rows that wait may go on, which they do in a comparison of everything; nil where none do.
    ///
    /// The day of all devices ends at the same moment, and they spread over the quarter of an hour that follows; those of sites whose
    /// window opens have less time to lose.
    private func waitingAudit(
        _ result: DeviceRun.Result,
        using generator: inout some RandomNumberGenerator
    ) -> Timestamp? {
        guard let waiting = result.plan?.postponements, !waiting.isEmpty else { return nil }
        let place = Double.random(in: 0...1, using: &generator)
        return waiting.map { rows in
            let spread = (rows.reason == .window ? windowSpread(rows) : configuration.waitingInterval) * place
            return rows.opensAt.map { $0 + spread } ?? now() + configuration.waitingInterval / 2 + spread
        }.min()
    }

    /// Over which time devices spread whose window opens: whatever is configured, of a short window most of the time is for writing.
    private func windowSpread(_ rows: Postponement) -> Duration {
        min(configuration.windowSpread, rows.openSeconds.map { .seconds($0) / 10 } ?? configuration.windowSpread)
    }

    private func report(_ run: SyncRun) {
        let metadata: Logger.Metadata = [
            "device": "\(work.device.id)", "host": "\(work.device.host)", "trigger": "\(run.trigger.rawValue)",
            "outcome": "\(run.outcome.rawValue)",
        ]
        switch run.outcome {
        case .unchanged, .planned: logger.debug("device looked at", metadata: metadata)
        case .converged: logger.notice("device brought into line", metadata: metadata)
        case .partial, .refused, .failed:
            logger.warning(
                "device not as it should be",
                metadata: metadata.merging(["reason": "\(run.failure ?? "")"]) { $1 }
            )
        }
    }
}
