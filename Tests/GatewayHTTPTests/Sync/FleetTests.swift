import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// How all devices are doing, over HTTP.
@Suite struct FleetTests {
    private static func fill(_ world: APIWorld, _ count: Int) async throws -> [Device] {
        let instance = try await world.newInstance()
        var devices: [Device] = []
        for index in 0..<count {
            let site = Site(
                id: world.store.newID(),
                name: "Hotel \(index)",
                services: [Site.Service(instance: instance.id, subnets: [])],
                createdAt: world.clock.now
            )
            try await world.store.createSite(site)
            let device = Device(
                id: world.store.newID(),
                site: site.id,
                host: "10.0.0.\(index)",
                port: 8729,
                user: "gate",
                trust: index == 0 ? .anonymous : .pinned(String(repeating: "ab", count: 32)),
                createdAt: world.clock.now
            )
            try await world.store.addDevice(device, password: Secret("hunter2"))
            devices.append(device)
        }
        return devices
    }

    @Test func `devices of all sites are paged, and chosen by what holds for them`() async throws {
        try await APIWorld.serving { world in
            let devices = try await Self.fill(world, 5)
            try await world.store.pauseSite(devices[4].site, now: world.clock.now)
            func pages(_ query: String) async throws -> [[String]] {
                var next: String? = "/captive/devices?\(query)"
                var pages: [[String]] = []
                while let path = next, pages.count < 9 {
                    let answer = try await world.call(.get, path, authorization: world.bearer(.devicesRead))
                    #expect(answer.status == 200)
                    pages.append(answer.json?.elements.compactMap { $0["host"]?.stringValue } ?? [])
                    next = answer.headers[.link]?.split(separator: ">").first?.split(separator: "/captive").last
                        .map { "/captive\($0)" }
                }
                return pages
            }
            let all = try await pages("limit=2")
            #expect(all == [["10.0.0.0", "10.0.0.1"], ["10.0.0.2", "10.0.0.3"], ["10.0.0.4"]])
            #expect(try await pages("condition=paused") == [["10.0.0.4"]])
            // The next page asks for the same.
            #expect(try await pages("condition=drifted&limit=3").map(\.count) == [3, 1])
            #expect(try await pages("attention=true") == [[]])
            world.clock.advance(by: .seconds(3600))
            #expect(try await pages("attention=true&limit=3").map(\.count) == [3, 1])
            let wrong = try await world.call(.get, "/captive/devices?condition=tired")
            #expect(wrong.status == 400)
            #expect(wrong.message?.contains("certificate_changed") == true)
        }
    }

    @Test func `a device tells its state and all that holds, and the states that it went through`() async throws {
        try await APIWorld.serving { world in
            let device = try await Self.fill(world, 1)[0]
            let path = "/captive/sites/\(device.site)/devices/\(device.id)"
            let status = try #require(try await world.call(.get, path).json?["status"])
            #expect(status["state"]?.stringValue == "drifted")
            #expect(
                status["conditions"]?.elements.compactMap { $0["condition"]?.stringValue } == ["drifted", "insecure"]
            )
            #expect(status["conditions"]?[0]?["remedy"]?.stringValue?.contains("'Hotel 0'") == true)
            try await world.store.pauseSite(device.site, now: world.clock.now)
            let states = try await world.call(.get, path + "/states")
            #expect(states.json?.elements.map { $0["state"]?.stringValue } == ["paused"])
            let fleet = try await world.call(.get, "/captive/fleet")
            #expect(fleet.json?["devices"]?.integerValue == 1)
            #expect(fleet.json?["states"]?["paused"]?.integerValue == 1)
            #expect(fleet.json?["conditions"]?["insecure"]?.integerValue == 1)
        }
    }
}
