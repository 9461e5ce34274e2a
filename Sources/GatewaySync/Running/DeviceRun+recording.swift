import GatewayDomain
import GatewayStore
import Logging

/// Recording what a device tells.
extension DeviceRun {
    /// Records the logins that a reading tells of.
    ///
    /// - Parameters:
    ///   - observed: what was read.
    ///   - isComplete: whether everybody is in it who is logged in, as far as its scope goes; whoever is not is out.
    /// - Throws: when nothing can be recorded.
    func importLogins(_ observed: ObservedState, isComplete: Bool = false) async throws(DeviceFailure) {
        var list: ActiveListReading?
        if isComplete, let readAt = observed.readAt {
            list = ActiveListReading(device: work.device.id, readAt: readAt)
            if case .names(let names) = observed.scope { list?.users = names }
        }
        try await record(
            ReportReading.reports(in: observed, device: work.device, gateway: store.gatewayID, now: steadyNow()),
            list: list
        )
    }

    /// What a reading tells of the router's clock, with what is on record of it; after a full reading it is written down.
    func dated(_ observed: ObservedState) async throws(DeviceFailure) -> ObservedState {
        guard observed.scope == .everything || !observed.log.isEmpty, let clock = observed.facts.clock else {
            return observed
        }
        var dated = observed
        dated.facts.clock?.steadySince = try await storing { store throws(StoreError) in
            try await store.noteClock(clock, of: work.device.id).since
        }
        return dated
    }

    /// After a full reading: what was recorded of the router's log is not read again.
    func noteLog(of observed: ObservedState) async {
        guard observed.scope == .everything, let last = observed.log.last else { return }
        await link.logRecorded(upTo: last.number)
    }

    /// Puts the token that the router is given with its scripts on record, before it is given to it.
    func recordToken(of desired: DesiredState) async throws(DeviceFailure) {
        guard let generation = desired.scripts?.unrecordedGeneration else { return }
        try await storing { store throws(StoreError) in
            try await store.recordRouterToken(of: work.device.id, generation: generation, now: now())
        }
    }

    /// Notes which foreign users that were to be taken over are ours now: what bears such a name later is not meant.
    func noteTakenOver(_ desired: DesiredState, in observed: ObservedState) async throws(DeviceFailure) {
        let wanted = Set(desired.users.filter(\.takesOver).map(\.name))
        guard !wanted.isEmpty else { return }
        let done = observed.users.filter { user in
            wanted.contains(user.name) && user.mark?.gateway == store.gatewayID
        }
        try await storing { store throws(StoreError) in
            try await store.noteTakenOver(Set(done.map(\.name)), on: work.device.id)
        }
    }

    func record(_ reports: [RedemptionReport], list: ActiveListReading? = nil) async throws(DeviceFailure) {
        guard !reports.isEmpty || list != nil else { return }
        let recorded = try await storing { store throws(StoreError) in
            try await store.record(reports, completeList: list, now: steadyNow())
        }
        for report in recorded where report.isNew {
            logger.notice(report.logMessage, metadata: report.logMetadata)
        }
    }

    func storing<Value: Sendable>(
        _ body: (Store) async throws(StoreError) -> Value
    ) async throws(DeviceFailure) -> Value {
        do {
            return try await body(store)
        } catch {
            throw .store(error)
        }
    }
}
