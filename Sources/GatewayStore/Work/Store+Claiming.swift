public import GatewayDomain

extension Store {
    /// The devices that have to be looked at and that nobody holds, the most urgent first.
    ///
    /// Nothing is written, and devices with nothing to do are not read. Urgent in the order of ``WorkUrgency``; a device is listed with its
    /// most urgent reason only: a code that has to vanish never waits for a full comparison that is due as well. Devices of
    /// a paused site are listed for looks, comparisons and pushes only; a device whose last run did not succeed waits for its time unless
    /// a push is asked for.
    ///
    /// - Parameters:
    ///   - request: with a push that was asked for, only the devices that it is about, and only for what was asked for, not for what is
    ///     due besides; for a command that works itself because nobody serves. Default: all devices.
    ///   - busy: devices that the holder is still at work on, though their leases may have run out. Default: none.
    ///   - now: the time.
    /// - Returns: what waits; of one urgency whoever has waited longest first.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func waitingWork(
        request: PushRequest.ID? = nil,
        except busy: Set<Device.ID> = [],
        now: Timestamp
    ) async throws(StoreError) -> [WaitingWork] {
        try await read { connection throws(StoreError) in
            try Self.waiting(connection, request: request, except: busy, now: now)
        }
    }

    /// Claims devices that were chosen among ``waitingWork(request:except:now:)``, each for one holder until its lease ends.
    ///
    /// - Parameters:
    ///   - choices: which, in the order in which they are wanted. One with nothing to do any more, or that somebody else holds, is left out.
    ///   - holder: who works on them.
    ///   - request: as it was for the list. Default: none.
    ///   - now: the time.
    ///   - duration: how long they are leased. Default: 60 s.
    /// - Returns: the work, in the order of the choices.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func claimWork(
        _ choices: [WorkChoice],
        holder: LeaseHolder,
        request: PushRequest.ID? = nil,
        now: Timestamp,
        for duration: Duration = .seconds(60)
    ) async throws(StoreError) -> [DeviceWork] {
        guard !choices.isEmpty else { return [] }
        let result = try await database.write { connection throws(StoreError) in
            try Self.claim(connection, choices, holder: holder, request: request, now: now, until: now + duration)
        }
        // No signal: nobody but the holder of a lease has anything to do about it.
        return result.value
    }

    /// Claims the most urgent devices, for whoever has no queue of its own.
    ///
    /// - Parameters:
    ///   - holder: who works on them.
    ///   - limit: how many at most.
    ///   - aheadLimit: how many besides whose names changed, so that these never wait for a place. They are claimed for these names and
    ///     nothing else. Default: none.
    ///   - request: as for ``waitingWork(request:except:now:)``. Default: all devices.
    ///   - busy: as for ``waitingWork(request:except:now:)``. Default: none.
    ///   - now: the time.
    ///   - duration: how long they are leased. Default: 60 s.
    /// - Returns: the work, most urgent first; no device that anybody else holds.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func claimWork(
        holder: LeaseHolder,
        limit: Int,
        aheadLimit: Int = 0,
        request: PushRequest.ID? = nil,
        except busy: Set<Device.ID> = [],
        now: Timestamp,
        for duration: Duration = .seconds(60)
    ) async throws(StoreError) -> [DeviceWork] {
        let result = try await database.write { connection throws(StoreError) in
            let waiting = try Self.waiting(connection, request: request, except: busy, now: now)
            let ahead = waiting.filter(\.mayGoAhead).prefix(aheadLimit).map(\.device)
            let rest = waiting.map(\.device).filter { !ahead.contains($0) }.prefix(limit)
            let choices = ahead.map { WorkChoice($0, isAhead: true) } + rest.map { WorkChoice($0, isAhead: false) }
            return try Self.claim(
                connection,
                choices,
                holder: holder,
                request: request,
                now: now,
                until: now + duration
            )
        }
        return result.value
    }

    private static func waiting(
        _ connection: any SQLConnection,
        request: PushRequest.ID?,
        except busy: Set<Device.ID>,
        now: Timestamp
    ) throws(StoreError) -> [WaitingWork] {
        try connection.query(
            Claim.waiting,
            [now, request, SQLRows(busy) { [$0] }],
            as: WaitingWork.init(row:)
        )
    }

    private static func claim(
        _ connection: any SQLConnection,
        _ choices: [WorkChoice],
        holder: LeaseHolder,
        request: PushRequest.ID?,
        now: Timestamp,
        until: Timestamp
    ) throws(StoreError) -> [DeviceWork] {
        guard !choices.isEmpty else { return [] }
        let wanted = SQLRows(choices.enumerated()) { [$0.element.device, $0.offset, $0.element.isAhead] }
        let candidates = try connection.query(Claim.chosen, [now, request, wanted], as: Claim.init(row:))
        guard !candidates.isEmpty else { return [] }
        let taken = try connection.query(
            """
            UPDATE devices SET leased_by = $2, leased_until = $3, claimed_at = $4
            WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
                AND (leased_until IS NULL OR leased_until <= $4)
            RETURNING id
            """,
            [SQLRows(candidates) { [$0.device.id] }, holder.text, until, now]
        ) { row throws(StoreError) in try row.id("id", of: Device.self) }
        let takenIDs = Set(taken)
        let claims = candidates.filter { takenIDs.contains($0.device.id) }
        let asked = claims.filter { $0.request != nil }
        if !asked.isEmpty {
            // Whoever took a request keeps it from expiring as long as the lease lasts, and a while longer, so that
            // another worker can take over from one that died.
            try connection.query(
                """
                UPDATE push_runs SET expires_at = $2
                WHERE run_id IS NULL AND expires_at < $2 AND (request_id, device_id) IN (
                    SELECT r.request_id, r.device_id
                    FROM \(rows: 1, ["request_id": .text, "device_id": .text]) AS r
                )
                """,
                [SQLRows(asked) { [$0.request, $0.device.id] }, until + .seconds(30)]
            )
        }
        let (scopes, told) = try Claim.scopes(connection, claims.filter(\.needsNames), now: now)
        return claims.map { claim in
            let id = claim.device.id
            var work = claim.work(names: scopes[id] ?? .names([]), holder: holder, until: until, now: now)
            work.isAsked = told.contains(id)
            return work
        }
    }

    /// The names that have changed for a claimed device since it was claimed: what a long run lets pass between its stages.
    ///
    /// - Parameters:
    ///   - work: the claimed device.
    ///   - position: behind which change to begin, as the last answer told it; nil for all since the claim. Default: nil.
    /// - Returns: the names of the next changes, of ``Scope/namesMaximum`` changes at most, and how far that goes. A change of
    ///   everything is passed over: it is not urgent.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func changedNames(
        for work: DeviceWork,
        behind position: ChangePosition? = nil
    ) async throws(StoreError) -> (names: Set<String>, position: ChangePosition) {
        let start = position ?? ChangePosition(behindRevision: work.targetRevision)
        return try await read { connection throws(StoreError) in
            try Claim.changedNames(connection, device: work.device.id, behind: start)
        }
    }
}
