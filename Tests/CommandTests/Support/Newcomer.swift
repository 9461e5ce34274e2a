import Foundation
import RouterOSAPI
import RouterOSSimulator
import Testing

/// Somebody who does what the README tells, line by line, with a simulated router in place of the real one.
struct Newcomer {
    /// The router that is worked on; another one takes its place when it is replaced.
    var router: SimulatedRouter
    /// Whether the set-up is carried to the router as a file.
    var isFile = false
    let place: Workplace

    /// Where the gateway serves, once it does.
    private(set) var gateway = "192.0.2.10:8443"
    private var serving: CommandProcess?
    /// The codes that were made.
    private(set) var codes: [String] = []
    /// What was printed last, at the gateway or by the router.
    private(set) var printed = ""
    /// The fingerprint that the router printed last.
    private(set) var fingerprint = ""

    init(_ router: SimulatedRouter) throws {
        self.router = router
        place = try Workplace()
    }

    /// Takes every step.
    mutating func follow(_ guide: Guide) async throws {
        for step in guide.steps {
            switch step {
            case .router(let line): try await type(here(line, router: router.host))
            case .gateway(let words):
                try await command(words.map { here($0, router: "\(router.host):\(router.port)") })
            // Needs a kernel with WireGuard, and root.
            case .host(let line): #expect(line.hasPrefix("sudo "), "\(line) is typed by nobody")
            }
        }
    }

    /// Comes as a guest with the first code, and sees that the gateway hears of it.
    func comeAsGuest() async throws {
        let code = try #require(codes.first)
        #expect(try await router.managedUsers().contains(code))
        try await router.loginGuest(user: code, password: code, mac: "AA:BB:CC:00:00:01", address: "192.168.88.20")
        #expect(try await router.rows(of: "/ip/hotspot/active").map { $0["user"] } == [code])
        #expect(try await place.text("push", "Hotel Linde").isEmpty == false)
        #expect(try await place.text("redemption", "list", "Hotel Linde").contains(code))
    }

    /// Ends what was left running.
    func stop() async {
        serving?.signal(SIGTERM)
        if let serving { #expect(await serving.outcome().status == 0) }
    }

    /// A line of the README with the addresses of this machine.
    private func here(_ line: String, router: String) -> String {
        line.replacing("192.0.2.10:8443", with: gateway).replacing("192.0.2.10", with: "127.0.0.1")
            .replacing("192.0.2.1", with: router).replacing("0.0.0.0:8443", with: "127.0.0.1:0")
            .replacing("certificates", with: place.path("certificates"))
            .replacing("gardengate.conf", with: place.path("gardengate.conf"))
    }

    // MARK: - At the gateway

    private mutating func command(_ words: [String]) async throws {
        switch words.prefix(2) {
        case let start where start.first == "serve":
            let process = try place.start(words, deadline: .seconds(300))
            let line = try #require(await process.errorLine(containing: "listening"))
            gateway = "127.0.0.1:\(try #require(line.split(separator: "127.0.0.1:").last).prefix { $0.isNumber })"
            serving = process
        case ["device", "bootstrap"] where words.contains("--wireguard"):
            printed = try await place.text(words + ["--wait", "0"])
        case ["device", "bootstrap"]: try await meet(words)
        case ["device", "add"]:
            // Both are asked for, and nobody is there.
            let password = try place.secretFile("CHOOSE-A-LONG-ONE")
            printed = try await place.text(words + ["--password-file", password, "--trust", "pin:\(fingerprint)"])
        case ["coupon", "create"]: codes = try await place.text(words).split(separator: "\n").map(String.init)
        default: printed = try await place.text(words)
        }
    }

    /// Carries the set-up to the router, compares the fingerprints, and says that they are the same.
    private mutating func meet(_ words: [String]) async throws {
        let file = place.path("gardengate.rsc")
        let words = words + (isFile ? ["--file", file] : [])
        let first = try place.start(words, deadline: .seconds(300))
        _ = try #require(await first.errorLine(containing: "Waiting for"))
        if isFile {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try await router.edit("/file/add", ["name": "gardengate.rsc", "contents": text])
            try await carryOut("/import gardengate.rsc")
        } else {
            try await carryOut(#require(await first.output(endingWith: "\n}\n")))
        }
        // Nobody is there to be asked.
        let asked = await first.outcome()
        #expect(asked.status == 1)
        #expect(asked.errors.contains("then say --trust pin:\(fingerprint)"), "\(asked.errors)")
        let added = try await place.run(words + ["--trust", "pin:\(fingerprint)"])
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.output.contains("RouterOS \(router.version)"))
        #expect(
            added.output.contains("next: gardengate push \"Hotel Linde\"")
                || added.output.contains("next: gardengate push 'Hotel Linde'")
        )
        printed = added.output
    }

    // MARK: - At the router

    /// Types a line into the router's terminal, and does what the README says about it.
    private mutating func type(_ line: String) async throws {
        let isUpdate = line.hasPrefix("/system/device-mode/update")
        // Before 7.17 a router is allowed all of it.
        if isUpdate, router.version < RouterOSVersion(7, 17) { return }
        if let (_, name) = line.firstMatch(of: /file-name=([^ ]+)/)?.output {
            let contents = try String(contentsOfFile: place.path("certificates/\(name)"), encoding: .utf8)
            try await router.edit("/file/add", ["name": String(name), "contents": contents])
        }
        do {
            try await carryOut(line)
        } catch SimulatedRouterError.commandRefused(let text) where text.contains("does not match any value of cert") {
            try await router.advanceClock(by: .seconds(15))
            try await carryOut(line)
        }
        if line.hasSuffix("/client/print") {
            for _ in 0..<180 where !printed.contains("synchronized") {
                try await router.advanceClock(by: .seconds(1))
                try await carryOut(line)
            }
            #expect(printed.contains("synchronized"), "\(printed)")
        }
        if isUpdate { try await router.powerCut() }
    }

    /// Runs a script while time passes.
    mutating func carryOut(_ source: String) async throws {
        printed = try await withThrowingTaskGroup(of: String?.self) { [router] group in
            group.addTask { try await router.run(source) }
            group.addTask {
                // More than any wait of the script, and not for ever.
                for _ in 0..<2000 where !Task.isCancelled { try await router.advanceClock(by: .seconds(1)) }
                return nil
            }
            defer { group.cancelAll() }
            while let printed = try await group.next() {
                if let printed { return printed }
            }
            throw CancellationError()
        }
        let words = printed.split(whereSeparator: \.isWhitespace)
        if let print = words.first(where: { $0.utf8.count == 64 }) { fingerprint = String(print) }
    }
}
