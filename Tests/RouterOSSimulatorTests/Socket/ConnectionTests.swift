import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(15))) struct ConnectionTests {
    @Test(arguments: ["6.40", "6.44", "7.4", "7.12.2", "7.22.3"])
    func `a client logs in and adds, reads and removes a user`(version: String) async throws {
        let configuration = SimulatedRouterConfiguration(
            version: try #require(RouterOSVersion(version)),
            tls: .off
        )
        try await Router.withConnection(configuration) { router, connection in
            let added = try await connection.call(
                Command("/ip/hotspot/user/add").with("name", "u1").with("password", "p")
            )
            let addedID = try added.addedID
            let id = try #require(addedID)
            let print = Command("/ip/hotspot/user/print").filtered(by: .equal("name", "u1"))
            #expect(try await connection.call(print).rows.map { $0.text("profile") } == ["default"])
            _ = try await connection.call(Command("/ip/hotspot/user/set").id(id).with("comment", "c"))
            #expect(try await router.rows(of: "/ip/hotspot/user").last?["comment"] == "c")
            _ = try await connection.call(Command("/ip/hotspot/user/remove").id(id))
            #expect(try await connection.call(print).rows.isEmpty)
            #expect(try await router.activity().configurationWrites == 3)
        }
    }

    @Test(arguments: [("6.40", "cannot log in"), ("7.22.3", "invalid user name or password (6)")])
    func `a wrong password is refused in the words of the version`(version: String, text: String) async throws {
        let configuration = SimulatedRouterConfiguration(version: try #require(RouterOSVersion(version)), tls: .off)
        try await Router.with(configuration) { router in
            let error = await #expect(throws: RouterOSError.self) {
                _ = try await Router.connect(to: router, password: "wrong")
            }
            guard case .loginRefused(let trap) = error?.reason else {
                Issue.record("not a refusal: \(String(describing: error))")
                return
            }
            #expect(trap.message == text)
            #expect(try await router.activity().loginFailures == 1)
            let message = try await router.rows(of: "/log").last?["message"]
            #expect(message == "login failure for user admin from 127.0.0.1 via api")
        }
    }

    @Test func `an account without the policy api cannot log in`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off)
        configuration.policies = [.read, .write]
        try await Router.with(configuration) { router in
            let error = await #expect(throws: RouterOSError.self) { _ = try await Router.connect(to: router) }
            guard case .loginRefused(let trap) = error?.reason else { return #expect(Bool(false)) }
            #expect(trap.message == "std failure: not allowed (9)")
        }
    }

    @Test func `from 7.19 on a service that somebody is connected to is changed by its row alone`() async throws {
        for (version, isRefused) in [("7.18.2", false), ("7.19.4", true)] {
            var configuration = SimulatedRouterConfiguration(tls: .off)
            configuration.version = try #require(RouterOSVersion(version))
            try await Router.withConnection(configuration) { router, connection in
                for command in ["set api max-sessions=9", "enable api", "get api port"] {
                    let printed = try await router.run(
                        ":do { :put [/ip/service/\(command)] } on-error={ :put refused }"
                    )
                    #expect((printed == "refused") == isRefused, "\(version) \(command): \(printed)")
                }
                guard isRefused else { return }
                let command = Command("/ip/service/set").with("numbers", "api").with("max-sessions", 9)
                let error = await #expect(throws: RouterOSError.self) { _ = try await connection.call(command) }
                #expect("\(try #require(error))".contains("this is configured elsewhere"))
                let row = "[/ip/service/find where name=\"api\" and !dynamic]"
                try await router.run("/ip/service/set \(row) max-sessions=8")
                #expect(try await router.run(":put [/ip/service/get \(row) max-sessions]") == "8")
                // Nobody is connected to the others.
                try await router.run("/ip/service/set www max-sessions=7")
            }
        }
    }

    @Test func `with a certificate the client pins it`() async throws {
        try await Router.with(SimulatedRouterConfiguration()) { router in
            let fingerprint = try #require(router.fingerprint)
            let connection = try await Router.connect(to: router, transport: .tls(.pinned(fingerprint)))
            #expect(connection.peerFingerprint == fingerprint)
            let service = try await connection.call(
                Command("/ip/service/print").filtered(by: .equal("name", "api-ssl") && .equal("dynamic", "false"))
            )
            #expect(service.rows.map { $0.text("certificate") } == ["gardengate-simulator"])
            await connection.close()
            await #expect(throws: RouterOSError.self) {
                _ = try await Router.connect(to: router, transport: .tls(.anonymous))
            }
        }
    }

    @Test func `without a certificate only anonymous clients come in`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .anonymous)) { router in
            #expect(router.fingerprint == nil)
            let connection = try await Router.connect(to: router, transport: .tls(.anonymous))
            #expect(try await connection.call(Command("/system/identity/print")).rows.count == 1)
            await connection.close()
            let pin = try #require(CertificateFingerprint(String(repeating: "ab", count: 32)))
            let error = await #expect(throws: RouterOSError.self) {
                _ = try await Router.connect(to: router, transport: .tls(.pinned(pin)))
            }
            guard case .tls = error?.reason else { return #expect(Bool(false)) }
        }
    }

    @Test func `a hundred commands in flight are all answered, whatever their order`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off, seed: 7)
        configuration.faults.pieceBytesMaximum = 5
        try await Router.withConnection(configuration) { router, connection in
            let commands = (0..<100).map { Command("/ip/hotspot/user/add").with("name", "u\($0)") }
            let results = await connection.batch(commands)
            #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
            let names = try await router.rows(of: "/ip/hotspot/user").compactMap { $0["name"] }.dropFirst(2)
            #expect(Set(names).count == 100)
            #expect(Array(names) != (0..<100).map { "u\($0)" }, "carried out in some other order")
        }
    }

    @Test func `a listener hears of changes and of the guest's logout`() async throws {
        try await Router.withConnection { router, connection in
            try await router.edit("/ip/hotspot/user/add", ["name": "CODE", "password": "CODE"])
            let sequence = connection.listen(Command("/ip/hotspot/active/listen"))
            // The listen is on its way before this, and answered commands of one connection show that it was received.
            var iterator = sequence.makeAsyncIterator()
            _ = try await connection.call(Command("/system/identity/print"))
            try await router.loginGuest(user: "CODE", password: "CODE", mac: "AA:BB:CC:00:00:01", address: "10.5.50.2")
            let row = try #require(try await iterator.next())
            #expect(row.text("user") == "CODE")
            #expect(row.text(".id") == "*A053202")
            try await router.logoutGuest(address: "10.5.50.2")
            let dead = try #require(try await iterator.next())
            #expect(dead.isDead)
            #expect(Array(dead.properties).count == 2)
            sequence.cancel()
            #expect(try await connection.call(Command("/system/identity/print")).rows.count == 1)
        }
    }

    @Test func `a reboot drops the connection, a power cut loses what a guest used`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off, clockSpeed: 0)) { router in
            try await router.edit("/ip/hotspot/user/add", ["name": "CODE", "password": "CODE"])
            for (isClean, uptime) in [(true, "1m"), (false, "1m")] {
                let connection = try await Router.connect(to: router)
                try await router.loginGuest(
                    user: "CODE",
                    password: "CODE",
                    mac: "AA:BB:CC:00:00:01",
                    address: "10.5.50.2"
                )
                try await router.advanceClock(by: .seconds(60))
                if isClean { try await router.reboot() } else { try await router.powerCut() }
                _ = await connection.waitUntilClosed()
                #expect(try await router.rows(of: "/ip/hotspot/user").last?["uptime"] == uptime)
                #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            }
            let again = try await Router.connect(to: router)
            #expect(try await again.call(Command("/ip/hotspot/user/print")).rows.count == 3)
            await again.close()
        }
    }

    @Test func `a connection cut in the middle of an answer leaves the command done`() async throws {
        try await Router.withConnection { router, connection in
            try await router.setFaults { $0.cutInReplyToCommand = 1 }
            let error = await #expect(throws: RouterOSError.self) {
                _ = try await connection.call(Command("/ip/hotspot/user/add").with("name", "half"))
            }
            #expect(error?.effect == .unknown)
            #expect(try await router.rows(of: "/ip/hotspot/user").last?["name"] == "half")
        }
    }

    @Test func `a guest without a right to log in is refused with the page's text`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            await #expect(throws: SimulatedRouterError.guestRefused("invalid username or password")) {
                try await router.loginGuest(user: "X", password: "X", mac: "AA:BB:CC:00:00:01", address: "10.5.50.2")
            }
            try await router.edit("/ip/hotspot/user/add", ["name": "X", "password": "X"])
            try await router.loginGuest(user: "X", password: "X", mac: "AA:BB:CC:00:00:01", address: "10.5.50.2")
            try await router.logoutGuest(address: "10.5.50.2")
            #expect(try await router.returnGuest(mac: "AA:BB:CC:00:00:01", address: "10.5.50.2") == "X")
            await #expect(throws: SimulatedRouterError.invalidAddress("10.5.50")) {
                try await router.logoutGuest(address: "10.5.50")
            }
        }
    }
}
