import Foundation
import Testing

/// Tunnels as people at a shell set them up; what they do to packets is tried in `Tests/Interop`.
@Suite struct TunnelTests {
    private static func place(tunnel: Bool = true) async throws -> Workplace {
        let place = try Workplace()
        try await place.makeSite("Hotel Linde")
        if tunnel { try await place.text("gateway", "tunnel", "set", "--endpoint", "vpn.example.com:51820") }
        return place
    }

    @Test func `the script is printed alone and once, and its private key is nowhere else`() async throws {
        let place = try await Self.place()
        let added = try await place.run("gateway", "tunnel", "add", "Hotel Linde")
        #expect(added.status == 0)
        #expect(added.output.hasPrefix("# gardengate: a tunnel"))
        #expect(added.errors.contains("device add 'Hotel Linde' 10.213.0.2:8729"), "\(added.errors)")
        let key = try #require(added.output.firstMatch(of: /ggKey "([^"]+)"/)).output.1
        let shown = try await place.text("gateway", "tunnel", "show")
        let file = try await place.text("gateway", "tunnel", "config")
        let audit = try await place.text("audit", "list")
        for text in [shown, file, audit, added.errors] { #expect(!text.contains(key)) }
        #expect(try place.databaseBytes().range(of: Data(key.utf8)) == nil)
        #expect(shown.contains("no device yet"))
        #expect(audit.contains("gateway tunnel add"))
        let own = try #require(file.firstMatch(of: /PrivateKey = (\S+)/)).output.1
        #expect(!shown.contains(own) && !added.output.contains(own))
        #expect(try place.databaseBytes().range(of: Data(own.utf8)) == nil)
    }

    @Test func `a new router is told of its tunnel with everything else, and the same again until it is a device`()
        async throws
    {
        let place = try await Self.place()
        let file = place.path("linde.rsc")
        let words = ["--file", file, "--wait", "0", "--json"]
        let text = { (arguments: [String]) async throws -> (host: String?, script: String) in
            let told = try JSONValue(
                parsing: try await place.text(["device", "bootstrap", "Hotel Linde"] + arguments + words)
            )
            return (told["host"].string, try String(contentsOfFile: file, encoding: .utf8))
        }
        let first = try await text(["--wireguard"])
        #expect(first.host == "10.213.0.2:8729")
        // Whoever asks for a file has the secrets there alone.
        let told = try await place.json(["device", "bootstrap", "Hotel Linde", "10.213.0.2"] + words)
        #expect(told["script"] == .null && told["file"].string == file)
        for part in ["endpoint-address=\"vpn.example.com\"", "\"from\") \"10.213.0.1/32\"", "\"host\") \"10.213.0.2\""]
        {
            #expect(first.script.contains(part), "\(part)")
        }
        let keys = { (script: String) in
            script.matches(of: /(?:ggKey|preshared-key=|password"\)) ?"([^"]+)"/).map { String($0.output.1) }
        }
        #expect(keys(first.script).count == 3)
        #expect(keys(try await text(["10.213.0.2"]).script) == keys(first.script))
        let renewed = try await text(["10.213.0.2", "--new-password", "--new-keys"])
        #expect(Set(keys(renewed.script)).isDisjoint(with: keys(first.script)))
        #expect(try await text(["--wireguard"]).host == "10.213.0.3:8729")
        try await place.text("device", "bootstrap", "Hotel Linde", "10.213.0.2", "--forget")
        let left = try await place.json("gateway", "tunnel", "show")["routers"].elements
        #expect(left.map { $0["address"] } == ["10.213.0.3"])
        for secret in keys(first.script) + keys(renewed.script) {
            #expect(try place.databaseBytes().range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func `a router that dials keeps its keys, unless new ones are asked for, which is told loudly`() async throws
    {
        let place = try await Self.place()
        try await place.text("gateway", "tunnel", "add", "Hotel Linde")
        let words = ["--user", "gate", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check"]
        try await place.text(["device", "add", "Hotel Linde", "10.213.0.2"] + words)
        let dialling = try await place.text("gateway", "tunnel", "config")
        let file = place.path("linde.rsc")
        let bootstrap = ["device", "bootstrap", "Hotel Linde", "10.213.0.2", "--file", file, "--wait", "0"]
        let kept = try await place.run(bootstrap)
        #expect(kept.status == 0 && kept.errors.contains("--new-keys"), "\(kept.errors)")
        #expect(try await place.text("gateway", "tunnel", "config") == dialling)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("ggKey \"\""))
        let shown = try await place.text("gateway", "tunnel", "add", "Hotel Linde", "--address", "10.213.0.2")
        #expect(shown.contains("ggKey \"\""))
        #expect(try await place.text("gateway", "tunnel", "config") == dialling)

        let renewed = try await place.run(bootstrap + ["--new-keys", "--new-password"])
        #expect(renewed.status == 0 && renewed.errors.contains("WARNING: these are new keys"), "\(renewed.errors)")
        let other = try await place.text("gateway", "tunnel", "config")
        #expect(other != dialling)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("ggKey \"\""))
        let again = try await place.run([
            "gateway", "tunnel", "add", "Hotel Linde", "--address", "10.213.0.2", "--new-keys",
        ])
        #expect(again.status == 0 && again.errors.contains("WARNING"), "\(again.errors)")
        #expect(try await place.text("gateway", "tunnel", "config") != other)
        // It is a device: what goes is what it was to be told, not its address.
        try await place.text("device", "bootstrap", "Hotel Linde", "10.213.0.2", "--forget")
        #expect(try await place.json("gateway", "tunnel", "show")["routers"].elements.count == 1)
    }

    @Test func `a new router's set-up goes on with its address, and with what else was said`() async throws {
        let place = try await Self.place()
        let process = try place.start([
            "device", "bootstrap", "Hotel Linde", "--wireguard", "--file", place.path("linde.rsc"), "--database",
            place.path("gate.db"),
        ])
        let hint = try #require(await process.errorLine(containing: "Waiting for"))
        process.signal(SIGTERM)
        _ = await process.outcome()
        #expect(hint.contains("gardengate device bootstrap 'Hotel Linde' 10.213.0.2 --file"), "\(hint)")
        #expect(hint.contains("--database"))
    }

    @Test func `which of several routers gets a new address is left to who knows it`() async throws {
        let place = try await Self.place()
        let words = ["--user", "gate", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check"]
        for host in ["192.0.2.1", "192.0.2.2"] { try await place.text(["device", "add", "Hotel Linde", host] + words) }
        let added = try await place.run("gateway", "tunnel", "add", "Hotel Linde")
        #expect(added.errors.contains("device set DEVICE --address 10.213.0.2:8729"), "\(added.errors)")
    }

    @Test(arguments: [
        (["192.0.2.1", "--new-keys", "--file", "x.rsc"], "leave --new-keys out"),
        (["--wireguard"], "gardengate gateway set URL"), ([], "--wireguard when it cannot"),
        (["--wireguard", "--forget"], "its name or address"),
        (["--wireguard", "--from", "192.0.2.1"], "leave --from out"),
        (["10.213.0.7", "--wireguard", "--file", "x.rsc"], "router in the tunnel"),
    ])
    func `a set-up that cannot be gives no router an address`(arguments: [String], error: String) async throws {
        let place = try await Self.place()
        let outcome = try await place.run(["device", "bootstrap", "Hotel Linde"] + arguments + ["--wait", "0"])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(error), "\(outcome.errors)")
        #expect(try await place.json("gateway", "tunnel", "show")["routers"].elements.isEmpty)
    }

    @Test func `files with keys are for their owner alone`() async throws {
        let place = try await Self.place()
        let (script, conf) = (place.path("linde.rsc"), place.path("gate.conf"))
        let added = try await place.json("gateway", "tunnel", "add", "Hotel Linde", "--output", script)
        #expect(added["script"] == .null && added["address"] == "10.213.0.2")
        let written = try await place.json("gateway", "tunnel", "config", "--output", conf)
        #expect(written["interface"] == "gate" && written["routers"].number == 1)
        for path in [script, conf] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(try String(contentsOfFile: conf, encoding: .utf8).contains("AllowedIPs = 10.213.0.2/32"))
    }

    @Test func `a device that is there already is given its new address`() async throws {
        let place = try await Self.place()
        let words = ["--user", "gate", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check"]
        try await place.text(["device", "add", "Hotel Linde", "192.0.2.1"] + words)
        let added = try await place.run("gateway", "tunnel", "add", "Hotel Linde")
        #expect(
            added.errors.contains("gardengate device set 192.0.2.1:8729 --address 10.213.0.2:8729"),
            "\(added.errors)"
        )
        try await place.text("device", "set", "192.0.2.1:8729", "--address", "10.213.0.2:8729", "--no-check")
        #expect(try await place.text("gateway", "tunnel", "show").contains("device"))
        #expect(try await !place.text("gateway", "tunnel", "show").contains("no device yet"))
    }

    @Test func `a device takes its router out of the file`() async throws {
        let place = try await Self.place()
        try await place.text("gateway", "tunnel", "add", "Hotel Linde")
        let words = ["--user", "gate", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check"]
        try await place.text(["device", "add", "Hotel Linde", "10.213.0.2"] + words)
        let shown = try await place.json("gateway", "tunnel", "show")
        #expect(shown["routers"].elements.count == 1)
        #expect(shown["routers"].elements.first?["device_id"] != .null)
        let refused = try await place.run("gateway", "tunnel", "remove", "10.213.0.2")
        #expect(refused.status == 1 && refused.errors.contains("gardengate device remove 10.213.0.2"))
        let removed = try await place.text("device", "remove", "10.213.0.2")
        #expect(removed.contains("gardengate gateway tunnel config"))
        #expect(try await !place.text("gateway", "tunnel", "config").contains("[Peer]"))
        try await place.text("gateway", "tunnel", "clear")
    }

    @Test func `the port for reports is open to routers that reach the gateway through the tunnel only`() async throws {
        let place = try await Self.place()
        try await place.text("gateway", "set", "https://192.0.2.1:8443")
        #expect(try await !place.text("gateway", "tunnel", "config").contains("dport"))
        try await place.text("gateway", "set", "https://10.213.0.1:8443")
        #expect(try await place.text("gateway", "tunnel", "config").contains("tcp dport 8443 accept"))
    }

    @Test(arguments: [
        (["set"], "--endpoint"), (["set", "--endpoint", "vpn.example.com"], "vpn.example.com:51820"),
        (["set", "--endpoint", "no host:51820"], "vpn.example.com:51820"),
        (["set", "--endpoint", "vpn.example.com:70000"], "65535"),
        (["set", "--endpoint", "a.example:1", "--network", "10.0.0.0/31"], "--network"),
        (["set", "--endpoint", "a.example:1", "--mtu", "9000"], "576 to 1420"),
        (["set", "--endpoint", "a.example:1", "--listen-port", "0"], "1 to 65535"),
        (["add", "Nowhere"], "there is no site"), (["add", "Hotel Linde", "--key", "abc"], "is no public key"),
        (["add", "Hotel Linde", "--address", "10.213.0.9"], "router in the tunnel"),
        (["add", "Hotel Linde", "--api-port", "0"], "--api-port"),
        (["config", "--output", "gate.txt"], "call it NAME.conf"),
        (["config", "--output", "a-name-that-is-too-long.conf"], "call it NAME.conf"),
        (["remove", "10.213.0.9"], "router in the tunnel"),
    ])
    func `what makes no sense is told in one line`(arguments: [String], error: String) async throws {
        let place = try await Self.place()
        let outcome = try await place.run(["gateway", "tunnel"] + arguments)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(error), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `before anybody said where routers dial, that is what is missing`() async throws {
        let place = try await Self.place(tunnel: false)
        for arguments in [["add", "Hotel Linde"], ["config"]] {
            let outcome = try await place.run(["gateway", "tunnel"] + arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("gardengate gateway tunnel set --endpoint HOST:PORT"))
        }
        #expect(try await place.text("gateway", "tunnel", "show").contains("gateway tunnel set"))
        try await place.text("gateway", "tunnel", "set", "--endpoint", "a.example:1", "--network", "10.9.0.0/30")
        try await place.text("gateway", "tunnel", "add", "Hotel Linde")
        let full = try await place.run("gateway", "tunnel", "add", "Hotel Linde")
        #expect(full.status == 1 && full.errors.contains("no address left"))
    }
}
