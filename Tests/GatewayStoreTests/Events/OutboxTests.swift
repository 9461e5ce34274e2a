import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct OutboxTests {
    static func event(_ count: Int = 1, at site: Site.ID? = nil) -> GatewayEvent {
        GatewayEvent(
            .loginFailures,
            site: site,
            occurredAt: World.start,
            data: [GatewayEvent.Member("count", .integer(Int64(count)))]
        )
    }

    @Test func `events keep their order, and are told in the same bytes each time`() async throws {
        let world = try await World()
        try await world.append((1...3).map { Self.event($0, at: world.harbour.id) })
        let (events, position) = try await world.store.events(after: 0, limit: 10)
        #expect(events.map(\.data) == [#"{"count":1}"#, #"{"count":2}"#, #"{"count":3}"#])
        #expect(position == 3)
        #expect(Set(events.map(\.id)).count == 3)
        let first = try #require(events.first)
        #expect(
            first.json == """
                {"id":"\(first.id)","type":"site.login_failures","timestamp":"2026-11-18T11:06:40Z",\
                "site_id":"\(world.harbour.id)","data":{"count":1}}
                """
        )
        let again = try await world.store.events(after: 1, limit: 1)
        #expect(again.events == [events[1]])
        #expect(again.position == 2)
        #expect(try await world.store.eventPosition(of: events[2].id) == 3)
        #expect(try await world.store.eventPosition(of: world.store.newID()) == nil)
    }

    @Test func `a reader of some kinds passes over the others for good`() async throws {
        let world = try await World()
        try await world.append([Self.event(), Self.event()])
        let page = try await world.store.events(after: 0, kinds: [.scheduleRan], limit: 10)
        #expect(page.events.isEmpty)
        #expect(page.position == 2)
    }

    @Test func `a transaction that fails leaves no event behind`() async throws {
        let world = try await World()
        await #expect(throws: StoreError.conflict("no")) {
            try await world.store.write { [store = world.store] connection throws(StoreError) in
                try Outbox.append(connection, [Self.event()], now: World.start, newID: store.newEventID)
                throw .conflict("no")
            }
        }
        #expect(try await world.store.newestEventPosition() == 0)
    }

    @Test func `a text that JSON escapes arrives as it was`() async throws {
        let world = try await World()
        let event = GatewayEvent(
            .deviceUnreachable,
            site: nil,
            occurredAt: World.start,
            data: [
                GatewayEvent.Member("failure", .text("said \"no\"\\\n\u{1F6AA}")),
                GatewayEvent.Member("ids", .texts(["a", "b"])), GatewayEvent.Member("late", .flag(false)),
                GatewayEvent.Member("due_at", .null),
            ]
        )
        try await world.append([event])
        let data = try await world.store.events(after: 0, limit: 1).events.first?.data
        #expect(data == #"{"failure":"said \"no\"\\\u000a\#u{1F6AA}","ids":["a","b"],"late":false,"due_at":null}"#)
    }

    @Test(arguments: [1, 300]) func `any number of events costs three statements`(count: Int) async throws {
        let world = try await World()
        let before = world.store.database.statementCount
        try await world.append((0..<count).map { Self.event($0) })
        #expect(world.store.database.statementCount - before == 3)
        try await world.append([])
        #expect(world.store.database.statementCount - before == 3)
    }
}

extension World {
    func append(_ events: [GatewayEvent], at now: Timestamp = start) async throws {
        try await store.write { [store] connection throws(StoreError) in
            try Outbox.append(connection, events, now: now, newID: store.newEventID)
        }
    }

    /// What there is in the outbox, oldest first.
    func events() async throws -> [RecordedEvent] {
        try await store.events(after: 0, limit: 1000).events
    }
}
