import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(15))) struct EventStreamTests {
    private static let lastEventID = HTTPField.Name("Last-Event-ID")

    /// A schedule whose runs are events.
    private static func schedule(_ world: APIWorld) async throws -> String {
        let instance = try await world.newInstance("Lobby")
        let schedules = "/captive/instances/\(instance.id)/coupon-schedules"
        let schedule = try await world.call(.post, schedules, ScheduleWorld.daily)
        return "\(schedules)/\(try #require(schedule.json?["id"]?.stringValue))/run"
    }

    private static func head(_ world: APIWorld, _ query: String = "", _ fields: String...) -> String {
        let lines = ["GET /captive/events\(query) HTTP/1.1", "Host: a", "Authorization: \(world.bearer(.eventsRead))"]
        return (lines + fields).map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private static func ids(_ text: String) -> [String] {
        text.matches(of: /id: ([0-9a-f-]{36})\nevent/).map { String($0.output.1) }
    }

    @Test func `events come as they happen, and from where a reader was`() async throws {
        try await APIWorld.serving { world in
            let run = try await Self.schedule(world)
            // What happened before somebody listened is not told.
            _ = try await world.call(.post, run)
            var first = ""
            try await RawConnection.opened(to: world.port) { connection in
                try await connection.send(Self.head(world))
                #expect(try await connection.read(until: ": gardengate\n"))
                #expect(connection.received.lowercased().contains("content-type: text/event-stream\r\n"))
                _ = try await world.call(.post, run)
                #expect(try await connection.read(until: "data: {"))
                #expect(connection.received.contains("event: schedule.ran\n"))
                first = try #require(Self.ids(connection.received).first)
            }
            for _ in 0..<3 { _ = try await world.call(.post, run) }
            let all = try await world.store.events(after: 0, limit: 10).events.map(\.id.rawValue)
            #expect(all.count == 5 && all[1] == first)
            try await RawConnection.opened(to: world.port) { connection in
                try await connection.send(Self.head(world, "?wait=0", "Last-Event-ID: \(first)", "Connection: close"))
                #expect(Self.ids(try await connection.readToEnd()) == Array(all[2...]))
            }
            let none = try await world.call(
                .get,
                "/captive/events?wait=0&types=coupon.redeemed,coupon.conflict",
                headers: [try #require(Self.lastEventID): first]
            )
            #expect(none.status == 200 && Self.ids(none.text).isEmpty)
        }
    }

    /// The id of a block without an event, which a reader remembers all the same.
    private static func place(_ text: String) throws -> String {
        let places = text.matches(of: /id: ([0-9a-f-]{36})\n\n/)
        return String(try #require(places.last).output.1)
    }

    @Test func `a reader who was cut off before the first event misses none`() async throws {
        try await APIWorld.serving { world in
            let run = try await Self.schedule(world)
            let name = try #require(Self.lastEventID)
            // Before anything ever happened, and later when only others' events did.
            for query in ["?wait=0", "?wait=0&types=coupon.conflict"] {
                let empty = try await world.call(.get, "/captive/events\(query)")
                #expect(empty.status == 200 && Self.ids(empty.text).isEmpty)
                _ = try await world.call(.post, run)
                let missed = try #require(try await world.store.events(after: 0, limit: 10).events.last?.id.rawValue)
                let place = try Self.place(empty.text)
                let next = try await world.call(.get, "/captive/events?wait=0", headers: [name: place])
                #expect(Self.ids(next.text) == [missed])
                // Up to date: where it goes on from moves on with what it was not told of.
                #expect(try Self.place(next.text) == missed)
            }
        }
    }

    @Test func `an event that is not kept, and a type that is none, have clear answers`() async throws {
        try await APIWorld.serving { world in
            let name = try #require(Self.lastEventID)
            let unknown = world.store.newID(of: Site.self).rawValue
            let answer = try await world.call(.get, "/captive/events", headers: [name: unknown])
            #expect((answer.status, answer.code) == (410, "event_unknown"), "\(answer.text)")
            for id in ["17", ""] {
                let answer = try await world.call(.get, "/captive/events", headers: [name: id])
                #expect((answer.status, answer.code) == (400, "parameter_invalid"), "\(answer.text)")
            }
            #expect(try await world.call(.get, "/captive/events?types=coupon.lost").code == "parameter_invalid")
            #expect(try await world.call(.get, "/captive/events?types=").code == "parameter_invalid")
            #expect(try await world.call(.get, "/captive/events?wait=901").code == "parameter_invalid")
        }
    }

    @Test func `a stream outlives the waits of the server, says that it is alive, and ends in time`() async throws {
        var limits = RequestLimits()
        limits.idleTimeout = .seconds(2)
        limits.sendingDeadline = .seconds(5)
        limits.streams.heartbeatInterval = .milliseconds(100)
        limits.streams.durationMaximum = .seconds(7)
        try await APIWorld.serving(limits: limits) { world in
            try await RawConnection.opened(to: world.port) { connection in
                let begin = ContinuousClock.now
                try await connection.send(Self.head(world))
                #expect(try await connection.read(until: "0\r\n\r\n"))
                #expect(connection.received.contains(":\n\n"))
                #expect(ContinuousClock.now - begin >= .milliseconds(6900))
                #expect(connection.statuses == ["200"])
            }
        }
    }

    @Test func `there are so many streams and no more, and a place is free when one ends`() async throws {
        try await APIWorld.serving { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (full, isFull) = AsyncStream.makeStream(of: Void.self)
                for _ in 0..<64 {
                    group.addTask {
                        try await RawConnection.opened(to: world.port) { connection in
                            try await connection.send(Self.head(world))
                            try await connection.read(until: ": gardengate\n")
                            isFull.yield()
                            // Until the server, which is told to stop below, ends it.
                            _ = try await connection.readToEnd()
                        }
                    }
                }
                var open = full.makeAsyncIterator()
                for _ in 0..<64 { await open.next() }
                let answer = try await world.call(.get, "/captive/events")
                #expect((answer.status, answer.code) == (503, "unavailable"))
                #expect(answer.field("Retry-After") == "30")
                group.cancelAll()
            }
        }
    }
}
