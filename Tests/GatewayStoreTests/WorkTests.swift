import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct WorkTests {
    private let now = World.start

    @Test func `a new device is compared in full, once`() async throws {
        let world = try await World()
        let work = try await world.claim()
        #expect(Set(work.map(\.device)) == [world.harbourDevice, world.museumDevice])
        #expect(work.allSatisfy { $0.scope == .everything && $0.trigger == .change && $0.mode == .push })
        #expect(try await world.claim().isEmpty)
        for item in work { try await world.finish(item) }
        #expect(try await world.claim().isEmpty)
    }

    @Test func `names that changed are the scope, whatever made them change`() async throws {
        let world = try await World()
        try await world.settle()
        let coupons = try await world.coupons(2)
        try await world.store.revokeCoupon(coupons[0].code, now: now)
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        let work = try await world.claim()
        #expect(work.map(\.trigger) == [.change, .change])
        let codes = Set(coupons.map(\.code))
        let scopes = Dictionary(uniqueKeysWithValues: work.map { ($0.device, $0.scope) })
        #expect(scopes[world.harbourDevice] == .names(codes.union(["pilot"])))
        #expect(scopes[world.museumDevice] == .names(codes))
    }

    @Test func `a scope is what changed since the device was brought up to date`() async throws {
        let world = try await World()
        try await world.settle()
        let first = try await world.coupons(1)[0].code
        let work = try await world.claim()
        let second = try await world.coupons(1)[0].code
        for item in work { try await world.finish(item) }
        #expect(work.allSatisfy { $0.scope == .names([first]) })
        let next = try await world.claim()
        #expect(next.count == 2)
        #expect(next.allSatisfy { $0.scope == .names([second]) })
        for item in next { try await world.finish(item, .partial, followUp: FollowUp(retryAt: now)) }
        #expect(try await world.claim().allSatisfy { $0.scope == .names([second]) })
    }

    @Test func `more names than are read one by one, and a change of the instance, are everything`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(200)
        var work = try await world.claim(limit: 1)
        guard case .names(let names) = work[0].scope else { throw StoreError.damaged("no names") }
        #expect(names.count == 200)
        try await world.store.releaseLease(work[0])
        _ = try await world.coupons(1)
        work = try await world.claim()
        #expect(work.map(\.scope) == [.everything, .everything])
        for item in work { try await world.finish(item) }
        _ = try await world.coupons(1)
        try await world.store.updateInstance(world.instance.id, now: now) { $0.sessionSeconds = 7200 }
        #expect(try await world.claim().map(\.scope) == [.everything, .everything])
    }

    @Test func `a device further behind than the kept changes is compared in full`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1)
        #expect(try await world.claim().map(\.trigger) == [.change, .change])
        let other = try await World.site("Elsewhere", world.store, world.instance)
        let changes = (0...Revisions.keptCount).map { Change(.site(other.id), name: "N\($0)") }
        try await world.store.write { connection throws(StoreError) in
            try Revisions.raise(connection, Array(changes.dropLast(2)), now: World.start)
        }
        let later = now + .seconds(120)
        let within = try await world.claim(at: later)
        #expect(within.map(\.scope).allSatisfy { $0 != .everything })
        for work in within { try await world.store.releaseLease(work) }
        try await world.store.write { connection throws(StoreError) in
            try Revisions.raise(connection, [Change(.site(other.id), name: "last")], now: World.start)
        }
        _ = try await world.coupons(1)
        #expect(try await world.claim(at: later).map(\.scope) == [.everything, .everything])
    }

    @Test func `a quiet device is not taken for one that is far behind`() async throws {
        let world = try await World()
        let quiet = Instance(id: world.store.newID(), name: "Quiet", createdAt: now)
        try await world.store.createInstance(quiet)
        let site = try await World.site("Library", world.store, quiet)
        let device = try await World.device("10.4.0.1", at: site, world.store)
        try await world.settle()
        let busy = (0...Revisions.keptCount).map { Change(.site(world.harbour.id), name: "N\($0)") }
        try await world.store.write { connection throws(StoreError) in
            try Revisions.raise(connection, busy, now: World.start)
        }
        let order = CouponOrder(instance: quiet, count: 1, minutesValid: 60)
        let code = try await world.store.createCoupons(order, now: now)[0].code
        let work = try #require(try await world.claim().first { $0.device == device })
        #expect(work.scope == .names([code]))
    }

    @Test func `work is claimed by its urgency`() async throws {
        let world = try await World()
        let store = world.store
        var devices: [Device] = []
        for index in 0..<5 {
            let site = try await World.site("Site \(index)", store, world.instance)
            devices.append(try await World.device("10.1.0.\(index)", at: site, store))
        }
        // One coupon that falls due after 10 minutes, at one site only.
        var order = CouponOrder(instance: world.instance, count: 1, minutesValid: 10)
        order.sites = [devices[2].site]
        let due = try await store.createCoupons(order, now: now)[0]
        let late = now + .seconds(600)
        let day = now + .seconds(86_400)
        for work in try await world.claim() {
            var followUp = FollowUp(lookAt: day, auditAt: day)
            if work.device == devices[0] { followUp.auditAt = late }
            if work.device == devices[1] { followUp.lookAt = late }
            try await world.finish(work, followUp: followUp)
        }
        #expect(try await store.nextWorkAt(now: now) == late)
        try await store.addHotspotUser(world.account("pilot", at: try #require(try await site(of: devices[3], store))))
        try await store.pauseSite(devices[4].site, now: now)
        try await store.resumeSite(devices[4].site, now: now)
        _ = try await store.requestPush(.push(), site: world.museum.id, now: late)
        let work = try await world.claim(at: late)
        #expect(
            work.map(\.device) == [
                world.museumDevice, devices[3], devices[2], devices[4], devices[1], devices[0],
            ]
        )
        #expect(work.map(\.trigger) == [.push, .change, .due, .change, .look, .audit])
        #expect(
            work.map(\.scope) == [
                .everything, .names(["pilot"]), .names([due.code]), .everything, nil, .everything,
            ]
        )
    }

    private func site(of device: Device, _ store: Store) async throws -> Site? {
        try await store.sites().first { $0.id == device.site }
    }

    @Test func `an expiry and the end of a session make exactly these names due`() async throws {
        let world = try await World()
        let soon = try await world.coupons(2, minutes: 30).map(\.code)
        let later = try await world.coupons(1, minutes: 90)[0].code
        _ = try await world.store.record([world.report(later, at: world.harbourDevice)], now: now)
        try await world.settle()
        #expect(try await world.store.nextWorkAt(now: now) == now + .seconds(1800))
        #expect(try await world.claim(at: now + .milliseconds(1_799_999)).isEmpty)
        let expired = now + .seconds(1800)
        for work in try await world.claim(at: expired) {
            #expect(work.trigger == .due)
            #expect(work.scope == .names(Set(soon)))
            try await world.finish(work, .unchanged, at: expired)
        }
        // The session lasts an hour and is over at the site of the redemption only; elsewhere the code went at once.
        let ended = now + .seconds(3600)
        #expect(try await world.store.nextWorkAt(now: expired) == ended)
        let work = try await world.claim(at: ended)
        #expect(work.map(\.device) == [world.harbourDevice])
        #expect(work.map(\.scope) == [.names([later])])
    }

    @Test func `a failed device waits for its time, unless a push is asked for`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1)
        let retry = now + .seconds(30)
        for work in try await world.claim() {
            try await world.finish(work, .failed, followUp: FollowUp(retryAt: retry))
        }
        #expect(try await world.claim(at: now + .seconds(29)).isEmpty)
        #expect(try await world.store.nextWorkAt(now: now) == retry)
        let request = try await world.store.requestPush(.push(), site: world.harbour.id, now: now)
        let pushed = try await world.claim()
        #expect(pushed.map(\.request) == [request])
        #expect(pushed.map(\.failureCount) == [1])
        let failing = try await world.store.deviceStatuses(now: now)
        #expect(failing.map(\.failingSince) == [now, now])
        #expect(failing.map(\.failure) == ["no route to host", "no route to host"])
        #expect(failing.map(\.revisionLag) == [1, 1])
        #expect(failing.map(\.hasPendingPush) == [true, false])
        try await world.finish(pushed[0], at: now + .seconds(1))
        let again = try await world.claim(at: retry)
        #expect(again.map(\.device) == [world.museumDevice])
        try await world.finish(again[0], at: retry)
        let healed = try await world.store.deviceStatuses(now: retry)
        #expect(healed.allSatisfy { $0.failingSince == nil && $0.failure == nil && $0.revisionLag == 0 })
        #expect(healed.map(\.lastRun?.outcome) == [.converged, .converged])
        #expect(healed.map(\.lastSuccessAt) == [now + .seconds(1), retry])
        #expect(healed.map(\.siteName) == ["Harbour", "Museum"])
    }

    @Test func `a paused site is looked at and never brought up to date; resuming compares all of it`() async throws {
        let world = try await World()
        try await world.settle()
        try await world.store.pauseSite(world.harbour.id, now: now)
        _ = try await world.coupons(1)
        #expect(try await world.claim().map(\.device) == [world.museumDevice])
        let day = now + .seconds(86_400)
        let work = try #require(try await world.claim(at: day).first { $0.device == world.harbourDevice })
        #expect(work.isPaused)
        #expect(work.trigger == .look)
        try await world.finish(work, .unchanged, at: day)
        _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: day)
        let push = try #require(try await world.claim(at: day).first { $0.trigger == .push })
        try await world.finish(push, .unchanged, at: day)
        let paused = try await world.store.deviceStatuses(now: day)
        #expect(paused.map(\.isPaused) == [true, false])
        #expect(paused[0].revisionLag > 0)
        try await world.store.resumeSite(world.harbour.id, now: now)
        let resumed = try #require(try await world.claim(at: day).first { $0.device == world.harbourDevice })
        #expect(resumed.scope == .everything)
        #expect(!resumed.isPaused)
    }

    @Test func `a cheap look that found nothing leaves no run; of each device a hundred are kept`() async throws {
        let world = try await World()
        try await world.settle()
        let before = try await world.store.runs(of: world.harbourDevice.id).count
        let look = FollowUp(lookAt: now)
        for step in 1...120 {
            try await world.store.write { connection throws(StoreError) in
                try connection.query("UPDATE devices SET look_at = $1", [World.start])
            }
            let time = now + .seconds(Int64(step))
            for work in try await world.claim(at: time, limit: 2) {
                #expect(work.scope == nil)
                let isSilent = work.device == world.museumDevice
                try await world.finish(work, isSilent ? .unchanged : .planned, at: time, followUp: look)
            }
        }
        #expect(before == 1)
        #expect(try await world.store.runs(of: world.museumDevice.id).count == 1)
        let kept = try await world.store.runs(of: world.harbourDevice.id, limit: 1000)
        #expect(kept.count == 100)
        #expect(kept.first?.finishedAt == now + .seconds(120))
        #expect(kept.last?.finishedAt == now + .seconds(21))
    }

    @Test func `a lease that ran out is taken over, and the first holder can do nothing any more`() async throws {
        let world = try await World()
        let first = try #require(try await world.claim(limit: 1).first)
        let extended = try await world.store.extendLease(first, now: now + .seconds(50))
        #expect(extended.leasedUntil == now + .seconds(110))
        let other = LeaseHolder(host: "beta", processID: 1, token: "two")
        let early = try await world.store.claimWork(holder: other, limit: 9, now: now + .seconds(100))
        #expect(!early.contains { $0.device == first.device })
        let late = now + .seconds(110)
        let second = try await world.store.claimWork(holder: other, limit: 9, now: late)
        #expect(second.map(\.device) == [first.device])
        let lost = StoreError.leaseLost(device: first.device.host)
        await #expect(throws: lost) { try await world.finish(first) }
        await #expect(throws: lost) { try await world.store.extendLease(first, now: late) }
        try await world.store.releaseLease(first)
        #expect(try await world.store.runs(of: first.device.id).isEmpty)
        try await world.finish(second[0], at: late)
        #expect(try await world.store.runs(of: first.device.id).count == 1)
    }

    @Test func `workers that claim at the same time never hold the same device`() async throws {
        let world = try await World()
        for index in 0..<40 { _ = try await World.device("10.2.0.\(index)", at: world.harbour, world.store) }
        let stores = try await [world.store, world.scratch.open(), world.scratch.open()]
        let claimed = try await withThrowingTaskGroup { group in
            for index in 0..<24 {
                let holder = LeaseHolder(host: "alpha", processID: Int32(index), token: "t")
                group.addTask {
                    try await stores[index % 3].claimWork(holder: holder, limit: 5, now: World.start).map(\.device.id)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 42)
        #expect(Set(claimed).count == 42)
    }
}
