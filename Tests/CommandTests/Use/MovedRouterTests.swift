import Foundation
import RouterOSAPI
import RouterOSSimulator
import Testing

/// A router gets another address, or another version, while it is looked after.
@Suite(.timeLimit(.minutes(15))) struct MovedRouterTests {
    /// The state of the only router, with what to do about it.
    private static func state(_ place: Workplace) async throws -> (state: String?, why: String?, remedy: String?) {
        // Where somebody is needed it ends with 2.
        let status = try await place.run("status", "--json")
        let first = try #require(try JSONValue(parsing: status.output)["devices"].elements.first)
        let note = first["conditions"].elements.first
        return (first["state"].string, note?["why"].string, note?["remedy"].string)
    }

    @Test func `a router that has moved is the same device with the same trust at its new address`() async throws {
        let place = try Workplace()
        let old = try await SimulatedRouter.running { router in
            try await place.makeSite("Hotel Linde", router)
            try await place.text("push", "Hotel Linde")
            return "\(router.host):\(router.port)"
        }
        let before = try #require(try await place.json("device", "list").elements.first)
        let codes = try await place.coupons(2)
        let push = try await place.run("push", "Hotel Linde")
        #expect(push.status == 1)
        #expect(push.errors.contains("gardengate device set --address"), "\(push.errors)")
        #expect(try await Self.state(place).remedy?.contains("gardengate device set --address") == true)

        // The same router: it shows the same certificate.
        try await SimulatedRouter.running { router in
            try await place.text("device", "set", old, "--address", "localhost:\(router.port)")
            try await place.text("push", "Hotel Linde")
            #expect(try await router.managedUsers() == codes.sorted())
            let after = try #require(try await place.json("device", "list").elements.first)
            #expect(after["id"] == before["id"])
            #expect(after["trust"] == before["trust"])
            #expect(try await Self.state(place).state == "synced")
        }
    }

    @Test func `another router at the old address gets nothing, and the remedy names both ways out`() async throws {
        let place = try Workplace()
        let port = try await SimulatedRouter.running { router in
            try await place.makeSite("Hotel Linde", router)
            return router.port
        }
        _ = try await place.coupons(2)
        let other = try TLSServerIdentity.selfSigned(commonName: "other", subjectAltNames: ["127.0.0.1"])
        try await SimulatedRouter.running {
            $0.tls = .certificate(other)
        } _: { router in
            let address = "127.0.0.1:\(router.port)"
            try await place.text("device", "set", "127.0.0.1:\(port)", "--address", address, "--no-check")
            #expect(try await place.run("push", "Hotel Linde").status == 1)
            let (state, _, remedy) = try await Self.state(place)
            #expect(state == "certificate_changed")
            #expect(remedy?.contains("gardengate device trust \(address)") == true, "\(remedy ?? "")")
            #expect(remedy?.contains("gardengate device set \(address) --address") == true, "\(remedy ?? "")")
            #expect(try await router.activity().logins == 0)
        }
    }

    @Test(arguments: ["7.8", "6.49"])
    func `a router that was set back to an old RouterOS is not written until it is new again or somebody allows it`(
        version: String
    ) async throws {
        let place = try Workplace()
        @Sendable func move(to router: SimulatedRouter) async throws {
            let old = try #require(try await place.json("device", "list").elements.first?["id"].string)
            let address = "\(router.host):\(router.port)"
            try await place.text("device", "set", old, "--address", address, "--no-check")
        }
        try await SimulatedRouter.running {
            $0.version = RouterOSVersion(7, 16)
        } _: { router in
            try await place.makeSite("Hotel Linde", router)
            try await place.text("push", "Hotel Linde")
        }
        let codes = try await place.coupons(2)
        let older = try #require(RouterOSVersion(version))
        try await SimulatedRouter.running {
            $0.version = older
        } _: { router in
            try await move(to: router)
            let push = try await place.run("push", "Hotel Linde")
            #expect(push.status == 2)
            #expect(push.errors.contains("RouterOS \(version)") && push.errors.contains("7.10"), "\(push.errors)")
            #expect(push.errors.contains("--allow-unsupported true"), "\(push.errors)")
            #expect(try await router.activity().configurationWrites == 0)
            let (state, why, remedy) = try await Self.state(place)
            #expect(state == "unsupported_version")
            #expect(why?.contains("RouterOS \(version) is older than 7.10") == true)
            // What it says can be typed as it stands.
            let words = try #require(remedy?.split(separator: "run gardengate ").last).split(separator: " ").map(
                String.init
            )
            try await place.text(words + ["--no-check"])
            try await place.text("push", "Hotel Linde")
            #expect(try await router.managedUsers() == codes.sorted())
            try await place.text(words.dropLast() + ["false", "--no-check"])
        }
        try await SimulatedRouter.running {
            $0.version = RouterOSVersion(7, 16)
        } _: { router in
            try await move(to: router)
            try await place.text("push", "Hotel Linde")
            #expect(try await router.managedUsers() == codes.sorted())
            #expect(try await Self.state(place).state == "synced")
        }
    }
}
