import GatewayDomain
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// What goes wrong on the way, and heals when the same is run again.
///
/// One after the other: the network is not simulated, and keys take their time.
@Suite(.serialized) struct BootstrapTroubleTests {
    @Test(arguments: [
        WebServer.Answer.status(401, "no"), .status(500, "no"), .silence, .end, .status(200, "{ :put \"cut off"),
    ])
    func `a gateway that does not give the rest stops the paste, and the next one goes on`(
        answer: WebServer.Answer
    ) async throws {
        try await BootstrapBench.with("7.16.2", { $0.faults.fetchIdleTimeout = .seconds(1) }) { bench in
            bench.server.answer(answer)
            let stopped = try await bench.carryOut(.paste)
            #expect(stopped.hasSuffix("! stopped") && !stopped.contains("battery"), "\(stopped)")
            #expect(stopped.contains("fetching the rest from https://127.0.0.1:"))
            #expect(try await bench.ownCertificates().isEmpty)
            #expect(try await bench.service("api-ssl")["certificate"] == "none")
            // Any administrator may read global variables.
            #expect(try await bench.run(":global ggSetup; :put [:typeof $ggSetup]") == "nothing")
            try await bench.router.setFaults { $0.fetchIdleTimeout = .seconds(60) }
            bench.server.answer(.status(200, RouterBootstrap.fetched))
            let printed = try await bench.carryOut(.paste)
            #expect(printed.contains("ready"), "\(printed)")
            #expect(try await bench.files().isEmpty)
            #expect(try await bench.login()["server"] == "guests")
        }
    }

    @Test func `another gateway's authority, or no way to the gateway, runs nothing`() async throws {
        let other = try TLSServerIdentity.selfSigned(commonName: "other", subjectAltNames: ["127.0.0.1"])
        try await BootstrapBench.with("7.20.8") { bench in
            var wrong = bench
            wrong.bootstrap.authority = RouterBootstrap.Authority(
                certificate: other.certificatePEM ?? "",
                fingerprint: other.fingerprint?.description ?? ""
            )
            let refused = try await wrong.carryOut(.paste)
            #expect(refused.contains("paste this again") && refused.hasSuffix("! stopped"), "\(refused)")
            #expect(bench.server.received.isEmpty)
            wrong.bootstrap.gatewayURL = "https://127.0.0.1:1"
            #expect(try await wrong.carryOut(.paste).hasSuffix("! stopped"))
            #expect(try await bench.ownCertificates().isEmpty)
            #expect(try await bench.carryOut(.paste).contains("ready"))
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `without a time server nothing is signed in 1970`(delivery: BootstrapBench.Delivery) async throws {
        try await BootstrapBench.with("7.20.8", { $0.faults.timeServerDelay = nil }) { bench in
            let printed = try await bench.carryOut(delivery)
            #expect(printed.contains("no time server has answered") && printed.hasSuffix("! stopped"), "\(printed)")
            #expect(try await bench.router.rows(of: "/certificate").isEmpty)
            #expect(bench.server.received.isEmpty)
            try await bench.router.setFaults { $0.timeServerDelay = .seconds(10) }
            // As the router printed.
            try await bench.router.edit("/system/ntp/client/set", ["servers": "192.0.2.123"])
            #expect(try await bench.carryOut(delivery).contains("ready"))
        }
    }

    @Test func `a certificate that no service takes for a while is waited for`() async throws {
        try await BootstrapBench.with("7.24", { $0.faults.certificateDelay = .seconds(15) }) { bench in
            let printed = try await bench.carryOut(.file)
            #expect(printed.contains("ready"), "\(printed)")
            #expect(try await bench.login()["server"] == "guests")
        }
        try await BootstrapBench.with("7.24", { $0.faults.certificateDelay = .seconds(600) }) { bench in
            let printed = try await bench.carryOut(.file)
            #expect(printed.contains("does not take the certificate gardengate-api"), "\(printed)")
            try await bench.router.advanceClock(by: .seconds(600))
            #expect(try await bench.carryOut(.file).contains("ready"))
            #expect(try await bench.ownCertificates() == ["gardengate-api", "gardengate-ca"])
        }
    }

    @Test func `a full disk stops the paste before anything is made`() async throws {
        try await BootstrapBench.with("7.16.2", { $0.freeFlashBytes = 300 }) { bench in
            let printed = try await bench.carryOut(.paste)
            #expect(printed.hasSuffix("! stopped"), "\(printed)")
            #expect(try await bench.router.rows(of: "/certificate").isEmpty)
            #expect(bench.server.received.isEmpty)
        }
    }

    @Test func `what an earlier run or another tool left is used, mended or left alone`() async throws {
        try await BootstrapBench.with("7.24") { bench in
            // A template that was never signed, a group with too much, and somebody else who uses the service.
            try await bench.router.edit("/certificate/add", ["name": "gardengate-api", "common-name": "half"])
            try await bench.router.edit("/user/group/add", ["name": "gardengate", "policy": "read,policy,sensitive"])
            try await bench.router.edit("/ip/service/set", ["numbers": "api-ssl", "address": "198.51.100.0/24"])
            #expect(try await bench.carryOut(.file).contains("ready"))
            #expect(try await bench.service("api-ssl")["address"] == "127.0.0.1/32,198.51.100.0/24")
            let group = try await bench.router.rows(of: "/user/group").first { $0["name"] == "gardengate" }
            let policies = try #require(group?["policy"]).split(separator: ",")
            #expect(policies.contains("!policy") && policies.contains("!sensitive") && policies.contains("api"))
            // The router is reached by another name from now on.
            var moved = bench
            moved.bootstrap.host = "router.example"
            let before = try await bench.login()
            let told = try await moved.carryOut(.file)
            #expect(told.contains("a certificate for router.example"))
            #expect(told.contains("api-ssl had the certificate gardengate-api until now"))
            #expect(try await bench.login()["fingerprint"] != before["fingerprint"])
            #expect(try await bench.ownCertificates() == ["gardengate-api", "gardengate-api2", "gardengate-ca"])
        }
    }

    @Test func `what is fetched is no secret, and does nothing by itself`() async throws {
        try await BootstrapBench.with("7.12.2") { bench in
            #expect(!RouterBootstrap.fetched.contains("{{"))
            #expect(RouterBootstrap.fetched.utf8.allSatisfy { $0 < 0x80 })
            #expect(RouterBootstrap.fetched.utf8.count < 20_000)
            #expect(try await bench.run(RouterBootstrap.fetched) == "! stopped")
            #expect(try await bench.ownCertificates().isEmpty)
            let paste = try #require(bench.bootstrap.paste)
            #expect(paste.split(separator: "\n").allSatisfy { $0.utf8.count <= 140 })
            // A terminal takes a question mark for a question, a tab for a name to complete.
            #expect(paste.utf8.allSatisfy { $0 == UInt8(ascii: "\n") || (0x20..<0x7F).contains($0) })
            #expect(!paste.contains { $0 == Character("\u{3F}") })
            #expect(!paste.contains("--tls-ca"))
            var stranger = bench.bootstrap
            stranger.authority = nil
            #expect(try #require(stranger.paste).contains("gateway set URL --tls-ca FILE"))
            #expect(!paste.contains("{{") && !bench.bootstrap.file.contains("{{"))
        }
    }
}
