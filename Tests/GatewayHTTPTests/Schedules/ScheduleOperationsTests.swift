import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct ScheduleOperationsTests {
    private static let names: Set<String> = [
        "id", "name", "instance_id", "count", "recurrence_type", "day_of_week", "day_of_month", "valid_for_in_minutes",
        "timezone", "notification_group_id", "last_run_at", "next_run_at", "tokens_used_since_last_run",
        "tokens_generated_since_last_run", "tokens_available_since_last_run", "created_at", "time_of_day", "notifies",
        "notices",
    ]

    @Test func `a schedule is made, read, listed, replaced and deleted`() async throws {
        try await ScheduleWorld.serving { world in
            let answer = try await world.api.call(.post, world.path, ScheduleWorld.daily)
            #expect(answer.status == 201)
            let made = try #require(answer.json)
            #expect(made.names == Self.names)
            #expect(ScheduleWorld.daily.names.allSatisfy { made[$0] == ScheduleWorld.daily[$0] })
            #expect(made["instance_id"] == .id(world.instance.id))
            #expect(made["time_of_day"] == "00:00")
            #expect(made["next_run_at"] == "2026-11-21T13:00:00Z")
            #expect(made["last_run_at"] == .null)
            #expect(made["created_at"] == "2026-11-21T08:00:00Z")
            #expect(made["tokens_generated_since_last_run"] == 0)
            #expect(made["notifies"] == .boolean(false))
            #expect(made["notices"]?[0]?.stringValue?.contains("'ng_a1b2c3d4e5f6'") == true)
            let path = try world.path(of: made)
            #expect(answer.headers[.location] == "http://127.0.0.1:\(world.api.port)\(path)")
            #expect(try await world.api.call(.get, path).json == made)
            #expect(try await world.api.call(.get, world.path).json == [made])

            let monthly = ScheduleWorld.daily.replacing([
                "name": "Month", "count": 500, "recurrence_type": "monthly", "day_of_month": 31, "timezone": "UTC",
                "time_of_day": "08:30", "valid_for_in_minutes": 90_000, "day_of_week": 3,
            ])
            let changed = try await world.api.call(.put, path, monthly)
            #expect(changed.status == 200)
            #expect(monthly.names.allSatisfy { changed.json?[$0] == monthly[$0] })
            #expect(changed.json?["next_run_at"] == "2026-11-30T08:30:00Z")
            #expect(changed.json?["created_at"] == made["created_at"])
            // What a replacement leaves out is as in a new schedule.
            let back = try await world.api.call(.put, path, ScheduleWorld.daily)
            #expect(back.json == made)

            let gone = try await world.api.call(.delete, path)
            #expect((gone.status, gone.text) == (204, ""))
            for method in [HTTPRequest.Method.get, .delete] {
                #expect(try await world.api.call(method, path).status == 404)
            }
            #expect(try await world.api.call(.put, path, ScheduleWorld.daily).status == 404)
            #expect(try await world.api.call(.post, "\(path)/run").status == 404)
            #expect(try await world.api.call(.get, "\(path)/generate_url").status == 404)
            #expect(try await world.api.call(.get, world.path).json == [])
        }
    }

    @Test func `a run makes coupons and says what became of them`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 5])
            world.api.clock.advance(by: .seconds(3600))
            let coupons = try await world.run(schedule)
            #expect(coupons.count == 5)
            #expect(coupons.allSatisfy { $0["expires_at"] == "2026-11-21T17:00:00Z" && $0["state"] == "unused" })
            let listed = try await world.api.call(.get, "/captive/instances/\(world.instance.id)/coupons")
            #expect(listed.json?.elements == coupons)
            try await world.api.store.revokeCoupon(
                try #require(coupons[0]["code"]?.stringValue),
                now: world.api.clock.now
            )
            let after = try #require(try await world.api.call(.get, world.path).json?[0])
            #expect(after["last_run_at"] == "2026-11-21T09:00:00Z")
            #expect(after["next_run_at"] == schedule["next_run_at"])
            #expect(after["tokens_generated_since_last_run"] == 5)
            #expect(after["tokens_available_since_last_run"] == 4)
            #expect(after["tokens_used_since_last_run"] == 0)
            #expect(try await world.api.call(.delete, try world.path(of: schedule)).status == 204)
            let kept = try await world.api.call(.get, "/captive/instances/\(world.instance.id)/coupons")
            #expect(kept.json?.elements == Array(coupons.dropFirst()))
        }
    }

    @Test(
        arguments: [
            (["name": .null], "parameter_missing", "name"), (["name": ""], "parameter_invalid", "name"),
            (["name": .string(String(repeating: "n", count: 65))], "parameter_invalid", "64 bytes"),
            (["name": 1], "parameter_invalid", "name"), (["name": "a\u{7}"], "parameter_invalid", "name"),
            (["count": .null], "parameter_missing", "count"), (["count": 0], "parameter_invalid", "1 to 500"),
            (["count": 501], "parameter_invalid", "1 to 500"), (["count": .number(1.5)], "parameter_invalid", "count"),
            (["count": .boolean(true)], "parameter_invalid", "count"), (["count": "20"], "parameter_invalid", "count"),
            (["recurrence_type": .null], "parameter_missing", "recurrence_type"),
            (["recurrence_type": "hourly"], "parameter_invalid", "daily, weekly, monthly"),
            (["recurrence_type": "weekly"], "parameter_missing", "day_of_week"),
            (["recurrence_type": "monthly"], "parameter_missing", "day_of_month"),
            (["recurrence_type": "weekly", "day_of_month": 3], "parameter_missing", "day_of_week"),
            (["day_of_week": 7], "parameter_invalid", "0 to 6"), (["day_of_week": -1], "parameter_invalid", "0 to 6"),
            (["day_of_month": 0], "parameter_invalid", "1 to 31"),
            (["day_of_month": 32], "parameter_invalid", "1 to 31"),
            (["valid_for_in_minutes": .null], "parameter_missing", "valid_for_in_minutes"),
            (["valid_for_in_minutes": 0], "parameter_invalid", "1 to 90000"),
            (["valid_for_in_minutes": 90_001], "parameter_invalid", "1 to 90000"),
            (["timezone": .null], "parameter_missing", "timezone"), (["timezone": ""], "parameter_invalid", "timezone"),
            (["timezone": "EST"], "parameter_invalid", "IANA"),
            (["timezone": "Mars/Olympus"], "parameter_invalid", "IANA"),
            (["notification_group_id": .null], "parameter_missing", "notification_group_id"),
            (["notification_group_id": ""], "parameter_invalid", "notification_group_id"),
            (
                ["notification_group_id": .string(String(repeating: "g", count: 201))], "parameter_invalid",
                "200 bytes"
            ),
            (["time_of_day": "24:00"], "parameter_invalid", "HH:MM"),
            (["time_of_day": 8], "parameter_invalid", "time_of_day"),
        ] as [(JSON, String, String)]
    )
    func `a field that is wrong is named, and nothing is kept`(change: JSON, code: String, part: String) async throws {
        try await ScheduleWorld.serving { world in
            let body = ScheduleWorld.daily.replacing(change)
            let answer = try await world.api.call(.post, world.path, body)
            #expect((answer.status, answer.code) == (400, code))
            #expect(answer.message?.contains(part) == true, "\(answer.text)")
            #expect(try await world.api.call(.get, world.path).json == [])
            let made = try await world.make()
            let update = try await world.api.call(.put, try world.path(of: made), body)
            #expect((update.status, update.code, update.message) == (400, code, answer.message))
            #expect(try await world.api.call(.get, world.path).json == [made])
        }
    }

    @Test func `bounds, days that are not needed and unknown fields are taken`() async throws {
        try await ScheduleWorld.serving { world in
            let made = try await world.make([
                "count": 1, "valid_for_in_minutes": 1, "day_of_week": 6, "day_of_month": 31, "shoe_size": 43,
                "name": .string(String(repeating: "n", count: 64)), "time_of_day": "23:59",
                "notification_group_id": .string(String(repeating: "g", count: 200)),
            ])
            #expect((made["day_of_week"], made["day_of_month"]) == (6, 31))
            let weekly = try await world.make([
                "recurrence_type": "weekly", "day_of_week": 0, "timezone": "Asia/Kolkata",
            ])
            #expect(weekly["next_run_at"] == "2026-11-21T18:30:00Z")
        }
    }

    @Test func `a schedule of another instance is unknown`() async throws {
        try await ScheduleWorld.serving { world in
            let made = try await world.make()
            let other = Instance(id: world.api.store.newID(), name: "Staff", createdAt: world.api.clock.now)
            try await world.api.store.createInstance(other)
            let id = try #require(made["id"]?.stringValue)
            let strange = "\(ScheduleWorld.path(of: other))/\(id)"
            let calls: [(HTTPRequest.Method, String, JSON?)] = [
                (.get, strange, nil), (.put, strange, ScheduleWorld.daily), (.delete, strange, nil),
                (.post, "\(strange)/run", nil), (.get, "\(strange)/generate_url", nil),
                (.get, "\(world.path)/none", nil),
                (.get, "\(world.path)/\(world.api.store.newID(of: Coupon.self))", nil),
                (.get, "/captive/instances/\(id)/coupon-schedules", nil),
                (.post, "/captive/instances/\(id)/coupon-schedules", ScheduleWorld.daily),
            ]
            for (method, path, body) in calls {
                let answer = try await world.api.call(method, path, body)
                #expect((answer.status, answer.code) == (404, "resource_missing"), "\(method) \(path)")
            }
            #expect(try await world.api.call(.get, world.path).json == [made])
        }
    }

    @Test func `who may read schedules may not change or run them`() async throws {
        try await ScheduleWorld.serving { world in
            let path = try world.path(of: try await world.make())
            let reader = world.api.bearer(.schedulesRead)
            let calls: [(HTTPRequest.Method, String, JSON?)] = [
                (.post, world.path, ScheduleWorld.daily), (.put, path, ScheduleWorld.daily), (.delete, path, nil),
                (.post, "\(path)/run", nil),
            ]
            for (method, path, body) in calls {
                let answer = try await world.api.call(method, path, body, authorization: reader)
                #expect((answer.status, answer.code) == (403, "scope_missing"), "\(method) \(path)")
            }
            for path in [world.path, path, "\(path)/generate_url"] {
                #expect(try await world.api.call(.get, path, authorization: reader).status == 200)
                let writer = world.api.bearer(.schedulesWrite)
                #expect(try await world.api.call(.get, path, authorization: writer).status == 403)
                #expect(try await world.api.call(.get, path, authorization: "").status == 401)
            }
        }
    }

    @Test func `the coupons of a schedule can be taken back together, also when it is gone`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 3])
            let other = try await world.make(["count": 2])
            for _ in 0..<2 { _ = try await world.run(schedule) }
            let kept = try await world.run(other)
            #expect(kept.allSatisfy { $0["schedule_id"] == other["id"] })
            #expect(try await world.api.call(.delete, try world.path(of: schedule)).status == 204)
            let coupons = "/captive/instances/\(world.instance.id)/coupons"
            let filter: JSON = .object([JSON.Member(name: "schedule_id", value: schedule["id"] ?? .null)])
            let answer = try await world.api.call(.post, "\(coupons)/revoke", filter)
            #expect(answer.json == ["revoked": 6], "\(answer.text)")
            #expect(try await world.api.call(.get, coupons).json?.elements == kept)
        }
    }
}
