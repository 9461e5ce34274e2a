import GatewayDomain
import Testing

@testable import GatewayStore

/// What anybody can claim makes us look, and nothing else.
@Suite struct AskingTests {
    private let now = World.start

    @Test func `a name of ours is compared on that device, and on no other`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first?.code)
        try await world.settle()
        let asked = try await world.store.askToLook(
            at: world.harbourDevice.id,
            names: [code, "NOBODY23", "", "x' OR 1"],
            now: now
        )
        #expect(asked == [code])
        let work = try #require(try await world.claim().first)
        #expect(work.device.id == world.harbourDevice.id)
        #expect(work.scope == .names([code]))
        #expect(try await world.claim().isEmpty)
    }

    @Test func `a code is known in lower case, an account as it is written`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first?.code)
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await world.store.addHotspotUser(world.account("captain", at: world.museum))
        try await world.settle()
        let asked = try await world.store.askToLook(
            at: world.harbourDevice.id,
            names: [code.lowercased(), "pilot", "captain"],
            now: now
        )
        #expect(asked == [code, "pilot"])
    }

    @Test func `what waits already is not asked again, and writes nothing`() async throws {
        let world = try await World()
        let codes = try await world.coupons(2).map(\.code)
        try await world.settle()
        let device = world.harbourDevice.id
        #expect(try await world.store.askToLook(at: device, names: [codes[0]], now: now) == [codes[0]])
        let before = world.store.database.statementCount
        for _ in 0..<100 {
            #expect(try await world.store.askToLook(at: device, names: [codes[0], "NOBODY23"], now: now).isEmpty)
        }
        #expect(world.store.database.statementCount == before + 100)
        #expect(try await world.store.askToLook(at: device, names: Set(codes), now: now) == [codes[1]])
        #expect(try await world.claim().first?.scope == .names(Set(codes)))
    }

    @Test func `a run that is under way may have read the name a moment before, so it is asked again`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first?.code)
        try await world.settle()
        let device = world.harbourDevice.id
        _ = try await world.store.askToLook(at: device, names: [code], now: now)
        let work = try #require(try await world.claim().first)
        #expect(try await world.store.askToLook(at: device, names: [code], now: now) == [code])
        try await world.finish(work, .unchanged)
        let again = try #require(try await world.claim().first)
        #expect(again.scope == .names([code]))
        try await world.finish(again, .unchanged)
        #expect(try await world.claim().isEmpty)
    }

    @Test func `a code whose session here is over is passed over; one that runs, or was used elsewhere, is not`()
        async throws
    {
        let world = try await World()
        let codes = try await world.coupons(3).map(\.code)
        _ = try await world.store.record([world.report(codes[0], at: world.harbourDevice)], now: now)
        _ = try await world.store.record([world.report(codes[1], at: world.museumDevice)], now: now)
        try await world.settle()
        let device = world.harbourDevice.id
        #expect(try await world.store.askToLook(at: device, names: Set(codes), now: now) == Set(codes))
        let later = now + .seconds(3601)
        for work in try await world.claim(at: later) { try await world.finish(work, at: later) }
        #expect(try await world.store.askToLook(at: device, names: Set(codes), now: later) == Set(codes.dropFirst()))
    }

    @Test func `a device that is left alone after a run that failed is not disturbed`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first?.code)
        try await world.settle()
        let device = world.harbourDevice.id
        for outcome in [SyncRun.Outcome.failed, .partial, .refused] {
            _ = try await world.store.askToLook(at: device, names: [code], now: now)
            let work = try await claim(world, at: now)
            let retry = FollowUp(retryAt: now + .seconds(30))
            try await world.finish(work, outcome, followUp: retry)
            #expect(try await world.store.askToLook(at: device, names: [code], now: now).isEmpty)
            #expect(try await world.claim(at: now + .seconds(29)).isEmpty)
            try await world.finish(try await claim(world, at: now + .seconds(30)))
        }
    }

    @Test func `looks at names leave no runs behind, and put off neither look nor audit`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first?.code)
        let due = now + .seconds(60)
        for work in try await world.claim() {
            try await world.finish(work, followUp: FollowUp(lookAt: due, auditAt: due))
        }
        let runs = try await world.store.runs(at: world.harbour.id).count
        // As one who forges lines would do it: always right before the look is due, and after.
        for second in [59, 61, 62, 63] as [Int64] {
            let then = now + .seconds(second)
            _ = try await world.store.askToLook(at: world.harbourDevice.id, names: [code], now: then)
            let work = try await claim(world, at: then)
            #expect(work.scope == .names([code]))
            try await world.finish(work, .unchanged, at: then)
        }
        #expect(try await world.store.runs(at: world.harbour.id).count == runs)
        let look = try await claim(world, at: now + .seconds(63))
        #expect(look.trigger == .look)
        let followUp = FollowUp(lookAt: now + .seconds(120))
        try await world.finish(look, .unchanged, at: now + .seconds(63), followUp: followUp)
        #expect(try await claim(world, at: now + .seconds(64)).trigger == .audit)
    }

    private func claim(_ world: World, at time: Timestamp) async throws -> DeviceWork {
        try #require(try await world.claim(at: time).first { $0.device.id == world.harbourDevice.id })
    }

    @Test func `a router is known by where its lines come from and by what it calls itself`() async throws {
        let world = try await World()
        var device = world.harbourDevice
        device.syslogSource = IPAddress("2001:db8:0::7")
        try await world.store.updateDevice(device, password: nil, now: World.start)
        #expect(try await world.store.devices(at: world.harbour.id) == [device])
        for work in try await world.claim() {
            let identity = work.device.id == device.id ? "Harbour Gate" : nil
            try await world.store.finish(
                work,
                run: world.run(work),
                followUp: FollowUp(),
                identity: identity,
                now: now
            )
        }
        let peers = try await world.store.syslogPeers()
        #expect(peers.count == 2)
        let peer = try #require(peers.first { $0.device == device.id })
        #expect(peer.source?.description == "2001:db8::7")
        #expect(peer.identity == "Harbour Gate" && peer.host == "10.0.0.1" && peer.site == world.harbour.id)
        // What a later run has not read stays.
        try await world.store.updateDevice(device, password: nil, now: World.start)
        for work in try await world.claim() { try await world.finish(work) }
        #expect(try await world.store.syslogPeers().contains(peer))
    }

    @Test func `asking finds names by their indexes`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Store.worthALook)
        let scans = ["SCAN c", "SCAN u", "SCAN d", "SCAN e", "SCAN v"]
        #expect(!plan.contains { step in scans.contains { step.hasPrefix($0) } }, "\(plan)")
    }
}
