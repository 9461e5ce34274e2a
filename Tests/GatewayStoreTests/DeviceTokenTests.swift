import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct DeviceTokenTests {
    private static let start = World.start

    @Test func `a token names its device and site, and nothing of it is in the database`() async throws {
        let world = try await World()
        let (token, text) = try await world.store.createDeviceToken(for: world.harbourDevice.id, now: Self.start)
        #expect(text.revealed.hasPrefix("ggd_"))
        #expect(text.revealed.utf8.count == 68)
        let router = try #require(try await world.store.reportingDevice(bearing: text, now: Self.start))
        #expect((router.token, router.device, router.site) == (token, world.harbourDevice.id, world.harbour.id))
        #expect(router.token.state(at: Self.start) == .valid)
        #expect(try await world.store.reportingDevice(bearing: Secret("ggd_" + text.revealed), now: Self.start) == nil)
        let kept = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT token_digest FROM device_tokens") { row throws(StoreError) in
                try row.text("token_digest")
            }
        }
        #expect(kept.count == 1)
        #expect(kept.allSatisfy { !$0.contains(text.revealed.dropFirst(4)) && !text.revealed.contains($0) })
    }

    @Test func `a device that has a good token gets no second one but by rotation`() async throws {
        let world = try await World()
        let device = world.harbourDevice.id
        _ = try await world.store.createDeviceToken(for: device, now: Self.start)
        await #expect(throws: StoreError.self) {
            _ = try await world.store.createDeviceToken(for: device, now: Self.start)
        }
        #expect(try await world.store.deviceTokens(of: device).count == 1)
        // Another device is another matter.
        _ = try await world.store.createDeviceToken(for: world.museumDevice.id, now: Self.start)
        #expect(try await world.store.revokeDeviceTokens(of: device, now: Self.start) == 1)
        _ = try await world.store.createDeviceToken(for: device, now: Self.start + .seconds(1))
        #expect(try await world.store.deviceTokens(of: device).count == 2)
    }

    @Test func `after rotation the old token is good until its time is over, and never for longer than it was`()
        async throws
    {
        let world = try await World()
        let (store, device) = (world.store, world.harbourDevice.id)
        let (_, first) = try await store.createDeviceToken(for: device, now: Self.start)
        let rotated = try await store.rotateDeviceToken(of: device, keepingOldFor: .seconds(60), now: Self.start)
        let second = try #require(rotated.text)
        let state = { (text: Secret, seconds: Int64) async throws -> DeviceToken.State? in
            let now = Self.start + .seconds(seconds)
            return try await store.reportingDevice(bearing: text, now: now)?.token.state(at: now)
        }
        #expect(try await state(first, 59) == .ending)
        #expect(try await state(first, 60) == .ended)
        #expect(try await state(second, 60) == .valid)
        // A second rotation with more patience does not give the first one more time.
        _ = try await store.rotateDeviceToken(of: device, keepingOldFor: .seconds(600), now: Self.start)
        #expect(try await state(first, 60) == .ended)
        #expect(try await state(second, 599) == .ending)
        let last = try #require(
            try await store.rotateDeviceToken(of: device, keepingOldFor: .zero, now: Self.start).text
        )
        #expect(try await state(second, 0) == .ended)
        #expect(try await state(last, 0) == .valid)
    }

    @Test func `the tokens of a device end with it, and nobody gets one for a device that is not there`() async throws {
        let world = try await World()
        let (_, text) = try await world.store.createDeviceToken(for: world.harbourDevice.id, now: Self.start)
        try await world.store.removeDevice(world.harbourDevice.id)
        #expect(try await world.store.reportingDevice(bearing: text, now: Self.start) == nil)
        await #expect(throws: StoreError.notFound(kind: .device, reference: world.harbourDevice.id.rawValue)) {
            _ = try await world.store.createDeviceToken(for: world.harbourDevice.id, now: Self.start)
        }
        await #expect(throws: StoreError.notFound(kind: .device, reference: world.harbourDevice.id.rawValue)) {
            let gone = world.harbourDevice.id
            _ = try await world.store.rotateDeviceToken(of: gone, keepingOldFor: .zero, now: Self.start)
        }
    }

    @Test func `that a token was used is known to the minute`() async throws {
        let world = try await World()
        let (_, text) = try await world.store.createDeviceToken(for: world.harbourDevice.id, now: Self.start)
        for (seconds, noted) in [(0, 0), (59, 0), (60, 60), (200, 200)] as [(Int64, Int64)] {
            let now = Self.start + .seconds(seconds)
            let router = try #require(try await world.store.reportingDevice(bearing: text, now: now))
            try await world.store.noteUse(of: router.token, now: now)
            let token = try #require(try await world.store.deviceTokens(of: world.harbourDevice.id).first)
            #expect(token.lastUsedAt == Self.start + .seconds(noted))
        }
    }

    @Test func `how wrong a clock is, is noted when it changes, and seldom otherwise`() async throws {
        let world = try await World()
        let (_, text) = try await world.store.createDeviceToken(for: world.harbourDevice.id, now: Self.start)
        let readings: [(seconds: Int64, error: Int64, noted: Int64)] = [
            (0, -100, -100), (10, -102, -100), (20, -106, -106), (3700, -107, -107), (3800, .max, .max),
            (3900, .min, .min),
        ]
        for reading in readings {
            let now = Self.start + .seconds(reading.seconds)
            let router = try #require(try await world.store.reportingDevice(bearing: text, now: now))
            let note = RouterClockNote(errorSeconds: reading.error, notedAt: now)
            try await world.store.noteClock(note, of: router)
            let statuses = try await world.store.deviceStatuses(now: now)
            #expect(statuses.map(\.device.id) == [world.harbourDevice.id, world.museumDevice.id])
            #expect(statuses.map(\.clock?.errorSeconds) == [reading.noted, nil])
        }
    }
}
