import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(15))) struct WebhookOperationsTests {
    private let list = "/captive/webhooks"

    @Test func `a webhook is made, shown without its secret, changed and deleted`() async throws {
        try await APIWorld.serving { world in
            let body: JSON = [
                "url": .string("https://Portal.example/hook"), "types": .list(["schedule.ran"]) { .string($0) },
            ]
            let made = try await world.call(.post, list, body)
            #expect(made.status == 201, "\(made.text)")
            let id = try #require(made.json?["id"]?.stringValue)
            #expect(made.field("Location")?.hasSuffix("\(list)/\(id)") == true)
            #expect(made.json?["secret"]?.stringValue?.hasPrefix("whsec_") == true)
            let shown = try await world.call(.get, "\(list)/\(id)")
            #expect(shown.json?["url"]?.stringValue == "https://portal.example/hook")
            #expect(shown.json?.names.contains("secret") == false)
            #expect(try await world.call(.get, list).json?.elements == [try #require(shown.json)])
            let changed = try await world.call(
                .put,
                "\(list)/\(id)",
                ["note": .string("Till"), "enabled": .boolean(false)]
            )
            #expect(changed.status == 200, "\(changed.text)")
            #expect(changed.json?["enabled"] == .boolean(false))
            #expect(changed.json?["types"]?.elements == [.string("schedule.ran")])
            #expect(try await world.call(.put, "\(list)/\(id)", ["note": .null]).json?["note"] == .null)
            #expect(try await world.call(.put, "\(list)/\(id)", ["types": .array([])]).json?["types"]?.elements == [])
            #expect(try await world.call(.delete, "\(list)/\(id)").status == 204)
            #expect(try await world.call(.get, "\(list)/\(id)").code == "resource_missing")
        }
    }

    @Test(arguments: [
        "http://portal.example/", "https://10.0.0.1/", "https://localhost/", "https://[::1]/",
        "https://169.254.169.254/",
        "https://a:b@portal.example/", "portal.example", "",
    ])
    func `an address that nothing would be sent to is refused`(url: String) async throws {
        try await APIWorld.serving { world in
            let answer = try await world.call(.post, list, ["url": .string(url)])
            #expect((answer.status, answer.code) == (400, "parameter_invalid"), "\(answer.text)")
            #expect(try await world.store.webhooks().isEmpty)
        }
    }

    @Test func `what is not known of a webhook is refused`() async throws {
        try await APIWorld.serving { world in
            let url: JSON = ["url": .string("https://portal.example/")]
            let secret = try await world.call(.post, list, url.with(["secret": .string("mine")]))
            #expect(secret.code == "parameter_unknown")
            let types: JSON = ["types": .array([.string("coupon.lost")])]
            #expect(try await world.call(.post, list, url.with(types)).code == "parameter_invalid")
            #expect(try await world.call(.post, list, [:]).code == "parameter_missing")
        }
    }

    @Test func `what was sent is listed, and sent again`() async throws {
        try await APIWorld.serving { world in
            let made = try await world.call(.post, list, ["url": .string("https://portal.example/")])
            let path = "\(list)/\(try #require(made.json?["id"]?.stringValue))/deliveries"
            let instance = try await world.newInstance("Lobby")
            let schedules = "/captive/instances/\(instance.id)/coupon-schedules"
            let schedule = try await world.call(.post, schedules, ScheduleWorld.daily)
            let run = "\(schedules)/\(try #require(schedule.json?["id"]?.stringValue))/run"
            for _ in 0..<3 { _ = try await world.call(.post, run) }
            let first = try await world.call(.get, "\(path)?limit=2")
            #expect(first.json?.elements.count == 2)
            #expect(first.field("Link")?.contains("rel=\"next\"") == true)
            #expect(first.json?[0]?["state"] == .string("pending"))
            let event = try #require(first.json?[0]?["id"]?.stringValue)
            let again = try await world.call(.post, "\(path)/\(event)/redeliver")
            #expect(again.status == 202, "\(again.text)")
            #expect(again.json?["id"] == .string(event))
            let unknown = try await world.call(.post, "\(path)/\(world.store.newID(of: Site.self))/redeliver")
            #expect(unknown.code == "resource_missing")
        }
    }
}
