import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// An API with an instance, at 2026-11-21T08:00:00Z.
struct ScheduleWorld: Sendable {
    let api: APIWorld
    let instance: Instance

    /// The path of the instance's schedules.
    var path: String { Self.path(of: instance) }

    static func path(of instance: Instance) -> String { "/captive/instances/\(instance.id)/coupon-schedules" }

    /// What a client of the portal's API sends.
    static let daily: JSON = [
        "name": "Daily Guest Passes", "count": 20, "recurrence_type": "daily", "day_of_week": .null,
        "day_of_month": .null, "valid_for_in_minutes": 480, "timezone": "Australia/Sydney",
        "notification_group_id": "ng_a1b2c3d4e5f6",
    ]

    static func serving(
        instance name: String = "Lobby",
        _ body: @Sendable (ScheduleWorld) async throws -> Void
    ) async throws {
        try await APIWorld.serving { api in
            let instance = Instance(id: api.store.newID(), name: name, createdAt: api.clock.now)
            try await api.store.createInstance(instance)
            try await body(ScheduleWorld(api: api, instance: instance))
        }
    }

    /// Makes a schedule over the API.
    func make(_ changes: JSON = [:], sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSON {
        let made = try await api.call(.post, path, Self.daily.replacing(changes))
        try #require(made.status == 201, "\(made.text)", sourceLocation: sourceLocation)
        return try #require(made.json)
    }

    /// The path of a schedule.
    func path(of schedule: JSON) throws -> String {
        "\(path)/\(try #require(schedule["id"]?.stringValue))"
    }

    /// Runs a schedule over the API.
    func run(_ schedule: JSON) async throws -> [JSON] {
        let answer = try await api.call(.post, "\(try path(of: schedule))/run")
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json).elements
    }

    /// A link to a schedule's coupons, without scheme and host.
    func link(to schedule: JSON) async throws -> String {
        let answer = try await api.call(.get, "\(try path(of: schedule))/generate_url")
        let url = try #require(answer.json?["signed_url"]?.stringValue)
        let host = "http://127.0.0.1:\(api.port)"
        try #require(url.hasPrefix("\(host)/captive/coupons?sid="))
        return String(url.dropFirst(host.count))
    }
}
