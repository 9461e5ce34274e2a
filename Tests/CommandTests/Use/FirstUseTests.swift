import Foundation
import RouterOSSimulator
import Testing

/// A newcomer's first session with a router, once read by a person and once by a program.
@Suite struct FirstUseTests {
    @Test func `from the first instance to the first redemption, as a person does it`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let address = "\(router.host):\(router.port)"
            let pin = "pin:\(try #require(router.fingerprint))"
            let added = try await place.text("instance", "add", "Lobby", "--session-ttl", "12h")
            #expect(added.contains("instance Lobby added"))
            let site = try await place.text("site", "add", "Hotel Linde", "--instance", "Lobby")
            #expect(site.contains("Hotel Linde"))
            let device = try await place.text([
                "device", "add", "Hotel Linde", address, "--user", "admin", "--trust", pin, "--password-file",
                place.secretFile(),
            ])
            #expect(device.contains("RouterOS 7.22.3"))
            let codes = try await place.text([
                "coupon", "create", "--instance", "Lobby", "--count", "3", "--minutes", "600",
            ]).split(separator: "\n").map(String.init)
            #expect(codes.count == 3)
            try await place.text("walled-garden", "add", "Hotel Linde", "Payment", "pay.example.com", "--port", "443")
            try await place.text("user", "add", "Hotel Linde", "desk", "--password-file", place.secretFile("of-desk"))

            let plan = try await place.text("plan", "Hotel Linde")
            for code in codes { #expect(plan.contains("+ user \(code) (coupon, redeem before ")) }
            #expect(plan.contains("pay.example.com"))
            let dryRun = try await place.text("push", "Hotel Linde", "--dry-run")
            #expect(dryRun.contains("this would be done"))
            #expect(try await router.managedUsers().isEmpty)

            let push = try await place.text("push", "Hotel Linde")
            #expect(push.contains("brought into line"))
            #expect(try await router.managedUsers() == (codes + ["desk"]).sorted())
            let again = try await place.text("push", "Hotel Linde")
            #expect(again.contains("Nothing to do"))
            let status = try await place.text("status")
            #expect(status.contains("synced"))

            try await Self.redeemAndRevoke(codes, at: router, place)
        }
    }

    private static func redeemAndRevoke(_ codes: [String], at router: SimulatedRouter, _ place: Workplace) async throws
    {
        let none = try await place.text("redemption", "list", "Hotel Linde")
        #expect(none.contains("nothing was redeemed"))
        try await router.loginGuest(
            user: codes[0],
            password: codes[0],
            mac: "AA:BB:CC:00:00:01",
            address: "10.5.50.20"
        )
        try await place.text("push", "Hotel Linde")
        let redemptions = try await place.text("redemption", "list", "Hotel Linde")
        #expect(redemptions.contains(codes[0]))
        #expect(redemptions.contains("AA:BB:CC:00:00:01"))
        #expect(!redemptions.contains(codes[1]))
        let active = try await place.text("coupon", "list", "--state", "active")
        #expect(active.contains(codes[0]))

        try await place.text("coupon", "revoke", codes[1])
        try await place.text("user", "remove", "Hotel Linde", "desk")
        try await place.text("push", "Hotel Linde")
        #expect(try await router.managedUsers() == [codes[0], codes[2]].sorted())
        try await place.text("device", "remove", "\(router.host):\(router.port)")
        let devices = try await place.text("device", "list")
        #expect(devices.contains("no devices"))
    }

    @Test func `the same by a program: each command prints one JSON value`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let instance = try await place.json("instance", "add", "Lobby", "--session-ttl", "12h")
            #expect(instance["session_ttl"].number == 43_200)
            let instanceID = try #require(instance["id"].string)
            let site = try await place.json([
                "site", "add", "Linde", "--instance", instanceID, "--subnet", "10.5.50.0/24",
            ])
            let siteID = try #require(site["id"].string)
            let device = try await place.json([
                "device", "add", siteID, "\(router.host):\(router.port)", "--user", "admin", "--trust",
                "pin:\(try #require(router.fingerprint))", "--password-file", place.secretFile(),
            ])
            #expect(device["port"].number == Double(router.port))
            #expect(device["insecure"] == .boolean(false))
            let coupons = try await place.json([
                "coupon", "create", "--instance", instanceID, "--count", "2", "--minutes", "600",
            ])
            let codes = coupons.elements.compactMap { $0["code"].string }
            #expect(codes.count == 2 && codes.allSatisfy { $0.count == 6 })
            let entry = try await place.json("walled-garden", "add", siteID, "Menu", "192.0.2.0/24")
            let user = try await place.json([
                "user", "add", siteID, "desk", "--password-file", place.secretFile("of-desk"),
            ])
            for added in [instance, site, device, entry, user] + coupons.elements {
                #expect(added["id"].string?.count == 36)
            }
            try await Self.push(siteID, expecting: codes + ["desk"], at: router, place)

            try await router.loginGuest(
                user: codes[1],
                password: codes[1],
                mac: "AA:BB:CC:00:00:02",
                address: "10.5.50.21"
            )
            try await place.json("push", siteID)
            let redemptions = try await place.json("redemption", "list", siteID).elements
            #expect(redemptions.map { $0["code"].string } == [codes[1]])
            #expect(redemptions.first?["mac_address"].string == "AA:BB:CC:00:00:02")
            #expect(redemptions.first?["device_id"] == device["id"])

            let changes: [(arguments: [String], member: String, value: JSONValue)] = [
                (["site", "resume", siteID], "paused_at", .null),
                (["coupon", "revoke", codes[0]], "state", "revoked"),
                (["instance", "set", instanceID, "--name", "Bar"], "name", "Bar"),
                (["walled-garden", "remove", siteID, "Menu"], "id", entry["id"]),
                (["user", "remove", siteID, "desk"], "id", user["id"]),
                (["device", "remove", "\(router.host):\(router.port)"], "id", device["id"]),
            ]
            let paused = try await place.json("site", "pause", siteID)
            #expect(paused["paused_at"].string != nil)
            for change in changes {
                let outcome = try await place.run(change.arguments + ["--json"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(try JSONValue(parsing: outcome.output)[change.member] == change.value)
            }
        }
    }

    private static func push(
        _ site: String,
        expecting names: [String],
        at router: SimulatedRouter,
        _ place: Workplace
    ) async throws {
        let steps: [(arguments: [String], outcome: JSONValue)] = [
            (["plan", site], "planned"), (["push", site, "--dry-run"], "planned"), (["push", site], "converged"),
            (["push", site], "unchanged"),
        ]
        for step in steps {
            let outcome = try await place.run(step.arguments + ["--json"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let runs = try JSONValue(parsing: outcome.output)["runs"].elements
            #expect(runs.map { $0["outcome"] } == [step.outcome])
        }
        #expect(try await router.managedUsers() == names.sorted())
        let status = try await place.json("status")
        #expect(status["server"].isNull)
        #expect(status["devices"].elements.map { $0["state"] } == ["synced"])
    }
}
