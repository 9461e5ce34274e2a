import NIOCore
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(15))) struct WireTests {
    @Test func `the fifth login after four refusals ends the connection`() async throws {
        try await RawClient.with { _, client in
            for _ in 0..<4 {
                client.send(["/login", "=name=admin", "=password=wrong"])
                #expect(await client.next(2) == ["!trap =message=invalid user name or password (6)", "!done"])
            }
            client.send(["/login", "=name=admin", "=password=simulated"])
            #expect(await client.next(2) == ["!fatal too many commands before login", "closed"])
        }
    }

    @Test func `a command before login ends the connection`() async throws {
        try await RawClient.with { _, client in
            client.send(["/system/identity/print", ".tag=1"])
            #expect(await client.next(2) == ["!fatal .tag=1 not logged in", "closed"])
        }
    }

    @Test(arguments: ["6.40", "6.44"])
    func `an old router sends a challenge`(version: String) async throws {
        try await RawClient.with(version) { _, client in
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
        try await RawClient.with("6.45.1") { _, client in
            client.send(["/login"])
            #expect(await client.next(2) == ["!trap =message=invalid user name or password (6)", "!done"])
        }
    }

    // MARK: Sentences

    @Test func `the tag comes second, and empty sentences are ignored`() async throws {
        try await RawClient.with { _, client in
            await client.logIn()
            client.sendBytes(ByteBuffer(bytes: [0, 0, 0]))
            client.send(["/system/identity/print", ".tag=a"])
            #expect(await client.next(2) == ["!re .tag=a =name=MikroTik", "!done .tag=a"])
        }
    }

    @Test func `quit says goodbye as a bare word`() async throws {
        try await RawClient.with { _, client in
            await client.logIn()
            client.send(["/quit"])
            #expect(await client.next(2) == ["!fatal session terminated on request", "closed"])
        }
    }

    @Test func `a trap is followed by done, and the connection goes on`() async throws {
        try await RawClient.with { _, client in
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
        try await RawClient.with("7.22.3", { $0.seed = 3 }) { _, client in
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
        try await RawClient.with { _, client in
            await client.logIn()
            client.send(
                ["/ip/hotspot/user/add", "=name=a"],
                ["/ip/hotspot/user/add", "=name=b"],
                ["/ip/hotspot/user/print", "=count-only="]
            )
            #expect(await client.next(3) == ["!done =ret=*2", "!done =ret=*3", "!done =ret=4"])
        }
    }
}
