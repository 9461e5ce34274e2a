import GatewayDomain
import Testing

@testable import GatewayStore

/// Who got in at a site, as it is looked up, and put out.
@Suite struct SiteUserTests {
    private let now = World.start + .seconds(1000)

    /// Records a session for each code, one second after another, each with a phone and an address of its own.
    private func sessions(_ world: World, _ codes: [String], at device: Device) async throws {
        for (index, code) in codes.enumerated() {
            var report = world.report(
                code,
                at: device,
                source: .listen,
                mac: "02:00:00:00:00:0\(index + 1)",
                login: World.start + .seconds(Int64(index))
            )
            report.address = "10.5.50.\(index + 1)"
            _ = try await world.store.record([report], now: now)
        }
    }

    private func end(_ world: World, _ code: String, at device: Device, after seconds: Int64) async throws {
        var report = world.report(code, at: device, source: .listen, mac: nil, login: nil)
        report.event = .logout
        report.endedAt = World.start + .seconds(seconds)
        report.observedAt = World.start + .seconds(seconds)
        _ = try await world.store.record([report], now: now)
    }

    private func names(
        _ world: World,
        at site: Site? = nil,
        _ change: (inout SiteUserFilter) -> Void = { _ in }
    ) async throws -> [String] {
        var filter = SiteUserFilter()
        change(&filter)
        return try await world.store.siteUsers(at: (site ?? world.harbour).id, filter, now: now).map(\.user.name)
    }

    @Test func `guests are found by state, name, phone, address, coupon and time, and at their site only`() async throws
    {
        let world = try await World()
        let coupons = try await world.coupons(4)
        let codes = coupons.map(\.code)
        try await sessions(world, codes, at: world.harbourDevice)
        try await sessions(world, [codes[0]], at: world.museumDevice)
        try await end(world, codes[1], at: world.harbourDevice, after: 500)

        #expect(try await names(world) == codes.reversed())
        #expect(try await names(world) { $0.state = .active } == [codes[3], codes[2], codes[0]])
        #expect(try await names(world) { $0.state = .ended } == [codes[1]])
        #expect(try await names(world) { $0.name = codes[2].lowercased() } == [codes[2]])
        #expect(try await names(world) { $0.macAddress = "02:00:00:00:00:02" } == [codes[1]])
        #expect(try await names(world) { $0.address = "10.5.50.4" } == [codes[3]])
        #expect(try await names(world) { $0.coupon = coupons[0].id } == [codes[0]])
        #expect(try await names(world) { $0.since = World.start + .seconds(2) } == [codes[3], codes[2]])
        #expect(
            try await names(world) {
                $0.state = .active
                $0.macAddress = "02:00:00:00:00:02"
            } == []
        )
        #expect(try await names(world, at: world.museum) == [codes[0]])
        #expect(try await names(world, at: world.museum) { $0.macAddress = "02:00:00:00:00:02" } == [])
    }

    @Test func `a guest whose access is over is not active, though nothing has told of the end`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first).code
        try await sessions(world, [code], at: world.harbourDevice)
        let after = World.start + .seconds(3600)
        var filter = SiteUserFilter()
        filter.state = .ended
        let ended = try await world.store.siteUsers(at: world.harbour.id, filter, now: after)
        #expect(ended.map(\.user.name) == [code])
        #expect(ended.first?.state(at: after) == .ended)
        #expect(ended.first?.state(at: now) == .active)
    }

    @Test(arguments: [SiteUserFilter.State?.none, .active])
    func `pages neither repeat nor skip a guest`(state: SiteUserFilter.State?) async throws {
        let world = try await World()
        let codes = try await world.coupons(7).map(\.code)
        try await sessions(world, codes, at: world.harbourDevice)
        var filter = SiteUserFilter()
        filter.state = state
        var found: [String] = []
        var cursor: TimeCursor?
        repeat {
            let page = try await world.store.siteUsers(
                at: world.harbour.id,
                filter,
                after: cursor,
                limit: 3,
                now: now
            )
            found += page.map(\.user.name)
            cursor = page.last.map { TimeCursor(after: $0) }
            #expect(found.count <= codes.count)
        } while cursor != nil
        #expect(found == codes.reversed())
    }

    @Test func `each filter is looked up by an index, and nothing is read from end to end`() async throws {
        let world = try await World()
        let cases: [(String, (inout SiteUserFilter) -> Void)] = [
            ("site_users_by_site_id_last_seen_at_id", { _ in }),
            ("site_users_by_site_id_last_seen_at_id", { $0.since = World.start }),
            ("site_users_by_site_id_last_seen_at_id", { $0.state = .ended }),
            ("(site_id=? AND user_name=?)", { $0.name = "8B7W3D" }),
            ("site_users_by_coupon_id", { $0.coupon = world.store.newID() }),
            ("guest_sessions_by_mac_address (mac_address=? AND site_id=?)", { $0.macAddress = "02:00:00:00:00:01" }),
            ("guest_sessions_by_address (address=? AND site_id=?)", { $0.address = "10.5.50.2" }),
            ("open_guest_sessions_by_site (site_id=?)", { $0.state = .active }),
        ]
        for (index, change) in cases {
            var filter = SiteUserFilter()
            change(&filter)
            let selection = SiteUserSelection(
                site: world.harbour.id,
                filter: filter,
                after: nil,
                limit: 10,
                now: now
            )
            let plan = try await world.store.plan(of: selection.statement)
            #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(index): \(plan)")
        }
        let plan = try await world.store.plan(of: DesiredStateReader.disconnects)
        #expect(plan.contains { $0.contains("disconnected_guest_sessions") }, "\(plan)")
    }

    @Test func `a disconnected guest's sessions must not be at any device of the site, until they have ended`()
        async throws
    {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first).code
        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        try await sessions(world, [code], at: world.harbourDevice)
        try await world.settle()
        let guest = try await world.store.siteUser(code.lowercased(), at: world.harbour.id)
        #expect(try await world.store.disconnectSiteUser(guest.user.id, at: world.harbour.id, now: now) == 1)
        let disconnected = SessionEnding.disconnected(at: now)
        for device in [world.harbourDevice, second] {
            for scope in [Scope.everything, .names([code])] {
                let state = try await world.store.desiredState(for: device.id, scope: scope, now: now)
                #expect(state.endings[code]?.contains(disconnected) == true)
                #expect(state.users.map(\.name) == [code], "the code stays good")
            }
            let other = try await world.store.desiredState(for: device.id, scope: .names(["OTHER"]), now: now)
            #expect(other.endings.isEmpty)
        }
        // By a clock that was set ahead the session would be over; the guest is in all the same.
        let wrong = now + .seconds(90 * 86_400)
        let ahead = try await world.store.desiredState(
            for: second.id,
            scope: .everything,
            now: wrong,
            clock: ClockReading(wrong, expected: now, doubt: .set(wrong - now))
        )
        #expect(ahead.endings[code]?.contains(disconnected) == true)
        let museum = try await world.store.desiredState(for: world.museumDevice.id, scope: .everything, now: now)
        #expect(museum.endings.isEmpty)
        let work = try await world.claim(at: now)
        #expect(Set(work.map(\.device.id)) == [world.harbourDevice.id, second.id])
        #expect(work.allSatisfy { $0.scope == .names([code]) })

        try await end(world, code, at: world.harbourDevice, after: 1001)
        let state = try await world.store.desiredState(for: second.id, scope: .everything, now: now)
        #expect(state.endings[code]?.contains(disconnected) != true)
        #expect(try await world.store.disconnectSiteUser(guest.user.id, at: world.harbour.id, now: now) == 0)
        await #expect(throws: StoreError.notFound(kind: .guest, reference: guest.user.id.rawValue)) {
            try await world.store.disconnectSiteUser(guest.user.id, at: world.museum.id, now: now)
        }
    }

    @Test func `the end that a listener saw gets its cause and figures from the log that tells of it later`()
        async throws
    {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first).code
        try await sessions(world, [code], at: world.harbourDevice)
        try await end(world, code, at: world.harbourDevice, after: 500)
        var script = world.report(code, at: world.harbourDevice, source: .script, login: nil)
        script.macAddress = "02:00:00:00:00:01"
        script.event = .logout
        script.reference = "18"
        script.endedAt = World.start + .seconds(501)
        script.endCause = "keepalive-timeout"
        script.bytesIn = 1234
        _ = try await world.store.record([script], now: now)
        let sessions = try await world.store.siteUser(code, at: world.harbour.id).sessions
        #expect(sessions.count == 1)
        #expect(sessions.first?.endedAt == World.start + .seconds(500))
        #expect(sessions.first?.endCause == "keepalive-timeout" && sessions.first?.bytesIn == 1234)
    }

    @Test func `sessions of a device that is removed have ended when they were last seen`() async throws {
        let world = try await World()
        let code = try #require(try await world.coupons(1).first).code
        try await sessions(world, [code], at: world.harbourDevice)
        try await world.store.removeDevice(world.harbourDevice.id)
        let session = try #require(try await world.store.siteUser(code, at: world.harbour.id).session)
        #expect(session.endedAt == session.lastSeenAt)
    }
}
