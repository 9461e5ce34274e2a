import Foundation
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import gardengate

/// `gardengate probe`, as somebody uses it who has one router and no gateway yet.
@Suite struct ProbeTests {
    private static let outcomes: Set = ["holds", "differs", "answered", "inapplicable", "untried"]

    private static func arguments(_ router: SimulatedRouter, _ secret: String) throws -> [String] {
        [
            "probe", "\(router.host):\(router.port)", "--password-file", secret,
            "--trust", "pin:\(try #require(router.fingerprint))",
        ]
    }

    @Test func `the JSON has a form that stays, and tells nobody's name`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await router.edit("/ip/hotspot/user/add", ["name": "mrs-linde", "comment": "room-17"])
            try await router.loginGuest(user: "mrs-linde", password: "", mac: "AA:BB:CC:00:00:01", address: "10.5.50.7")
            let before = try await router.rows(of: "/ip/hotspot/user")
            let arguments = try Self.arguments(router, try place.secretFile()) + ["--yes", "--json"]
            let outcome = try await place.run(arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors == "")
            let report = try JSONValue(parsing: outcome.output)
            #expect(report["format"] == .number(1))
            #expect(report["router"]["version"] == "7.22.3 (stable)" && report["router"]["board"] == "hAP ax^2")
            #expect(report["router"]["simulated"] == .boolean(true))
            let checks = report["checks"].elements
            #expect(checks.count > 40)
            for check in checks {
                let outcome = try #require(check["outcome"].string)
                #expect(Self.outcomes.contains(outcome))
                #expect(check["id"].string?.contains(".") == true && check["source"].string?.isEmpty == false)
                #expect((check["text"].string == nil) == (outcome == "holds"), "\(check)")
            }
            for label in Self.outcomes {
                let count = checks.count { $0["outcome"].string == label }
                #expect(report["summary"][label] == .number(Double(count)), "\(label)")
            }
            let mode = checks.first { $0["id"] == "session.safe-mode" }
            #expect(mode?["outcome"] == "untried")
            #expect(mode?["text"] == "what others change in the meantime would be taken back as well")
            let speed = checks.first { $0["id"] == "speed.rows" }
            #expect((speed?["figures"]["script_milliseconds"].number ?? 0) > 0)
            for word in ["mrs-linde", "room-17", "10.5.50", "127.0.0.1", Workplace.password, "AA:BB"] {
                #expect(!outcome.output.contains(word), "\(word) is in the report")
            }
            #expect(try await router.rows(of: "/ip/hotspot/user") == before)
        }
    }

    @Test func `the text says what holds and that the router is a simulated one`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let text = try await place.text(try Self.arguments(router, try place.secretFile()) + ["--yes"])
            #expect(text.hasPrefix("RouterOS 7.22.3 (stable) on hAP ax^2 (arm64), "))
            #expect(text.contains("This is a simulated router"))
            #expect(text.contains("  holds   a user's name is unique\n"))
            #expect(text.contains("  answer  how long a comment may be\n"))
            #expect(text.contains("not tried: it would take the places of others; it is 20"))
            for question in [
                "whether api-ssl takes a certificate with an elliptic key",
                "whether the router sends the chain that its certificate hangs on",
                "how long a word and a sentence may be after the login",
                "whether safe mode works over the API, and takes back what was done when the connection ends",
                "under which policy the scripts on-login and on-logout of a profile run",
            ] { #expect(text.contains("\n  -       \(question): not tried: "), "\(question)") }
            #expect(text.contains(" hold, 0 do not, "))
        }
    }

    @Test func `it says what it will do and does nothing without an answer`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let outcome = try await place.run(try Self.arguments(router, try place.secretFile()))
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("begin with gg-probe-"))
            #expect(outcome.errors.contains("changes no setting"))
            #expect(outcome.errors.hasSuffix("say --yes to begin\n"))
            #expect(try await router.activity().configurationWrites == 0)
        }
    }

    @Test func `a wrong password and a wrong address are one line each`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            let wrong = try await place.run(try Self.arguments(router, try place.secretFile("nonsense")) + ["--yes"])
            #expect(wrong.status == 1 && wrong.errorLines.count == 1)
            #expect(wrong.errors.contains("invalid user name or password"))
            let nowhere = try await place.run(
                "probe",
                "127.0.0.1:1",
                "--password-file",
                try place.secretFile(),
                "--yes"
            )
            #expect(nowhere.status == 1 && nowhere.errorLines.count == 1)
            #expect(nowhere.errors.contains("no connection to 127.0.0.1:1"))
        }
    }

    @Test func `a probe that breaks off says what may be left, and how to remove it`() {
        let left = ProbeRun.failure("192.0.2.1: the connection ended", isClean: false, at: "192.0.2.1:8729")
        #expect(
            left.message.hasPrefix("192.0.2.1: the connection ended; rows of the probe may be left on 192.0.2.1:8729: ")
        )
        #expect(left.message.contains("begins with gg-probe-") && left.exitCode == 1)
        let clean = ProbeRun.failure("stopped", isClean: true, at: "192.0.2.1:8729", exitCode: 143)
        #expect(clean.message == "stopped; nothing of the probe is left on 192.0.2.1:8729" && clean.exitCode == 143)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal in the middle ends it, and the router is as before`(signal: Int32) async throws {
        try await SimulatedRouter.running {
            $0.latency = .milliseconds(20)
        } _: { router in
            let place = try Workplace()
            let before = try await router.rows(of: "/ip/hotspot/user")
            let watching = try await RouterOSConnection.connect(
                RouterOSConnectionConfiguration(
                    host: router.host,
                    port: router.port,
                    transport: .tls(.pinned(try #require(router.fingerprint)))
                ),
                credentials: RouterOSCredentials(user: router.user, password: Workplace.password),
                on: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test")
            )
            let changes = watching.listen(Command("/ip/hotspot/user/listen"))
            let process = try place.start(try Self.arguments(router, try place.secretFile()) + ["--yes"])
            for try await row in changes where row.text("name")?.hasPrefix("gg-probe-") == true {
                process.signal(signal)
                break
            }
            let outcome = await process.outcome()
            await watching.close()
            #expect(outcome.status == 128 + signal && outcome.output == "")
            #expect(outcome.errors.contains("nothing of the probe is left on"))
            #expect(try await router.rows(of: "/ip/hotspot/user") == before)
        }
    }
}
