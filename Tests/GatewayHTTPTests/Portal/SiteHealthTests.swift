import GatewayDomain
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP
@testable import GatewayStore

/// How the devices of a site are doing, told with the site.
@Suite struct SiteHealthTests {
    private static let list = "/captive/sites"

    /// Adds a device at an address where nobody answers.
    private static func add(_ host: String, port: Int64 = 1, at site: Site.ID, _ world: APIWorld) async throws -> String
    {
        let devices = "\(list)/\(site)/devices"
        let added = try await world.call(
            .post,
            devices,
            ["host": .string(host), "port": .integer(port), "user": "gate", "password": "open", "trust": "anonymous"]
        )
        #expect(added.status == 201)
        return "\(devices)/\(try #require(added.json?["id"]?.stringValue))"
    }

    @Test func `a site tells of its worst router what that tells of itself, until it is well`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let site = try await world.makeSite(router).site
                let path = "\(Self.list)/\(site.id)"
                func health() async throws -> JSON {
                    let one = try await world.call(.get, path)
                    #expect(try await world.call(.get, Self.list).json?[0] == one.json)
                    return try #require(one.json?["health"])
                }
                let silent = try await Self.add("127.0.0.1", at: site.id, world)
                let added = try await health()
                #expect(added["state"] == "drifted" && added["attention"] == 0, "\(added)")
                try await world.syncing {
                    let push = try await world.call(.post, "\(path)/push?wait=60")
                    #expect(push.status == 200, "\(push.text)")
                }
                let note = try await world.call(.get, silent).json?["status"]?["conditions"]?[0]
                #expect(note?["condition"] == "unreachable")
                // What was read has its members in the order of their names.
                let ill: JSON = [
                    "attention": 1, "devices": 2, "insecure": 2, "remedy": note?["remedy"] ?? .null,
                    "since": note?["since"] ?? .null, "state": "unreachable", "why": note?["why"] ?? .null,
                ]
                #expect(try await health() == ill)
                #expect(ill["remedy"]?.stringValue?.contains("api-ssl") == true)
                #expect(ill["why"]?.stringValue?.isEmpty == false)

                #expect(try await world.call(.delete, silent).status == 204)
                let well = try await health()
                #expect(well["devices"] == 1 && well["attention"] == 0 && well["insecure"] == 1, "\(well)")
                #expect(well["state"] == "synced" && well["why"] == "", "\(well)")
                // A change is answered with how they are doing after it.
                let paused = try await world.call(.put, path, ["paused": true])
                #expect(paused.json?["health"]?["state"] == "paused")
                #expect(try await health() == paused.json?["health"])
            }
        }
    }

    @Test func `a site without routers has no state`() async throws {
        try await APIWorld.serving { world in
            let none: JSON = [
                "attention": 0, "devices": 0, "insecure": 0, "remedy": .null, "since": .null, "state": .null,
                "why": .null,
            ]
            let made = try await world.call(.post, Self.list, ["name": "Pier"])
            #expect(made.json?["health"] == none)
            #expect(try await world.call(.get, Self.list).json?[0]?["health"] == none)
        }
    }

    @Test func `whoever may see sites and no devices learns nothing of them`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let site = try await world.makeSite().site
            let everything = try await world.newToken().header
            let added = try await world.call(
                .post,
                "\(Self.list)/\(site.id)/devices",
                ["host": "192.0.2.77", "user": "gate", "password": "open", "trust": "anonymous"],
                authorization: everything
            )
            #expect(added.status == 201)
            // Somebody should look why it has been behind for so long: the remedy of that names it.
            world.clock.advance(by: .seconds(3600))
            let others = Set(AccessScope.allCases).subtracting([.devicesRead])
            let narrow = try await world.newToken("portal", .only(others)).header
            let wide = try await world.newToken("board", .only([.sitesRead, .sitesWrite, .devicesRead])).header
            let path = "\(Self.list)/\(site.id)"
            let calls: [(HTTPRequest.Method, String, JSON?)] = [
                (.get, Self.list, nil), (.get, path, nil), (.put, path, ["scripts": false]),
            ]
            for (method, path, body) in calls {
                func health(_ header: String) async throws -> JSON? {
                    let answer = try await world.call(method, path, body, authorization: header)
                    #expect(answer.status == 200, "\(answer.text)")
                    return answer.json?[0]?["health"] ?? answer.json?["health"]
                }
                #expect(try await health(narrow) == .null, "\(method) \(path)")
                #expect(try await health(wide)?["attention"] == 1, "\(method) \(path)")
            }
            let made = try await world.call(.post, Self.list, ["name": "Pier"], authorization: narrow)
            #expect(made.status == 201 && made.json?["health"] == .null, "\(made.text)")
        }
    }

    @Test func `a page of sites costs one statement more for their health, however many they are`() async throws {
        try await APIWorld.serving { world in
            func cost(_ path: String, _ scopes: AccessScope...) async throws -> Int {
                let before = world.store.database.statementCount
                let header = "Bearer test " + scopes.map(\.rawValue).joined(separator: " ")
                let answer = try await world.call(.get, path, authorization: header)
                #expect(answer.status == 200)
                return world.store.database.statementCount - before
            }
            var first: Site?
            for count in [1, 60] {
                for index in 0..<count {
                    let site = try await world.makeSite().site
                    first = first ?? site
                    for port in 1...2 {
                        _ = try await Self.add("192.0.2.\(index)", port: Int64(count * 10 + port), at: site.id, world)
                    }
                }
                let page = "\(Self.list)?limit=50"
                #expect(try await cost(page, .sitesRead) == 2)
                #expect(try await cost(page, .sitesRead, .devicesRead) == 3)
                let one = "\(Self.list)/\(try #require(first).id)"
                #expect(try await cost(one, .sitesRead) == 2)
                #expect(try await cost(one, .sitesRead, .devicesRead) == 3)
            }
            let all = try await world.call(.get, "\(Self.list)?limit=1000").json?.elements ?? []
            #expect(all.map { $0["health"]?["devices"] } == Array(repeating: 2, count: 61))
        }
    }
}
