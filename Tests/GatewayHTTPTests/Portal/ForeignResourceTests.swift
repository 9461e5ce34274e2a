import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// What belongs to one instance or site is unknown under every other one, to each operation of the table.
@Suite(.timeLimit(.minutes(15))) struct ForeignResourceTests {
    private static let pin = "pin:" + String(repeating: "ab", count: 32)
    private static let bodies: [String: JSON] = [
        "couponId": ["minutes_valid": 60, "count": 1],
        "scheduleId": ScheduleWorld.daily,
        "templateId": [
            "name": "Shop", "mode": "AUTO_ALLOCATE", "random_length": 8, "maximum": 100, "minutes_valid": 60,
        ],
        "deviceId": ["host": "192.0.2.1", "user": "gate", "password": "open-sesame", "trust": .string(pin)],
        "walledGardenEntryId": ["name": "Bank", "ip_address": "203.0.113.0/24"],
        "pushId": [:],
    ]
    /// Where they are made.
    private static let lists: [String: String] = [
        "couponId": "/captive/instances/{instanceId}/coupons",
        "scheduleId": "/captive/instances/{instanceId}/coupon-schedules",
        "templateId": "/captive/instances/{instanceId}/coupon-templates",
        "deviceId": "/captive/sites/{siteId}/devices",
        "userId": "/captive/sites/{siteId}/hotspot-users",
        "walledGardenEntryId": "/captive/walled-garden/{siteId}",
        "pushId": "/captive/sites/{siteId}/push",
    ]

    private struct Place {
        let instance: String
        let site: String

        func path(_ template: String, _ children: [String: String] = [:]) -> String {
            var path = template.replacing("{instanceId}", with: instance).replacing("{siteId}", with: site)
            for (name, id) in children { path = path.replacing("{\(name)}", with: id) }
            return path
        }
    }

    private static func place(_ name: String, _ world: APIWorld) async throws -> Place {
        let instance = try await world.newInstance(name)
        let site = Site(
            id: world.store.newID(),
            name: name,
            services: [.init(instance: instance.id, subnets: [])],
            createdAt: world.clock.now
        )
        try await world.store.createSite(site)
        return Place(instance: instance.id.rawValue, site: site.id.rawValue)
    }

    private static func children(of place: Place, _ world: APIWorld) async throws -> [String: String] {
        var made: [String: String] = [:]
        // In the order of their names: a push needs a device.
        for (name, list) in lists.sorted(by: { $0.key < $1.key }) {
            let user: JSON = ["name": "till", "password": "open-sesame", "instance_id": .string(place.instance)]
            let answer = try await world.call(.post, place.path(list), bodies[name] ?? user)
            #expect([201, 202].contains(answer.status), "\(name): \(answer.text)")
            let json = name == "couponId" ? answer.json?.elements.first : answer.json
            made[name] = try #require(json?["id"]?.stringValue)
        }
        return made
    }

    @Test func `an id under another instance or site is unknown to every operation, and nothing happens to it`()
        async throws
    {
        try await APIWorld.serving { world in
            let (own, other) = (try await Self.place("Lobby", world), try await Self.place("Garden", world))
            let children = try await Self.children(of: own, world)
            let nested = OperationTable.all.filter { operation in
                operation.path.matches(of: /\{\w+\}/).count == 2 && !operation.path.contains("{webhookId}")
            }
            // Runs are recorded by the work on devices, and guests by what these report; there is none of either here.
            let tried = nested.filter { !$0.path.contains("{runId}") && !$0.path.contains("{siteUserId}") }
            let reading = tried.filter { $0.method == .get }
            var before: [String: JSON] = [:]
            for operation in reading where !operation.path.hasSuffix("generate_url") {
                let answer = try await world.call(.get, own.path(operation.path, children))
                #expect(answer.status == 200, "\(operation.id): \(answer.text)")
                before[operation.id] = answer.json
            }
            let entries = try await world.store.auditEntries(limit: 100).count
            var names: Set<String> = []
            for operation in tried {
                let name = try #require(children.keys.first { operation.path.contains("{\($0)}") }, "\(operation.id)")
                names.insert(name)
                let body = operation.method == .put ? Self.bodies[name] : nil
                let answer = try await world.call(operation.method, other.path(operation.path, children), body)
                #expect(answer.status == 404, "\(operation.id): \(answer.text)")
            }
            #expect(names == Set(children.keys))
            #expect(try await world.store.auditEntries(limit: 100).count == entries)
            for operation in reading {
                guard let known = before[operation.id] else { continue }
                #expect(
                    try await world.call(.get, own.path(operation.path, children)).json == known,
                    "\(operation.id)"
                )
            }
        }
    }

    @Test func `ids of others within a body reach nothing`() async throws {
        try await APIWorld.serving { world in
            let (own, other) = (try await Self.place("Lobby", world), try await Self.place("Garden", world))
            let children = try await Self.children(of: own, world)
            let filters = [("ids", "couponId"), ("schedule_id", "scheduleId"), ("template_id", "templateId")]
            for (filter, child) in filters {
                let id = try #require(children[child])
                let value: JSON = filter == "ids" ? .array([.string(id)]) : .string(id)
                let path = other.path("/captive/instances/{instanceId}/coupons/revoke")
                let answer = try await world.call(.post, path, [filter: value])
                #expect(answer.json?["revoked"]?.integerValue == 0, "\(filter): \(answer.text)")
            }
            let device: JSON = [
                "host": "192.0.2.2", "user": "gate", "password": "open-sesame", "trust": .string(Self.pin),
            ]
            _ = try await world.call(.post, other.path("/captive/sites/{siteId}/devices"), device)
            let plan = try await world.call(.get, own.path("/captive/sites/{siteId}/plan?wait=0"))
            let id = try #require(plan.json?["id"])
            let push = try await world.call(.post, other.path("/captive/sites/{siteId}/push"), ["plan_id": id])
            #expect((push.status, push.code) == (409, "plan_stale"), "\(push.text)")
        }
    }
}
