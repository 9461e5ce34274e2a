import RouterOSSimulator
import Testing

/// What is removed at the command line, and what is said before.
@Suite struct RemovalTests {
    @Test func `an instance says what would go with it, and goes with --confirm`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        _ = try await place.coupons(3)
        let refused = try await place.run("instance", "remove", "Lobby")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("1 site that it serves, 3 coupons that are not used up"))
        #expect(refused.errors.contains("--confirm"))
        #expect(try await place.json("instance", "list").elements.first?["name"].string == "Lobby")
        let removed = try await place.json("instance", "remove", "Lobby", "--confirm")
        #expect(removed["name"].string == "Lobby")
        #expect(try await place.text("instance", "list").contains("no instances"))
        #expect(try await place.run("coupon", "list", "--instance", "Lobby").status == 1)
        _ = try await place.text("instance", "add", "Lobby")
    }

    @Test func `what nobody would miss goes at once, and a site with routers does not`() async throws {
        let place = try Workplace()
        try await SimulatedRouter.running { router in
            try await place.makeSite("Hotel Linde", router)
            let refused = try await place.run("site", "remove", "Hotel Linde", "--confirm")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("the site has a device"))
            try await place.text("device", "remove", "\(router.host):\(router.port)")
        }
        _ = try await place.text("walled-garden", "add", "Hotel Linde", "Bank", "pay.example.com")
        let asked = try await place.run("site", "remove", "Hotel Linde")
        #expect(asked.status == 1)
        #expect(asked.errors.contains("1 walled-garden entry"))
        #expect(try await place.text("site", "remove", "Hotel Linde", "--confirm").contains("removed"))
        #expect(try await place.text("site", "list").contains("no sites"))
        _ = try await place.text("instance", "add", "Empty")
        _ = try await place.text("client", "create", "--instance", "Empty", "--name", "Ticket shop")
        #expect(try await place.run("instance", "remove", "Empty").errors.contains("Empty has 1 API client"))
        _ = try await place.text("client", "revoke", "Ticket shop")
        #expect(try await place.text("instance", "remove", "Empty").contains("instance Empty removed"))
    }
}
