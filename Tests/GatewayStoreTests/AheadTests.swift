import GatewayDomain
import Testing

@testable import GatewayStore

/// Devices whose names changed are claimed beyond the places for other work, for these names alone.
@Suite struct AheadTests {
    private let now = World.start

    private func claim(_ world: World, limit: Int, ahead: Int, at now: Timestamp) async throws -> [DeviceWork] {
        try await world.store.claimWork(holder: world.holder, limit: limit, aheadLimit: ahead, now: now)
    }

    @Test func `names that changed need no place, up to a bound`() async throws {
        let world = try await World()
        try await world.settle()
        let code = try #require(try await world.coupons(1).first?.code)
        #expect(try await claim(world, limit: 0, ahead: 0, at: now).isEmpty)
        let first = try await claim(world, limit: 0, ahead: 1, at: now)
        #expect(first.count == 1)
        #expect(first.allSatisfy { $0.isAhead && $0.scope == .names([code]) })
        let second = try await claim(world, limit: 1, ahead: 0, at: now)
        #expect(second.count == 1)
        #expect(second.allSatisfy { !$0.isAhead && $0.scope == .names([code]) })
    }

    @Test func `looks, comparisons and changes of everything wait for a place`() async throws {
        let world = try await World()
        #expect(try await claim(world, limit: 0, ahead: 9, at: now).isEmpty, "new devices")
        try await world.settle()
        try await world.store.pauseSite(world.harbour.id, now: now)
        try await world.store.resumeSite(world.harbour.id, now: now)
        let later = now + .seconds(2 * 86_400)
        #expect(try await claim(world, limit: 0, ahead: 9, at: later).isEmpty)
        #expect(try await claim(world, limit: 9, ahead: 9, at: later).count == 2)
    }

    @Test func `a push waits for names once, and takes those that change then along`() async throws {
        let world = try await World()
        try await world.settle()
        let first = try #require(try await world.coupons(1).first?.code)
        let asked = now + .seconds(1)
        let request = try await world.store.requestPush(.push(), site: world.harbour.id, now: asked)
        let names = try #require(
            try await claim(world, limit: 9, ahead: 9, at: asked).first { $0.device == world.harbourDevice }
        )
        #expect(names.scope == .names([first]))
        #expect(names.request == nil)
        #expect(names.mode == .push)
        let second = try #require(try await world.coupons(1, at: asked).first?.code)
        try await world.finish(names, at: asked + .seconds(1))

        let push = try #require(
            try await claim(world, limit: 9, ahead: 9, at: asked + .seconds(2)).first {
                $0.device == world.harbourDevice
            }
        )
        #expect(push.request == request)
        #expect(push.scope == .everything)
        #expect(push.waitingNames == [second])
        #expect(!push.isAhead)
    }

    @Test func `a command that acts itself does what was asked for and nothing before it`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1)
        let request = try await world.store.requestPush(.push(), site: world.harbour.id, now: now + .seconds(1))
        let work = try await world.store.claimWork(
            holder: world.holder,
            limit: 9,
            aheadLimit: 9,
            request: request,
            now: now + .seconds(2)
        )
        #expect(work.map(\.request) == [request])
        #expect(work.map(\.scope) == [.everything])
        #expect(work.allSatisfy { $0.waitingNames.isEmpty })
    }
}
