import GatewayDomain
import Testing

@testable import GatewayStore

/// Looks and audits that wait while their interval changes.
@Suite struct RhythmTests {
    private let now = World.start
    private let hour = Duration.seconds(3600)

    private static func moments(_ world: World) async throws -> [Int64?] {
        let moments = try await world.store.write { connection throws(StoreError) in
            var moments: [Timestamp?] = []
            for row in try connection.query("SELECT look_at, audit_at FROM devices ORDER BY host") {
                moments += [try row.optionalTime("look_at"), try row.optionalTime("audit_at")]
            }
            return moments
        }
        return moments.map { $0.map { ($0 - World.start).components.seconds } }
    }

    private func world() async throws -> World {
        let world = try await World()
        try await world.settle()
        try await world.store.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET look_at = $1, audit_at = $2 WHERE id = $3",
                [now + hour, now + hour * 6, world.harbourDevice.id]
            )
            try connection.query(
                "UPDATE devices SET look_at = $1, audit_at = NULL WHERE id = $2",
                [now - hour, world.museumDevice.id]
            )
        }
        return world
    }

    @Test func `shorter intervals bring forward what waits, in proportion, and leave what is due`() async throws {
        let world = try await world()
        let before = try await Self.moments(world)
        try await world.store.bringForward(
            looks: Store.Shortening(from: hour, to: .seconds(60)),
            audits: Store.Shortening(from: hour * 12, to: hour * 2),
            now: now
        )
        let after = try await Self.moments(world)
        #expect(Set(before.compactMap(\.self)) == [3600, 21_600, -3600])
        #expect(Set(after.compactMap(\.self)) == [60, 3600, -3600])
        #expect(before.map { $0 == nil } == after.map { $0 == nil })
    }

    @Test func `longer and equal intervals change nothing, and the longest there are do not overflow`() async throws {
        let world = try await world()
        let before = try await Self.moments(world)
        try await world.store.bringForward(
            looks: Store.Shortening(from: .seconds(60), to: hour),
            audits: Store.Shortening(from: hour, to: hour),
            now: now
        )
        #expect(try await Self.moments(world) == before)
        let month = hour * 24 * 30
        try await world.store.write { connection throws(StoreError) in
            try connection.query("UPDATE devices SET look_at = $1, audit_at = $1", [now + month * 2])
        }
        let shortening = Store.Shortening(from: month, to: month - .seconds(1))
        try await world.store.bringForward(looks: shortening, audits: shortening, now: now)
        let seconds = 2 * 30 * 86_400 - 2
        #expect(Set(try await Self.moments(world)) == [Int64(seconds)])
    }
}
