import GatewayDomain
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// `routeros-scripts/bootstrap.rsc` on routers out of their boxes.
///
/// One after the other: the network is not simulated, and keys take their time.
@Suite(.serialized) struct BootstrapTests {
    @Test(arguments: BootstrapBench.versions, BootstrapBench.Delivery.allCases)
    func `a router out of its box is ready after one delivery`(
        version: String,
        delivery: BootstrapBench.Delivery
    ) async throws {
        try await BootstrapBench.with(version) { bench in
            let printed = try await bench.carryOut(delivery)
            #expect(!printed.contains("stopped"), "\(printed)")
            let login = try await bench.login()
            #expect(login["server"] == "guests")
            let fingerprint = try #require(login["fingerprint"])
            #expect(printed.contains("  \(fingerprint)"), "\(printed)")
            #expect(!printed.contains("battery"))
            let service = try await bench.service("api-ssl")
            #expect(service["address"] == "127.0.0.1/32" && service["tls-version"] == "only-1.2")
            #expect(service["certificate"] == "gardengate-api" && service["disabled"] == "false")
            #expect(try await bench.service("api")["disabled"] == "true")
            let group = try await bench.router.rows(of: "/user/group").first { $0["name"] == "gardengate" }
            let policies = try #require(group?["policy"]).split(separator: ",").filter { !$0.hasPrefix("!") }
            #expect(Set(policies.map(String.init)) == Set(RouterAccount.policies.map(\.name)))
            let user = try #require(try await bench.router.rows(of: "/user").first { $0["name"] == "gardengate" })
            #expect(user["group"] == "gardengate" && user["address"] == "127.0.0.1/32")
            #expect(try await bench.files().isEmpty)
            let time = try await bench.router.rows(of: "/system/ntp/client").first
            #expect(time?["status"] == "synchronized")
            let certificates = try await bench.router.rows(of: "/certificate")
            #expect(certificates.allSatisfy { $0["invalid-before"]?.hasPrefix("1970") == false })
            #expect(try await bench.run(":global ggSetup; :put [:typeof $ggSetup]") == "nothing")
            #expect(bench.server.received.map(\.line) == (delivery == .paste ? ["GET /routeros/bootstrap.rsc"] : []))
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `twice is as good as once`(delivery: BootstrapBench.Delivery) async throws {
        try await BootstrapBench.with("7.20.8") { bench in
            let first = try await bench.carryOut(delivery)
            let before = try await bench.login()
            let certificates = try await bench.ownCertificates()
            let second = try await bench.carryOut(delivery)
            #expect(first.split(separator: "\n").suffix(3) == second.split(separator: "\n").suffix(3))
            #expect(try await bench.login() == before)
            #expect(try await bench.ownCertificates() == certificates)
            #expect(certificates == ["gardengate-api", "gardengate-ca"])
            #expect(try await bench.service("api-ssl")["address"] == "127.0.0.1/32")
            #expect(try await bench.router.rows(of: "/user").count { $0["name"] == "gardengate" } == 1)
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `device-mode, confirmed by a power cut, is all that a home router lacks`(
        delivery: BootstrapBench.Delivery
    ) async throws {
        try await BootstrapBench.with("7.24", isReady: false) { bench in
            try await bench.router.edit("/ip/hotspot/add", ["name": "guests", "interface": "bridge"])
            let before = try await bench.router.activity().configurationWrites
            let refused = try await bench.carryOut(delivery)
            let command = "/system/device-mode/update hotspot=yes scheduler=yes fetch=yes"
            #expect(refused.contains("Run: \(command)\n") && refused.hasSuffix("! stopped"), "\(refused)")
            if delivery == .paste {
                #expect(try await bench.router.activity().configurationWrites == before)
            }
            #expect(try await bench.ownCertificates().isEmpty)
            _ = try await bench.run(command)
            try await bench.router.powerCut()
            let printed = try await bench.carryOut(delivery)
            #expect(printed.contains("ready"), "\(printed)")
            #expect(try await bench.login()["server"] == "guests")
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `what is missing is told before anything is changed`(delivery: BootstrapBench.Delivery) async throws {
        try await BootstrapBench.with("7.20.8", isReady: false) { bench in
            if delivery == .file {
                try await bench.router.edit("/file/add", ["name": "gardengate.rsc", "contents": bench.bootstrap.file])
            }
            let before = try await bench.router.activity().configurationWrites
            let printed = try await bench.carryOut(delivery)
            #expect(printed.contains("no hotspot server: /ip/hotspot/setup"), "\(printed)")
            #expect(printed.contains("device-mode forbids") && printed.hasSuffix("! stopped"))
            #expect(try await bench.router.activity().configurationWrites == before)
            #expect(bench.server.received.isEmpty)
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `an account of somebody else stays as it is`(delivery: BootstrapBench.Delivery) async throws {
        try await BootstrapBench.with("7.20.8") { bench in
            try await bench.router.edit("/user/add", ["name": "gardengate", "group": "full", "password": "x"])
            let before = try await bench.router.rows(of: "/user")
            let printed = try await bench.carryOut(delivery)
            #expect(printed.contains("another user gardengate") && printed.hasSuffix("! stopped"), "\(printed)")
            #expect(try await bench.router.rows(of: "/user") == before)
            #expect(try await bench.ownCertificates().isEmpty)
            #expect(try await bench.service("api-ssl")["certificate"] == "none")
        }
    }

    @Test func `a line that a terminal lost makes no account without a password, and no open one`() async throws {
        try await BootstrapBench.with("7.16.2") { bench in
            let paste = try #require(bench.bootstrap.paste)
            for name in ["account", "password", "host", "altName", "from", "since"] {
                let before = try await bench.router.activity().configurationWrites
                let lines = paste.split(separator: "\n", omittingEmptySubsequences: false)
                let kept = lines.filter { !$0.contains("($setup->\"\(name)\")") || !$0.contains(":set") }
                #expect(kept.count == lines.count - 1, "\(name)")
                let printed = try await bench.run(kept.joined(separator: "\n"))
                #expect(printed.hasSuffix("! stopped") && !printed.contains("ready"), "\(name): \(printed)")
                #expect(try await bench.router.activity().configurationWrites == before)
            }
        }
    }

    @Test func `a group that others are in stays as it is`() async throws {
        try await BootstrapBench.with("7.20.8") { bench in
            try await bench.router.edit("/user/group/add", ["name": "gardengate", "policy": "read,winbox"])
            try await bench.router.edit("/user/add", ["name": "desk", "group": "gardengate", "password": "x"])
            let before = try await bench.router.rows(of: "/user/group")
            let printed = try await bench.carryOut(.file)
            #expect(printed.contains("the group gardengate is somebody else's") && printed.hasSuffix("! stopped"))
            #expect(try await bench.router.rows(of: "/user/group") == before)
        }
    }

    @Test(arguments: BootstrapBench.Delivery.allCases)
    func `a router without the package, or too old, says so`(delivery: BootstrapBench.Delivery) async throws {
        try await BootstrapBench.with("7.20.8", isReady: false, { $0.hasHotspotPackage = false }) { bench in
            try await bench.router.setHotspotAllowed(true)
            let printed = try await bench.carryOut(delivery)
            #expect(printed.contains("the package hotspot is missing"), "\(printed)")
            #expect(printed.hasSuffix("! stopped"))
            #expect(try await bench.router.rows(of: "/certificate").isEmpty)
        }
        for (version, isTold) in [("7.10.2", true), ("7.9.2", true), ("7.12.2", false), ("7.24", false)] {
            try await BootstrapBench.with(version, isReady: false) { bench in
                let printed = try await bench.carryOut(delivery)
                #expect(printed.contains("\(version) (stable) is too old, 7.12 or later") == isTold, "\(printed)")
                #expect(printed.hasSuffix("! stopped"))
                #expect(try await bench.router.rows(of: "/certificate").isEmpty)
            }
        }
    }

    @Test(arguments: BootstrapBench.versions)
    func `whoever is connected is in nobody's way, and stays let in`(version: String) async throws {
        try await BootstrapBench.with(version) { bench in
            let delivery = BootstrapBench.Delivery.file
            #expect(try await bench.carryOut(delivery).contains("ready"))
            let other = "198.51.100.0/24"
            try await bench.router.edit("/ip/service/set", ["numbers": "api-ssl", "address": "127.0.0.1/32,\(other)"])
            let connection = try await bench.connected()
            let again = try await bench.carryOut(delivery)
            #expect(again.contains("ready, on port 8729."), "\(again)")
            let row = try await bench.service("api-ssl")
            #expect(row["address"] == "127.0.0.1/32,\(other)" && row["certificate"] == "gardengate-api")
            #expect(try await connection.call(Command("/system/identity/print")).rows.count == 1)
            await connection.close()
        }
    }
}
