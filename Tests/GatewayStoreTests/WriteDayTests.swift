import GatewayDomain
import Testing

@testable import GatewayStore

/// How many rows were written to a device in a day.
@Suite struct WriteDayTests {
    private let now = World.start

    private func rows(_ world: World, at now: Timestamp) async throws -> Int? {
        try await world.store.desiredState(for: world.harbourDevice.id, scope: .everything, now: now).writes?.rows
    }

    @Test func `rows add up over runs, and another day begins at none`() async throws {
        let world = try await World()
        let device = world.harbourDevice.id
        #expect(try await rows(world, at: now) == 0)
        try await world.store.noteWrites(300, to: device, now: now)
        for work in try await world.claim() where work.device.id == device {
            try await world.store.finish(
                work,
                run: world.run(work, .failed),
                followUp: FollowUp(),
                rowsWritten: 12,
                now: now
            )
        }
        #expect(try await rows(world, at: now) == 312)
        try await world.store.noteWrites(0, to: device, now: now + .seconds(86_400))
        #expect(try await rows(world, at: now) == 312, "nothing was written since")
        #expect(try await rows(world, at: now + .seconds(86_400)) == 0)
        try await world.store.noteWrites(5, to: device, now: now + .seconds(86_400))
        #expect(try await rows(world, at: now + .seconds(86_400)) == 5)
        let other = world.museumDevice.id
        let state = try await world.store.desiredState(for: other, scope: .everything, now: now)
        #expect(state.writes == WriteDay(at: now))
    }

    @Test func `a restart does not forget them`() async throws {
        let world = try await World()
        try await world.store.noteWrites(7, to: world.harbourDevice.id, now: now)
        try world.store.close()
        let again = try await world.scratch.open()
        let state = try await again.desiredState(for: world.harbourDevice.id, scope: .everything, now: now)
        #expect(state.writes?.rows == 7)
        try again.close()
    }
}
