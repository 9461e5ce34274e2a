import GatewayDomain
import GatewayStore
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// Guests of a site over HTTP, and codes that are freed from their devices.
@Suite(.timeLimit(.minutes(15))) struct SiteUserOperationsTests {
    private struct Place {
        let instance: Instance
        let coupons: [Coupon]
        let users: String
        let otherUsers: String
    }

    /// A site with five guests, who came a second apart, and another one without any.
    private static func place(_ world: APIWorld, _ router: SimulatedRouter) async throws -> Place {
        let (instance, site) = try await world.makeSite(router)
        let (_, other) = try await world.makeSite()
        let device = try #require(try await world.store.devices(at: site.id).first)
        let coupons = try await world.coupons(5, of: instance)
        for (index, coupon) in coupons.enumerated() {
            world.clock.advance(by: .seconds(1))
            var report = RedemptionReport(
                source: .listen,
                device: device.id,
                site: site.id,
                user: coupon.code,
                observedAt: world.clock.now
            )
            report.macAddress = "02:00:00:00:00:0\(index)"
            report.address = "10.5.50.\(index + 2)"
            report.uptimeSeconds = 0
            _ = try await world.store.record([report], now: world.clock.now)
        }
        return Place(
            instance: instance,
            coupons: coupons,
            users: "/captive/sites/\(site.id)/users",
            otherUsers: "/captive/sites/\(other.id)/users"
        )
    }

    @Test func `guests are listed page by page, filtered, one by one, and as a table`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let place = try await Self.place(world, router)
                let codes = Array(place.coupons.map(\.code).reversed())
                func names(_ query: String) async throws -> [String] {
                    try await world.call(.get, place.users + query).json?.elements
                        .compactMap { $0["name"]?.stringValue } ?? []
                }
                #expect(try await names("") == codes)
                let pages = try await world.pages(place.users + "?state=active&limit=2")
                #expect(pages.compactMap { $0["name"]?.stringValue } == codes)
                #expect(try await names("?mac=02-00-00-00-00-01") == [codes[3]])
                #expect(try await names("?ip=10.5.50.2") == [codes[4]])
                #expect(try await names("?name=\(codes[1].lowercased())&state=active") == [codes[1]])
                #expect(try await names("?coupon_id=\(place.coupons[2].id)") == [codes[2]])
                #expect(try await names("?state=ended") == [])
                #expect(try await names("?since=2099-01-01T00:00:00Z") == [])
                #expect(try await world.call(.get, place.otherUsers).json == .array([]))

                let one = try #require(try await world.call(.get, "\(place.users)?limit=1").json?.elements.first)
                #expect(
                    one.names == [
                        "id", "site_id", "instance_id", "name", "coupon_id", "state", "first_seen_at", "last_seen_at",
                        "device_id", "mac_address", "ip_address", "access_until",
                    ]
                )
                let id = try #require(one["id"]?.stringValue)
                let details = try #require(try await world.call(.get, "\(place.users)/\(id)").json)
                #expect(details["mac_address"]?.stringValue == "02:00:00:00:00:04")
                #expect(details["sessions"]?.elements.count == 1)
                #expect(details["sessions"]?.elements.first?["ended_at"] == .null)
                #expect(try await world.call(.get, "\(place.otherUsers)/\(id)").status == 404)

                let table = try await world.call(.get, place.users, headers: [.accept: "text/csv"])
                let lines = table.text.split(separator: "\r\n")
                #expect(lines.count == 6)
                #expect(lines.first.map { Set($0.split(separator: ",").map(String.init)) } == Set(one.names))
                #expect(lines.dropFirst().first?.contains(codes[0]) == true)
            }
        }
    }

    @Test(arguments: [
        "state=asleep", "mac=02:00:00", "mac=nonsense", "ip=localhost", "ip=", "name=", "coupon_id=8B7W3D",
        "since=yesterday", "limit=0", "cursor=x", "mac=02:00:00:00:00:01&mac=02:00:00:00:00:02",
    ])
    func `a filter that cannot be read is refused by name`(query: String) async throws {
        try await APIWorld.serving { world in
            let (_, site) = try await world.makeSite()
            let answer = try await world.call(.get, "/captive/sites/\(site.id)/users?\(query)")
            #expect(answer.status == 400)
            #expect(answer.message?.contains(query.prefix { $0 != "=" }) == true, "\(answer.text)")
        }
    }

    @Test func `a guest who is disconnected is out within moments, and the code stays`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                let users = "/captive/sites/\(site.id)/users"
                let code = try #require(try await world.coupons(1, of: instance).first).code
                try await world.syncing {
                    let push = try await world.call(.post, "/captive/sites/\(site.id)/push?wait=30")
                    #expect(push.status == 200)
                    try await router.loginGuest(
                        user: code,
                        password: code,
                        mac: "02:00:00:00:00:01",
                        address: "10.5.50.21"
                    )
                    _ = try await world.call(.post, "/captive/sites/\(site.id)/push?wait=30")
                    let list = try await world.call(.get, users + "?state=active")
                    let id = try #require(list.json?.elements.first?["id"]?.stringValue)
                    #expect(try await world.call(.post, "\(users)/NOPE/disconnect").status == 404)

                    let answer = try await world.call(.post, "\(users)/\(id)/disconnect")

                    #expect(answer.status == 202)
                    #expect(answer.json == ["sessions_ending": 1])
                    _ = try await world.call(.post, "/captive/sites/\(site.id)/push?wait=30")
                    #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
                    #expect(try await router.managedUsers() == [code])
                    let after = try await world.call(.get, "\(users)/\(id)")
                    #expect(after.json?["state"]?.stringValue == "ended")
                    #expect(try await world.call(.post, "\(users)/\(id)/disconnect").json == ["sessions_ending": 0])
                }
                let audit = try await world.store.auditEntries(limit: 100)
                #expect(audit.count { $0.action == "disconnectSiteUser" } == 1)
            }
        }
    }

    @Test func `a code is freed from its device once it was redeemed, and not before`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let place = try await Self.place(world, router)
                let coupons = APIWorld.coupons(of: place.instance)
                let path = "\(coupons)/\(place.coupons[0].id)/release"
                for _ in 0..<2 { #expect(try await world.call(.post, path).status == 204) }
                #expect(try await world.store.auditEntries(limit: 100).count { $0.action == "releaseCoupon" } == 1)
                let fresh = try #require(try await world.coupons(1, of: place.instance).first)
                let unused = try await world.call(.post, "\(coupons)/\(fresh.id)/release")
                #expect(unused.status == 409)
                #expect(unused.message?.contains("not redeemed") == true)
                let other = try await world.newInstance()
                let foreign = "\(APIWorld.coupons(of: other))/\(place.coupons[0].id)/release"
                #expect(try await world.call(.post, foreign).status == 404)
                let reader = world.bearer(.couponsRead, .guestsRead)
                #expect(try await world.call(.post, path, authorization: reader).status == 403)
            }
        }
    }
}
