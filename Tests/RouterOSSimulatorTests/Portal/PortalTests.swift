import Crypto
import Testing

@testable import RouterOSSimulator

/// The hotspot's pages, without a network.
@Suite struct PortalTests {
    private static let authority = "127.0.0.1:8080"

    private func router(_ methods: String = "http-pap") -> Transcript {
        var router = Transcript()
        _ = router.send("/ip/hotspot/profile/set", "=numbers=hsprof1", "=login-by=\(methods)")
        _ = router.send("/ip/hotspot/user/add", "=name=8B7W3D", "=password=8B7W3D", "=limit-uptime=1h")
        return router
    }

    private func get(
        _ router: inout Transcript,
        _ path: String,
        _ fields: [String: String] = [:],
        host: String = Self.authority,
        cookie: String? = nil,
        address: String = "10.5.50.20"
    ) throws -> HotspotResponse {
        var generator = SeededGenerator(seed: UInt64(router.state.hotspot.challenges.count) + 1)
        var headers = ["host": host]
        headers["cookie"] = cookie
        let source = try #require(IPv4(address))
        let request = HotspotRequest(
            path: path,
            fields: fields,
            headers: headers,
            target: path,
            address: source,
            mac: HardwareAddress(number: 0x0200_0000_0000 | UInt64(source.number)),
            authority: Self.authority
        )
        return router.state.serve(request, now: router.now, using: &generator)
    }

    private func header(_ name: String, _ response: HotspotResponse) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    private func text(_ response: HotspotResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private let login = ["username": "8B7W3D", "password": "8B7W3D"]

    @Test func `who is not in is sent to the login page, with what was asked for`() throws {
        var router = router()
        let answer = try get(&router, "/news", host: "example.com")
        #expect(answer.status.hasPrefix("302"))
        #expect(header("Location", answer) == "http://127.0.0.1:8080/login?dst=http%3A%2F%2Fexample.com%2Fnews")
        for path in ["/", "/status", "/logout"] {
            #expect(header("Location", try get(&router, path)) == "http://127.0.0.1:8080/login")
        }
    }

    @Test func `a password in clear lets in where that is allowed, and leads on`() throws {
        var router = router()
        let answer = try get(&router, "/login", login)
        #expect(header("Location", answer) == "http://127.0.0.1:8080/status")
        #expect(router.column("login-by", of: "/ip/hotspot/active") == ["http-pap"])
        let status = try get(&router, "/status")
        #expect(text(status).contains("1h left"))
        #expect(text(try get(&router, "/news", host: "example.com")).contains("simulated Internet"))
        #expect(header("Location", try get(&router, "/")) == "http://127.0.0.1:8080/status")
    }

    @Test func `after a login the page that was asked for comes, if there was one`() throws {
        var router = router()
        let answer = try get(&router, "/login", login.merging(["dst": "http://example.com/"]) { $1 })
        #expect(header("Location", answer) == "http://example.com/")
    }

    @Test func `a wrong code gets the login page again, with the router's text`() throws {
        var router = router()
        let answer = try get(&router, "/login", ["username": "8B7W3D", "password": "x"])
        #expect(answer.status == "200 OK")
        #expect(text(answer).contains("invalid username or password"))
        #expect(
            router.column("message", of: "/log").last
                == "8B7W3D (10.5.50.20): login failed: invalid username or password"
        )
    }

    @Test func `only the hash of id, password and challenge lets in where passwords are hashed`() throws {
        var router = router("http-chap")
        let address = try #require(IPv4("10.5.50.20"))
        #expect(text(try get(&router, "/login", login)).contains("web browser did not send challenge response"))
        let challenge = try #require(router.state.hotspot.challenges[address])
        func hash(_ password: String) -> String {
            Insecure.MD5.hash(data: [challenge.id] + Array(password.utf8) + challenge.challenge)
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(
            text(try get(&router, "/login", ["username": "8B7W3D", "password": hash("8b7w3d")])).contains(
                "invalid username"
            )
        )
        let next = try #require(router.state.hotspot.challenges[address])
        #expect(next != challenge)
        // An answer to a challenge that was given out before is good no more.
        #expect(
            text(try get(&router, "/login", ["username": "8B7W3D", "password": hash("8B7W3D")])).contains(
                "invalid username"
            )
        )
        let last = try #require(router.state.hotspot.challenges[address])
        let right = Insecure.MD5.hash(data: [last.id] + Array("8B7W3D".utf8) + last.challenge)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(header("Location", try get(&router, "/login", ["username": "8B7W3D", "password": right])) != nil)
        #expect(router.column("login-by", of: "/ip/hotspot/active") == ["http-chap"])
    }

    @Test func `the page has id and challenge as octal numbers, and after an hour they are good no more`() throws {
        var router = router("http-chap")
        let page = text(try get(&router, "/login"))
        let challenge = try #require(router.state.hotspot.challenges.values.first)
        #expect(page.contains("hexMD5('\(HotspotChallenge.escaped([challenge.id]))'+"))
        #expect(page.contains("'\(HotspotChallenge.escaped(challenge.challenge))'"))
        #expect(HotspotChallenge.escaped([249, 8, 65]) == "\\371\\010\\101")
        router.now = .seconds(3601)
        let digest = Insecure.MD5.hash(data: [challenge.id] + Array("8B7W3D".utf8) + challenge.challenge)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(
            text(try get(&router, "/login", ["username": "8B7W3D", "password": digest])).contains("challenge response")
        )
    }

    @Test func `a cookie lets back in without a code, until it is erased`() throws {
        var router = router("cookie,http-pap")
        let set = try #require(header("Set-Cookie", try get(&router, "/login", login)))
        let cookie = String(set.prefix { $0 != ";" })
        _ = try get(&router, "/logout")
        #expect(header("Location", try get(&router, "/login", cookie: cookie)) == "http://127.0.0.1:8080/status")
        #expect(router.column("login-by", of: "/ip/hotspot/active") == ["cookie"])
        _ = try get(&router, "/logout", ["erase-cookie": "on"])
        #expect(header("Location", try get(&router, "/login", cookie: cookie)) == nil)
        #expect(header("Location", try get(&router, "/login", cookie: "hotspot-cookie=guess")) == nil)
    }

    @Test func `a device that the router remembers is in with its first request`() throws {
        var router = router("http-pap,mac-cookie")
        _ = try get(&router, "/login", login)
        router.state.logOut(router.state.hotspot.sessions[0].id, reason: .keepaliveTimeout, now: router.now)
        #expect(text(try get(&router, "/", host: "example.com")).contains("simulated Internet"))
        #expect(router.column("login-by", of: "/ip/hotspot/active") == ["mac-cookie"])
    }

    @Test func `logging out shows what was, and ends the session`() throws {
        var router = router()
        _ = try get(&router, "/login", login)
        router.now = .seconds(90)
        #expect(text(try get(&router, "/logout")).contains("8B7W3D logged out after 1m30s"))
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(router.column("message", of: "/log").last == "8B7W3D (10.5.50.20): logged out: user request")
    }

    @Test func `a directory of one's own goes before the usual one, as long as there is anything in it`() throws {
        var router = router()
        _ = router.send("/ip/hotspot/profile/set", "=numbers=hsprof1", "=html-directory-override=mine")
        #expect(text(try get(&router, "/login")).contains("Hotspot login"))
        _ = router.send("/file/add", "=name=mine", "=type=directory")
        #expect(text(try get(&router, "/login")).contains("Hotspot login"))
        _ = router.send("/file/add", "=name=mine/login.html", "=contents=Mine: $(error)")
        #expect(text(try get(&router, "/login")) == "Mine: ")
        // Pages are not mixed: what the directory lacks is not found.
        #expect(try get(&router, "/status").status == "404 Not Found")
        _ = router.send("/file/remove", "=numbers=mine")
        #expect(text(try get(&router, "/login")).contains("Hotspot login"))
    }

    @Test func `texts of errors come from the directory, with their variables, and stand in the log`() throws {
        var router = router()
        _ = router.send(
            "/file/set",
            "=numbers=hotspot/errors.txt",
            "=contents=# x\ninvalid-username = No: $(username)!\n"
        )
        let answer = try get(&router, "/login", ["username": "GUESS", "password": "x"])
        #expect(text(answer).contains("No: GUESS!"))
        #expect(router.column("message", of: "/log").last == "GUESS (10.5.50.20): login failed: No: GUESS!")
    }

    @Test func `guests are told apart by their addresses`() throws {
        var router = router()
        _ = try get(&router, "/login", login, address: "127.0.0.2")
        #expect(header("Location", try get(&router, "/status", address: "127.0.0.3")) == "http://127.0.0.1:8080/login")
        let second = try get(&router, "/login", login, address: "127.0.0.3")
        #expect(text(second).contains("no more sessions are allowed for user 8B7W3D"))
    }

    @Test func `the hotspot's own name and address are its own, and links keep to them`() throws {
        var router = router()
        _ = router.send("/ip/hotspot/profile/set", "=numbers=hsprof1", "=dns-name=wifi.example")
        let answer = try get(&router, "/login", login, host: "wifi.example")
        #expect(header("Location", answer) == "http://wifi.example/status")
        #expect(try get(&router, "/status", host: "10.5.50.1").status == "200 OK")
    }

    @Test func `what a device asks about the portal is answered at its address`() throws {
        var router = router()
        #expect(text(try get(&router, "/api")).contains("\"captive\": true"))
        _ = try get(&router, "/login", login)
        #expect(text(try get(&router, "/api")).contains("\"seconds-remaining\": 3600"))
    }
}
