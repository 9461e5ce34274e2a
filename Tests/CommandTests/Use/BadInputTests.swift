import Foundation
import RouterOSAPI
import RouterOSSimulator
import Testing

/// What goes wrong for people: each ends with one line that names the thing and the remedy, and leaves nothing behind.
@Suite struct BadInputTests {
    private static let pin = "pin:" + String(repeating: "0", count: 64)

    /// Runs a command that must fail, and checks its one line and that nothing was changed.
    private static func expectFailure(
        _ place: Workplace,
        _ arguments: [String],
        status: Int32,
        naming texts: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await place.everythingListed()
        let outcome = try await place.run(arguments)
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.hasPrefix("error: "), sourceLocation: sourceLocation)
        for text in texts {
            #expect(outcome.errors.contains(text), "\(outcome.errors)", sourceLocation: sourceLocation)
        }
        let after = try await place.everythingListed()
        #expect(after == before, sourceLocation: sourceLocation)
    }

    private static func adding(_ address: String, _ trust: String, _ secret: String) -> [String] {
        ["device", "add", "Hotel Linde", address, "--user", "admin", "--trust", trust, "--password-file", secret]
    }

    @Test func `a host that nobody knows, and a port where nobody listens`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let secret = try place.secretFile()
        for (address, text) in [("no-such-router.invalid", "no-such-router.invalid:8729"), ("127.0.0.1:1", "refused")] {
            try await Self.expectFailure(
                place,
                Self.adding(address, Self.pin, secret),
                status: 1,
                naming: [address, text, "check the address"]
            )
        }
    }

    @Test func `a wrong pin, a wrong password, and an account without api`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite()
            let address = "\(router.host):\(router.port)"
            let trust = "pin:\(try #require(router.fingerprint))"
            let secret = try place.secretFile()
            try await Self.expectFailure(
                place,
                Self.adding(address, Self.pin, secret),
                status: 1,
                naming: [address, "\(try #require(router.fingerprint))", "is pinned", "trust"]
            )
            try await Self.expectFailure(
                place,
                Self.adding(address, trust, try place.secretFile("not the password")),
                status: 1,
                naming: [address, "admin", "--password-file"]
            )
            try await router.setAccount(
                SimulatedAccount(name: "admin", password: Workplace.password, policies: [.read, .write])
            )
            try await Self.expectFailure(
                place,
                Self.adding(address, trust, secret),
                status: 1,
                naming: [address, "admin", "/user/group/set", "policy=api,read,write"]
            )
            #expect(!place.everythingPrinted.contains(Workplace.password))
            #expect(!place.everythingPrinted.contains("not the password"))
        }
    }

    @Test func `a certificate that has changed stops a push until it is trusted`() async throws {
        let place = try Workplace()
        let added = try await SimulatedRouter.running { router in
            try await place.makeSite("Hotel Linde", router)
            return router.port
        }
        _ = try await place.coupons(2)
        let other = try TLSServerIdentity.selfSigned(commonName: "other", subjectAltNames: ["127.0.0.1"])
        let fingerprint = "\(try #require(other.fingerprint))"
        try await SimulatedRouter.running {
            $0.tls = .certificate(other)
        } _: { router in
            // The old port may be somebody else's by now, so the router is found elsewhere, with the pin that it had.
            let address = "127.0.0.1:\(router.port)"
            try await place.text("device", "set", "127.0.0.1:\(added)", "--address", address, "--no-check")
            try await Self.expectFailure(
                place,
                ["push", "Hotel Linde"],
                status: 1,
                naming: [address, fingerprint, "trust"]
            )
            #expect(try await router.managedUsers().isEmpty)
            #expect(try await router.activity().logins == 0)
            let shown = try await place.run("device", "trust", address)
            #expect(shown.status == 1)
            #expect(shown.errors.contains("--trust pin:\(fingerprint)"))
            try await place.text("device", "trust", address, "--trust", "pin:\(fingerprint)")
            try await place.text("push", "Hotel Linde")
            #expect(try await router.managedUsers().count == 2)
        }
    }

    @Test func `an account without write holds nothing half-written`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            _ = try await place.coupons(3)
            try await router.setAccount(
                SimulatedAccount(name: "admin", password: Workplace.password, policies: [.api, .read])
            )
            let writes = try await router.activity().configurationWrites
            try await Self.expectFailure(
                place,
                ["push", "Hotel Linde"],
                status: 1,
                naming: ["\(router.host):\(router.port)", "may not run", "/user/group/set", "read,write"]
            )
            #expect(try await router.activity().configurationWrites == writes)
            try await router.setAccount(SimulatedAccount(name: "admin", password: Workplace.password))
            try await place.text("push", "Hotel Linde")
            #expect(try await router.managedUsers().count == 3)
        }
    }

    @Test func `device-mode that forbids the hotspot is told with its remedy`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            try await router.setHotspotAllowed(false)
            _ = try await place.coupons(1)
            try await Self.expectFailure(
                place,
                ["push", "Hotel Linde"],
                status: 2,
                naming: ["\(router.host):\(router.port)", "device-mode", "hotspot=yes"]
            )
        }
    }

    @Test func `a subnet that no server serves names the servers there are`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.text("instance", "add", "Lobby")
            try await place.text("site", "add", "Hotel Linde", "--instance", "Lobby", "--subnet", "10.99.0.0/24")
            try await place.addDevice(router, at: "Hotel Linde")
            _ = try await place.coupons(1)
            try await Self.expectFailure(
                place,
                ["push", "Hotel Linde"],
                status: 2,
                naming: ["\(router.host):\(router.port)", "hotspot1", "10.99.0.0/24"]
            )
            #expect(try await router.managedUsers().isEmpty)
        }
    }

    @Test(arguments: [
        (["coupon", "create", "--instance", "Lobby", "--count", "0", "--minutes", "10"], ["--count 0", "1 to 200"]),
        (
            ["coupon", "create", "--instance", "Lobby", "--count", "201", "--minutes", "10"],
            ["--count 201", "1 to 200"]
        ),
        (["coupon", "create", "--instance", "Lobby", "--count", "5", "--minutes", "0"], ["--minutes 0", "1 to"]),
        (["coupon", "create", "--instance", "Lobby", "--count", "x", "--minutes", "1"], ["--count", "'x'"]),
        (["instance", "add", "Bar", "--session-ttl", "19m"], ["--session-ttl 19m", "20m to 7d"]),
        (["instance", "set", "Lobby"], ["nothing to change"]),
        (["site", "add", "Two", "--instance", "Lobby", "--subnet", "10.5.50.0/33"], ["--subnet", "10.5.50.0/24"]),
        (["device", "add", "Hotel Linde", "192.0.2.1", "--user", "a", "--trust", "pin:12"], ["--trust", "pin:12"]),
        (["walled-garden", "add", "Hotel Linde", "Pay", "pay.test", "--port", "0"], ["--port 0", "8000-8010"]),
        (["push", "Hotel Linde", "--dry-run", "--confirm", "x"], ["--dry-run", "--confirm"]),
        (["push", "Hotel Linde", "--adopt", "desk", "--confirm", "x"], ["--adopt", "--confirm"]),
        (["serve", "--listen", "nonsense:port"], ["--listen"]),
        (["serve", "--listen", "127.0.0.1"], ["--listen", "host:port"]),
        (["couponn", "list"], ["couponn"]),
    ])
    func `what cannot be understood is a usage error`(arguments: [String], texts: [String]) async throws {
        let place = try Workplace()
        try await place.makeSite()
        try await Self.expectFailure(place, arguments, status: 64, naming: texts + ["--help"])
    }

    @Test func `what is not there, or is there already, is named`() async throws {
        let place = try Workplace()
        let none = try await place.run("site", "list")
        #expect(none.status == 1)
        #expect(none.errors.contains("there is no database at \(place.path("gate.db"))"))
        #expect(!FileManager.default.fileExists(atPath: place.path("gate.db")))
        try await place.makeSite()
        let cases: [(arguments: [String], texts: [String])] = [
            (["instance", "add", "Lobby"], ["Lobby", "choose another name"]),
            (["site", "add", "Hotel Linde", "--instance", "Lobby"], ["Hotel Linde", "choose another name"]),
            (["site", "add", "Two", "--instance", "Nobody"], ["instance", "Nobody"]),
            (["push", "Nowhere"], ["site", "Nowhere"]),
            (["coupon", "revoke", "AAAAAA"], ["coupon", "AAAAAA"]),
            (["device", "remove", "192.0.2.1"], ["device", "192.0.2.1"]),
            (Self.adding("192.0.2.1", Self.pin, place.path("nothing")), [place.path("nothing"), "cannot be read"]),
        ]
        for (arguments, texts) in cases {
            try await Self.expectFailure(place, arguments, status: 1, naming: texts)
        }
    }
}
