import Foundation
import RouterOSSimulator
import Testing

/// Vouchers of another tool are looked at and taken over by the command that is printed with them.
@Suite(.timeLimit(.minutes(15))) struct AdoptTests {
    private func add(_ router: SimulatedRouter, _ name: String, _ values: [String: String]) async throws {
        try await router.edit("/ip/hotspot/user/add", ["name": name, "password": name].merging(values) { $1 })
    }

    @Test func `a plan shows what becomes of whom, and its id does exactly that`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            try await add(router, "5ab2c34d", ["limit-uptime": "2h", "comment": "vc-482-11.20.26-"])
            try await add(router, "5AB2C34D", ["limit-uptime": "2h", "comment": "vc-482-11.20.26-"])
            try await add(router, "x1", ["limit-uptime": "2h", "comment": "vc-482-11.20.26-"])
            try await add(router, "reception", ["password": "front desk secret"])
            let rows = try await router.rows(of: "/ip/hotspot/user")

            let plan = try await place.json("adopt", "Hotel Linde", "--instance", "Lobby", "--all")

            #expect(try await router.rows(of: "/ip/hotspot/user") == rows)
            let items = plan["items"].elements
            func item(_ name: String) -> JSONValue? { items.first { $0["name"].string == name } }
            #expect(item("5AB2C34D")?["becomes"].string == "coupon")
            #expect(item("5ab2c34d")?["reason"].string == "same_code")
            #expect(item("x1")?["reason"].string == "no_code")
            #expect(item("reception")?["becomes"].string == "user")
            #expect(item("default-trial")?["reason"].string == "built_in")
            let id = try #require(plan["id"].string)

            // What comes after the plan is not in it.
            try await add(router, "later99", ["limit-uptime": "2h"])
            let done = try await place.run("adopt", "Hotel Linde", "--confirm", id)

            #expect(done.status == 0, "\(done.errors)")
            let comments = try await router.rows(of: "/ip/hotspot/user").reduce(into: [String: String]()) {
                $0[$1["name"] ?? ""] = $1["comment"] ?? ""
            }
            #expect(comments["5AB2C34D"]?.hasPrefix("gg1 ") == true)
            #expect(comments["reception"]?.hasPrefix("gg1 ") == true)
            #expect(comments["5ab2c34d"] == "vc-482-11.20.26-")
            #expect(comments["later99"] == "")
            let coupons = try await place.json("coupon", "list", "--instance", "Lobby")
            #expect(coupons.elements.map { $0["code"].string } == ["5AB2C34D"])
            #expect(try await place.text("user", "list", "Hotel Linde").contains("reception"))
            #expect(!place.everythingPrinted.contains("front desk secret"))

            // Once more changes nothing.
            let again = try await place.json("adopt", "Hotel Linde", "--confirm", id)
            #expect(again["counts"]["coupons"].number == 0)
            #expect(again["push"]["runs"].elements.map { $0["outcome"].string } == ["unchanged"])
        }
    }

    @Test func `mistakes are told with what to do`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let unselected = try await place.run("adopt", "Hotel Linde", "--instance", "Lobby")
            #expect(unselected.status == 64)
            #expect(unselected.errors.contains("--all"))
            let unknown = try await place.run("adopt", "Hotel Linde", "--confirm", "nothing")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("make a new one"))
            let nowhere = try await place.run("adopt", "Nowhere", "--instance", "Lobby", "--all")
            #expect(nowhere.status == 1)
            try await place.text("instance", "add", "Elsewhere")
            let unserved = try await place.run("adopt", "Hotel Linde", "--instance", "Elsewhere", "--all")
            #expect(unserved.errors.contains("is not served by Elsewhere"))
        }
    }
}
