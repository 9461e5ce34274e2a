import GatewayDomain
import Testing

@testable import GatewayStore

/// What is on record of how devices are doing.
@Suite struct HealthTests {
    private let now = World.start

    private func status(_ world: World, at time: Timestamp = World.start) async throws -> DeviceStatus {
        try #require(try await world.store.deviceStatuses(at: world.harbour.id, now: time).first)
    }

    private func conditions(_ world: World, at time: Timestamp = World.start) async throws -> [DeviceCondition] {
        try await status(world, at: time).health.conditions.map(\.condition)
    }

    /// Has the harbour's device worked on, and ends the run in some way.
    private func run(
        _ world: World,
        _ outcome: SyncRun.Outcome,
        _ label: FailureLabel? = nil,
        at time: Timestamp
    ) async throws {
        _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: time)
        let claimed = try await world.claim(at: time)
        for work in claimed where work.device.id != world.harbourDevice.id { try await world.store.releaseLease(work) }
        let work = try #require(claimed.first { $0.device.id == world.harbourDevice.id })
        var run = world.run(work, outcome, at: time)
        run.failureLabel = label
        try await world.store.finish(work, run: run, followUp: FollowUp(retryAt: time), now: time)
    }

    @Test func `a device is drifted until it was compared, applying meanwhile, and synced then`() async throws {
        let world = try await World()
        #expect(try await conditions(world) == [.drifted, .insecure])
        let work = try await world.claim()
        #expect(try await conditions(world) == [.applying, .insecure])
        for item in work { try await world.finish(item) }
        #expect(try await conditions(world) == [.synced, .insecure])
        _ = try await world.coupons(1)
        #expect(try await conditions(world) == [.drifted, .insecure])
    }

    @Test func `a device is behind since the first change it missed, applying since it was claimed`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1, at: now + .seconds(600))
        _ = try await world.coupons(1, at: now + .seconds(700))
        let drifted = try await status(world, at: now + .seconds(800))
        #expect(drifted.health.state == drifted.health.conditions.first { $0.condition == .drifted })
        #expect(drifted.health.state.since == now + .seconds(600), "it was right until then")
        let claimed = try await world.claim(at: now + .seconds(900))
        let applying = try await status(world, at: now + .seconds(910))
        #expect(applying.health.state.condition == .applying)
        #expect(applying.health.state.since == now + .seconds(900))
        // A change that comes meanwhile is not done.
        _ = try await world.coupons(1, at: now + .seconds(920))
        for work in claimed { try await world.finish(work, at: now + .seconds(930)) }
        #expect(try await status(world, at: now + .seconds(940)).behindSince == now + .seconds(900))
        for work in try await world.claim(at: now + .seconds(950)) {
            try await world.finish(work, at: now + .seconds(951))
        }
        #expect(try await status(world, at: now + .seconds(960)).behindSince == nil)
    }

    @Test func `a device that was right until a moment ago needs nobody`() async throws {
        let world = try await World()
        try await world.settle()
        let late = now + .seconds(7200)
        _ = try await world.coupons(1, at: late)
        #expect(try await world.store.fleet(now: late + .seconds(60)).attentionCount == 0)
        #expect(try await !status(world, at: late).health.needsAttention(now: late + .seconds(60)))
        let overdue = late + DeviceHealth.driftPatience + .seconds(1)
        #expect(try await world.store.fleet(now: overdue).attentionCount == 2)
        #expect(try await status(world, at: late).health.needsAttention(now: overdue))
    }

    @Test func `what holds outlives the process, with since and the label of what failed`() async throws {
        let world = try await World()
        try await world.settle()
        for minute in 1...3 { try await run(world, .failed, .loginRefused, at: now + .seconds(60 * Int64(minute))) }
        let again = try await world.scratch.open()
        let status = try #require(try await again.deviceStatuses(at: world.harbour.id, now: now).first)
        #expect(status.health.state.condition == .loginRefused)
        #expect(status.health.state.since == now + .seconds(60))
        #expect(status.failureLabel == .loginRefused)
        #expect(status.lastRun?.failureLabel == .loginRefused)
    }

    @Test func `pausing and resuming a site is seen at once at all its devices`() async throws {
        let world = try await World()
        try await world.settle()
        try await world.store.pauseSite(world.harbour.id, now: now + .seconds(5))
        #expect(try await conditions(world) == [.paused, .insecure])
        #expect(try await status(world).health.state.since == now + .seconds(5))
        try await world.store.resumeSite(world.harbour.id, now: now + .seconds(9))
        #expect(try await conditions(world) == [.drifted, .insecure])
        let museum = try await world.store.deviceStatuses(at: world.museum.id, now: now)
        #expect(museum.map(\.health.state.condition) == [.synced])
    }

    @Test func `a changed certificate stands until the device is trusted anew`() async throws {
        let world = try await World()
        try await world.settle()
        let pin = DeviceTrust.pinned(String(repeating: "cd", count: 32))
        try await world.store.setTrust(of: world.harbourDevice.id, to: pin, now: now)
        try await run(world, .failed, .certificateChanged, at: now + .seconds(1))
        #expect(try await conditions(world) == [.certificateChanged, .drifted])
        let other = DeviceTrust.pinned(String(repeating: "ef", count: 32))
        try await world.store.setTrust(of: world.harbourDevice.id, to: other, now: now + .seconds(2))
        #expect(try await conditions(world) == [.drifted])
        var device = world.harbourDevice
        device.trust = .anonymous
        try await world.store.updateDevice(device, password: nil, now: now + .seconds(3))
        #expect(try await conditions(world) == [.drifted, .insecure])
    }

    @Test func `a run with the old trust does not bring back what a new one has ended`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: now)
        let work = try #require(try await world.claim().first)
        let pin = DeviceTrust.pinned(String(repeating: "cd", count: 32))
        try await world.store.setTrust(of: work.device.id, to: pin, now: now)
        var run = world.run(work, .failed)
        run.failureLabel = .certificateChanged
        try await world.store.finish(work, run: run, followUp: FollowUp(), now: now)
        #expect(try await conditions(world) == [.drifted])
    }

    @Test func `the states are kept, so many and no more, and none that only passes`() async throws {
        let world = try await World()
        try await world.settle()
        for minute in 1...70 {
            let fails = minute.isMultiple(of: 2)
            let time = now + .seconds(60 * Int64(minute))
            try await run(world, fails ? .failed : .converged, fails ? .unreachable : nil, at: time)
        }
        let states = try await world.store.states(of: world.harbourDevice.id)
        #expect(states.count == Int(HealthRecord.keptStateCount))
        #expect(states.prefix(3).map(\.state) == [.unreachable, .synced, .unreachable])
        #expect(states.first?.at == now + .seconds(4200))
        try await world.store.removeDevice(world.harbourDevice.id)
        #expect(try await world.store.states(of: world.harbourDevice.id).isEmpty)
    }

    @Test func `a state that lasts is told once, with why and what to do, and so is its end`() async throws {
        let world = try await World()
        try await world.settle()
        func told() async throws -> [RecordedEvent] {
            try await world.events().filter { $0.kind == .deviceStateChanged }
        }
        for seconds in [0, 60, 119] { try await run(world, .failed, .unreachable, at: now + .seconds(seconds)) }
        #expect(try await told().isEmpty)
        for seconds in [121, 180, 240] { try await run(world, .failed, .unreachable, at: now + .seconds(seconds)) }
        let event = try #require(try await told().first)
        #expect(try await told().count == 1)
        #expect(event.site == world.harbour.id)
        for part in [#""state":"unreachable","state_before":null"#, #""why":"no route to host""#, "api-ssl"] {
            #expect(event.data.contains(part), "\(event.data)")
        }
        // Soon after the last one it waits its time.
        try await run(world, .converged, at: now + .seconds(300))
        #expect(try await told().count == 1)
        try await run(world, .converged, at: now + .seconds(800))
        #expect(try await told().count == 2)
        #expect(try await told().last?.data.contains(#""state":"synced","state_before":"unreachable""#) == true)
    }
}
