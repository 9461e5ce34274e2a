import NIOCore
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(1))) struct WireTests {
    private func with(
        _ version: String = "7.22.3",
        _ change: (inout SimulatedRouterConfiguration) -> Void = { _ in },
        _ body: (SimulatedRouter, RawClient) async throws -> Void
    ) async throws {
        var configuration = SimulatedRouterConfiguration(
            version: try #require(RouterOSVersion(version)),
            tls: .off
        )
        change(&configuration)
        try await Router.with(configuration) { router in
            let client = try await RawClient.connect(to: router.host, port: router.port)
            try await body(router, client)
            client.close()
        }
    }

    // MARK: Login

    @Test func `the fifth login after four refusals ends the connection`() async throws {
        try await self.with { _, client in
            for _ in 0..<4 {
                client.send(["/login", "=name=admin", "=password=wrong"])
                #expect(await client.next(2) == ["!trap =message=invalid user name or password (6)", "!done"])
            }
            client.send(["/login", "=name=admin", "=password=simulated"])
            #expect(await client.next(2) == ["!fatal too many commands before login", "closed"])
        }
    }

    @Test func `a command before login ends the connection`() async throws {
        try await self.with { _, client in
            client.send(["/system/identity/print", ".tag=1"])
            #expect(await client.next(2) == ["!fatal .tag=1 not logged in", "closed"])
        }
    }

    @Test(arguments: ["6.40", "6.44"])
    func `an old router sends a challenge`(version: String) async throws {
        try await self.with(version) { _, client in
            client.send(["/login"])
            let challenge = try #require(await client.next()?.last?.dropFirst("=ret=".count))
            #expect(challenge.count == 32)
            let bytes = stride(from: 0, to: 32, by: 2).compactMap { index in
                UInt8(challenge.dropFirst(index).prefix(2), radix: 16)
            }
            let hash = LoginStateMachine.hash(password: "simulated", challenge: bytes)
            client.send(["/login", "=name=admin", "=response=00\(hash)"])
            #expect(await client.next(1) == ["!done"])
        }
    }

    @Test func `the challenge's hash is the published one`() {
        #expect(
            LoginStateMachine.hash(password: "passTest", challenge: [0xAB, 0xC1, 0x23])
                == "21277bff9ac7caf06aa608e46616d47f"
        )
    }

    @Test func `a new router has no challenge`() async throws {
        try await self.with("6.45.1") { _, client in
            client.send(["/login"])
            #expect(await client.next(2) == ["!trap =message=invalid user name or password (6)", "!done"])
        }
    }

    // MARK: Sentences

    @Test func `the tag comes second, and empty sentences are ignored`() async throws {
        try await self.with { _, client in
            await client.logIn()
            client.sendBytes(ByteBuffer(bytes: [0, 0, 0]))
            client.send(["/system/identity/print", ".tag=a"])
            #expect(await client.next(2) == ["!re .tag=a =name=MikroTik", "!done .tag=a"])
        }
    }

    @Test func `quit says goodbye as a bare word`() async throws {
        try await self.with { _, client in
            await client.logIn()
            client.send(["/quit"])
            #expect(await client.next(2) == ["!fatal session terminated on request", "closed"])
        }
    }

    @Test func `a trap is followed by done, and the connection goes on`() async throws {
        try await self.with { _, client in
            await client.logIn()
            client.send(["/ip/hotspot/user/add", "=name=admin", ".tag=1"])
            #expect(
                await client.next(2) == [
                    "!trap .tag=1 =message=failure: already have user with this name for this server", "!done .tag=1",
                ]
            )
            client.send(["/ip/hotspot/user/set", "=.id=*99", ".tag=2"])
            #expect(await client.next(2) == ["!trap .tag=2 =category=0 =message=no such item", "!done .tag=2"])
        }
    }

    @Test func `replies of commands in flight mix, each of them in order`() async throws {
        try await self.with("7.22.3", { $0.seed = 3 }) { _, client in
            await client.logIn()
            client.send(["/ip/service/print", ".tag=a"], ["/ip/service/print", ".tag=b"])
            var tags: [String] = []
            var done = 0
            while done < 2 {
                let sentence = try #require(await client.next())
                tags.append(sentence[1])
                if sentence[0] == "!done" { done += 1 }
            }
            #expect(tags != tags.sorted() && tags.sorted() != tags.reversed())
        }
    }

    @Test func `commands without a tag keep their order`() async throws {
        try await self.with { _, client in
            await client.logIn()
            client.send(
                ["/ip/hotspot/user/add", "=name=a"],
                ["/ip/hotspot/user/add", "=name=b"],
                ["/ip/hotspot/user/print", "=count-only="]
            )
            #expect(await client.next(3) == ["!done =ret=*2", "!done =ret=*3", "!done =ret=4"])
        }
    }

    // MARK: Streams

    @Test func `a listen is silent, tells changes, and ends in three sentences`() async throws {
        try await self.with { router, client in
            await client.logIn()
            client.send(["/ip/hotspot/user/listen", ".tag=l"], ["/system/identity/print", ".tag=i"])
            #expect(await client.next(2) == ["!re .tag=i =name=MikroTik", "!done .tag=i"])
            client.send(["/cancel", "=tag=l", ".tag=c"])
            #expect(
                await client.next(4) == [
                    "!trap .tag=l =category=2 =message=interrupted", "!done .tag=c", "!empty .tag=l", "!done .tag=l",
                ]
            )
            client.send(["/ip/hotspot/user/listen", "=.proplist=.id,name", ".tag=m"], ["/system/identity/print"])
            _ = await client.next(2)
            try await router.edit("/ip/hotspot/user/add", ["name": "a"])
            try await router.edit("/ip/hotspot/user/remove", [".id": "a"])
            #expect(await client.next(2) == ["!re .tag=m =.id=*2 =name=a", "!re .tag=m =.id=*2 =.dead=true"])
            client.send(["/cancel", ".tag=c"])
            #expect(
                await client.next(3) == [
                    "!trap .tag=m =category=2 =message=interrupted", "!done .tag=c", "!done .tag=m",
                ]
            )
        }
    }

    @Test func `a cancelled listen of an old router has no empty`() async throws {
        try await self.with("7.12.2") { _, client in
            await client.logIn()
            client.send(["/log/listen", ".tag=l", "?topics=none"], ["/cancel", ".tag=c"])
            #expect(
                await client.next(3) == [
                    "!trap .tag=l =category=2 =message=interrupted", "!done .tag=c", "!done .tag=l",
                ]
            )
        }
    }

    @Test func `a listener with a query hears only of its rows`() async throws {
        try await self.with { router, client in
            await client.logIn()
            client.send(["/ip/hotspot/user/listen", "?comment=mine", ".tag=l"], ["/system/identity/print"])
            _ = await client.next(2)
            try await router.edit("/ip/hotspot/user/add", ["name": "a"])
            try await router.edit("/ip/hotspot/user/add", ["name": "b", "comment": "mine"])
            try await router.edit("/ip/hotspot/user/remove", [".id": "a"])
            try await router.edit("/ip/hotspot/user/remove", [".id": "b"])
            #expect(await client.next()?.contains("=name=b") == true)
            #expect(await client.next() == ["!re", ".tag=l", "=.id=*3", "=.dead=true"])
        }
    }

    @Test func `follow begins with what is there, interval repeats it`() async throws {
        try await self.with("7.22.3", { $0.clockSpeed = 0 }) { router, client in
            await client.logIn()
            client.send(["/ip/hotspot/user/print", "=follow=", "=.proplist=name", ".tag=f"])
            #expect(await client.next(2) == ["!re .tag=f =name=default-trial", "!re .tag=f =name=admin"])
            client.send(["/cancel"])
            _ = await client.next(3)
            client.send(["/system/resource/print", "=interval=10s", "=.proplist=uptime", ".tag=r"])
            #expect(await client.next(1) == ["!re .tag=r =uptime=0s =.section=0"])
            try await router.advanceClock(by: .seconds(10))
            #expect(await client.next(1) == ["!re .tag=r =uptime=10s =.section=1"])
            try await router.advanceClock(by: .seconds(10))
            #expect(await client.next(1) == ["!re .tag=r =uptime=20s =.section=2"])
        }
    }

    @Test func `singletons cannot be listened to`() async throws {
        try await self.with { _, client in
            await client.logIn()
            client.send(["/system/identity/listen"])
            #expect(await client.next(2) == ["!trap =message=unknown parameter follow-only", "!done"])
        }
    }

    // MARK: Limits and faults

    @Test func `the service takes as many sessions as it says`() async throws {
        try await self.with { router, client in
            await client.logIn()
            try await router.edit("/ip/service/set", [".id": "api", "max-sessions": "1"])
            let second = try await RawClient.connect(to: router.host, port: router.port)
            #expect(await second.next() == nil)
        }
    }

    @Test func `a service may keep strangers out, or everybody`() async throws {
        try await self.with { router, client in
            await client.logIn()
            for (property, value) in [("address", "192.0.2.0/24"), ("disabled", "yes")] {
                try await router.edit("/ip/service/set", [".id": "api", property: value])
                let second = try await RawClient.connect(to: router.host, port: router.port)
                #expect(await second.next() == nil)
                try await router.edit("/ip/service/set", [".id": "api", "address": "127.0.0.0/8,192.0.2.1"])
            }
            try await router.edit("/ip/service/set", [".id": "api", "disabled": "no"])
            let third = try await RawClient.connect(to: router.host, port: router.port)
            third.send(["/login", "=name=admin", "=password=simulated"])
            #expect(await third.next() == ["!done"])
        }
    }

    @Test func `connections are listed as services from 7_20`() async throws {
        for (version, count) in [("7.22.3", 2), ("7.18.2", 1)] {
            try await self.with(version) { _, client in
                await client.logIn()
                client.send(["/ip/service/print", "?name=api", "=count-only="])
                #expect(await client.next(1) == ["!done =ret=\(count)"])
            }
        }
    }

    @Test func `a quirk of one report: empty without done`() async throws {
        try await self.with("7.23.3", { $0.faults.emptyWithoutDone = true }) { _, client in
            await client.logIn()
            client.send(["/ip/hotspot/cookie/print"])
            #expect(await client.next(1) == ["!empty"])
            client.send(["/system/identity/print"])
            #expect(await client.next(1) == ["!re =name=MikroTik"])
        }
    }

    @Test func `a slow router takes its time for each command, whatever the connection`() async throws {
        try await self.with("7.22.3", { $0.faults.commandsBeforeSlowness = 2 }) { router, client in
            await client.logIn()
            client.send(["/system/identity/print"])
            _ = await client.next(2)
            let before = ContinuousClock.now
            for _ in 0..<5 { client.send(["/system/identity/print"]) }
            _ = await client.next(10)
            #expect(ContinuousClock.now - before >= .milliseconds(100))
        }
    }

    @Test func `latency and the cost of rows delay the answer`() async throws {
        try await self.with(
            "7.22.3",
            {
                $0.latency = .milliseconds(20)
                $0.faults.rowCost = .milliseconds(10)
            }
        ) { _, client in
            await client.logIn()
            let before = ContinuousClock.now
            client.send(["/ip/hotspot/user/print"])
            _ = await client.next(3)
            #expect(ContinuousClock.now - before >= .milliseconds(40))
        }
    }

    @Test func `bytes that are no sentence end the connection, and the router lives`() async throws {
        try await self.with { router, client in
            client.sendBytes(ByteBuffer(bytes: [0xFF, 1, 2, 3]))
            #expect(await client.next() == nil)
            let other = try await RawClient.connect(to: router.host, port: router.port)
            other.sendBytes(ByteBuffer(bytes: [0xF0, 0xFF, 0xFF, 0xFF, 0xFF]))
            #expect(await other.next() == nil)
            let third = try await RawClient.connect(to: router.host, port: router.port)
            await third.logIn()
            third.send(["/system/identity/print"])
            #expect(await third.next(2) == ["!re =name=MikroTik", "!done"])
        }
    }

    @Test func `a router that is switched off refuses, and listens again on the same port`() async throws {
        try await self.with { router, client in
            await client.logIn()
            try await router.powerOff()
            #expect(await client.next() == nil)
            await #expect(throws: (any Error).self) {
                _ = try await RawClient.connect(to: router.host, port: router.port)
            }
            try await router.powerOn()
            let again = try await RawClient.connect(to: router.host, port: router.port)
            await again.logIn()
            again.send(["/ip/hotspot/user/print", "=count-only="])
            #expect(await again.next(1) == ["!done =ret=2"])
        }
    }
}
