import Foundation
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// `/tool/fetch` with a real web server.
///
/// Argument names and limits: manual, Fetch page, and the command trees of 7.10.2 to 7.24.
@Suite struct FetchTests {
    private static func configuration(_ version: String = "7.22.3") -> SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration(
            version: RouterOSVersion(version) ?? RouterOSVersion(7, 22, 3),
            tls: .off,
            clockSpeed: 0
        )
        // 2026-09-25 21:10:05
        configuration.clockStart = 1_790_370_605
        // A busy machine may take long to answer.
        configuration.faults.fetchIdleTimeout = .seconds(300)
        return configuration
    }

    private func run(
        _ source: String,
        on router: SimulatedRouter,
        _ connection: RouterOSConnection
    ) async -> String {
        do {
            let response = try await connection.call(
                Command("/execute").with("script", source).with("as-string", "")
            )
            return response.ret ?? ""
        } catch {
            return "! \(error)"
        }
    }

    @Test func `a form reaches the server unchanged, and its answer the script`() async throws {
        try await WebServer.with { server in
            server.answer(.status(200, "{\"ok\":\"00123\"}"))
            try await Router.withConnection(Self.configuration()) { router, connection in
                let source = """
                    :local user "0 1\\"2\\$3&E"
                    :local body ("user=" . [:convert $user from=raw to=url] . "&n=007")
                    :local answer [/tool/fetch url="http://127.0.0.1:\(server.port)/e?x=1" http-method=post http-data=$body \\
                        http-header-field="Authorization: Bearer abc,X-A: b\\\\,c" output=user as-value]
                    :put ($answer->"status")
                    :put ([:deserialize ($answer->"data") from=json options=json.no-string-conversion]->"ok")
                    """
                #expect(await run(source, on: router, connection) == "finished\n00123")
                let received = try #require(server.received.first)
                #expect(received.line == "POST /e?x=1")
                #expect(received.body == "user=0%201%222%243%26E&n=007")
                #expect(received.headers["authorization"] == "Bearer abc")
                #expect(received.headers["x-a"] == "b,c")
                #expect(received.headers["user-agent"] == "RouterOS 7.22.3")
                #expect(received.headers["content-type"] == "application/x-www-form-urlencoded")
            }
        }
    }

    @Test(arguments: [
        ("7.22.3", "failure: Status 401, Unauthorized"),
        ("7.18.2", "failure: Fetch failed with status 401"),
    ])
    func `an answer that is no success is an error that can be caught`(version: String, message: String) async throws {
        try await WebServer.with { server in
            server.answer(.status(401, "no"))
            try await Router.withConnection(Self.configuration(version)) { router, connection in
                let fetch = "/tool/fetch url=\"http://127.0.0.1:\(server.port)/\" output=none"
                #expect(await run(":do { \(fetch) } on-error={ :put caught }", on: router, connection) == "caught")
                #expect(await run(fetch, on: router, connection).contains(message))
            }
        }
    }

    @Test func `a server that says nothing, closes, or is not there is an error`() async throws {
        try await WebServer.with { server in
            try await Router.withConnection(Self.configuration()) { router, connection in
                let fetch = "/tool/fetch url=\"http://127.0.0.1:\(server.port)/\" output=none"
                server.answer(.silence)
                #expect(
                    await run("\(fetch) idle-timeout=1s", on: router, connection)
                        .contains("failure: timeout waiting data")
                )
                server.answer(.end)
                // A busy machine may take more than a second to close.
                #expect(await run("\(fetch) idle-timeout=5m", on: router, connection).contains("failure: closed"))
                let nobody = "/tool/fetch url=\"http://127.0.0.1:1/\" output=none"
                #expect(await run(nobody, on: router, connection).contains("failure: closed"))
            }
        }
    }

    @Test func `a certificate is checked when that is asked for, against the router's own store`() async throws {
        let identity = try TLSServerIdentity.selfSigned(commonName: "gateway", subjectAltNames: ["127.0.0.1"])
        let other = try TLSServerIdentity.selfSigned(commonName: "other", subjectAltNames: ["127.0.0.1"])
        var configuration = Self.configuration()
        // The certificates begin now.
        configuration.clockStart = Int64(Date.now.timeIntervalSince1970)
        try await WebServer.with(identity: identity) { [configuration] server in
            server.answer(.status(200, "hello"))
            try await Router.withConnection(configuration) { router, connection in
                let url = "https://127.0.0.1:\(server.port)/"
                let open = ":put ([/tool/fetch url=\"\(url)\" output=user as-value]->\"data\")"
                let checked = ":put ([/tool/fetch url=\"\(url)\" check-certificate=yes output=user as-value]->\"data\")"
                #expect(await run(open, on: router, connection) == "hello")
                #expect(await run(checked, on: router, connection).contains("no trusted CA certificate found"))
                for (name, made) in [("other", other), ("ca", identity)] {
                    try await router.edit(
                        "/file/add",
                        ["name": "\(name).pem", "contents": made.certificatePEM ?? ""]
                    )
                    #expect(
                        await run("/certificate/import file-name=\(name).pem passphrase=\"\"", on: router, connection)
                            == ""
                    )
                    let expected = name == "ca" ? "hello" : "cert not valid"
                    #expect(await run(checked, on: router, connection).contains(expected))
                }
                let rows = try await router.rows(of: "/certificate")
                #expect(rows.map { $0["name"] } == ["other.pem_0", "ca.pem_0"])
                #expect(rows.last?["fingerprint"] == identity.fingerprint?.description)
            }
        }
    }

    @Test func `fetch over the API answers with its status, or traps`() async throws {
        try await WebServer.with { server in
            server.answer(.status(200, "ros"))
            try await Router.withConnection(Self.configuration()) { router, connection in
                let command = Command("/tool/fetch").with("url", "http://127.0.0.1:\(server.port)/a.rsc")
                let response = try await connection.call(command)
                #expect(response.rows.first?.text("status") == "finished")
                let files = try await router.rows(of: "/file").filter { $0["name"] == "a.rsc" }
                #expect(files.map { $0["contents"] } == ["ros"])
                server.answer(.status(500, ""))
                await #expect(throws: RouterOSError.self) { try await connection.call(command) }
            }
        }
    }

    /// What a reporting script does on every supported version: read rows, encode, send, mark what was taken.
    @Test(arguments: ["7.12.2", "7.16.2", "7.20.8", "7.24"])
    func `what was redeemed while the gateway was away is sent once it is back`(version: String) async throws {
        try await WebServer.with { server in
            server.answer(.status(500, ""))
            try await Router.with(Self.configuration(version)) { router in
                for code in ["00123", "8E12345", "A B"] {
                    try await router.edit(
                        "/ip/hotspot/user/add",
                        ["name": code, "comment": "gg1 ab12 c \(code.count) r=1790370605"]
                    )
                }
                let source = """
                    :foreach id in=[/ip/hotspot/user/find where comment~"^gg1 .* r=[0-9]+\\$"] do={
                        :local name [/ip/hotspot/user/get $id name]
                        :local comment [/ip/hotspot/user/get $id comment]
                        :do {
                            /tool/fetch url="http://127.0.0.1:\(server.port)/events" output=none http-method=post http-data=("name=" . [:convert $name from=raw to=url])
                            /ip/hotspot/user/set $id comment="$comment s=1"
                        } on-error={ :log warning "not sent: $name" }
                    }
                    """
                try await router.edit("/system/script/add", ["name": "report", "source": source])
                try await router.edit(
                    "/system/scheduler/add",
                    ["name": "report", "interval": "5m", "on-event": "report"]
                )
                try await router.advanceClock(by: .seconds(600))
                #expect(server.received.count == 6)
                server.answer(.status(200, ""))
                try await router.advanceClock(by: .seconds(3600))
                #expect(server.received.dropFirst(6).map(\.body) == ["name=00123", "name=8E12345", "name=A%20B"])
                let log = try await router.rows(of: "/log").filter { $0["topics"] == "script,warning" }
                #expect(
                    log.map { $0["message"] }
                        == Array(repeating: ["00123", "8E12345", "A B"], count: 2).flatMap { $0 }.map {
                            "not sent: \($0)"
                        }
                )
                #expect(
                    try await router.rows(of: "/log").filter { $0["topics"]?.hasPrefix("script,error") ?? false }
                        .isEmpty
                )
            }
        }
    }

    @Test func `days pass while a scheduler fetches, and every request is sent at its own moment`() async throws {
        try await WebServer.with { server in
            try await Router.with(Self.configuration()) { router in
                let source = """
                    /tool/fetch url="http://127.0.0.1:\(server.port)/$[:tonum [:timestamp]]" output=none
                    :log info "sent"
                    """
                try await router.edit(
                    "/system/scheduler/add",
                    ["name": "report", "interval": "1h", "on-event": source]
                )
                try await router.advanceClock(by: .seconds(86_400))
                #expect(server.received.count == 24)
                #expect(server.received.map(\.line) == (1...24).map { "GET /\(1_790_370_605 + $0 * 3600)" })
                let log = try await router.rows(of: "/log").filter { $0["topics"] == "script,info" }
                #expect(log.count == 24)
                #expect(log.first?["time"] == "2026-09-25 22:10:05")
            }
        }
    }

    @Test func `a guest gets in at once while a hook still reports`() async throws {
        try await WebServer.with { server in
            server.answer(.end)
            try await Router.with(Self.configuration()) { router in
                let hook =
                    "/tool/fetch url=\"http://127.0.0.1:\(server.port)/\" output=none http-method=post http-data=\"user=$user\""
                try await router.edit("/ip/hotspot/user/profile/set", [".id": "default", "on-login": hook])
                try await router.edit("/ip/hotspot/user/add", ["name": "00123", "password": "00123"])
                try await router.loginGuest(
                    user: "00123",
                    password: "00123",
                    mac: "02:00:00:00:00:09",
                    address: "10.5.50.9"
                )
                #expect(try await router.rows(of: "/ip/hotspot/active").count == 1)
                try await router.scriptsAnswered()
                #expect(server.received.map(\.body) == ["user=00123"])
                let errors = try await router.rows(of: "/log").filter { $0["topics"] == "script,error,debug" }
                #expect(errors.map { $0["message"] } == ["failure: closed (/tool/fetch; line 1)"])
            }
        }
    }

    @Test func `a pasted script prints, fails, and waits for the clock`() async throws {
        try await Router.with(Self.configuration()) { router in
            #expect(try await router.run(":put [/system/identity/get name]") == "MikroTik")
            await #expect(throws: SimulatedRouterError.commandRefused("bad command name frob (line 1 column 2)")) {
                try await router.run(":frob")
            }
            await #expect(throws: SimulatedRouterError.commandRefused("no user nobody")) {
                try await router.run(":put 1", as: "nobody")
            }
            try await router.setClockSpeed(100_000)
            #expect(try await router.run(":delay 1h; :put done") == "done")
        }
    }

    @Test func `a power cut drops scripts that wait for an answer`() async throws {
        try await WebServer.with { server in
            server.answer(.silence)
            try await Router.with(Self.configuration()) { router in
                try await router.edit(
                    "/execute",
                    ["script": "/tool/fetch url=\"http://127.0.0.1:\(server.port)/\" output=none; :log info x"]
                )
                try await router.powerCut()
                try await router.scriptsAnswered()
                try await router.advanceClock(by: .seconds(3600))
                #expect(try await router.rows(of: "/system/script/job").isEmpty)
            }
        }
    }
}
