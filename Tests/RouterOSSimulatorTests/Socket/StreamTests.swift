import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(15))) struct StreamTests {
    @Test func `a listen is silent, tells changes, and ends in three sentences`() async throws {
        try await RawClient.with { router, client in
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
        try await RawClient.with("7.12.2") { _, client in
            await client.logIn()
            client.send(["/log/listen", ".tag=l", "?topics=none"], ["/cancel", ".tag=c"])
            #expect(
                await client.next(3) == [
                    "!trap .tag=l =category=2 =message=interrupted", "!done .tag=c", "!done .tag=l",
                ]
            )
        }
    }

    @Test func `a listener does not hear of what came before it`() async throws {
        try await RawClient.with { router, client in
            await client.logIn()
            client.send(["/ip/hotspot/user/add", "=name=a"], ["/ip/hotspot/user/listen", "=.proplist=name"])
            #expect(await client.next(1) == ["!done =ret=*2"])
            while try await router.onDevice({ $0.connections.first?.streams.isEmpty ?? true }) {}
            try await router.edit("/ip/hotspot/user/add", ["name": "b"])
            #expect(await client.next(1) == ["!re =name=b"])
        }
    }

    @Test func `a listener with a query hears only of its rows`() async throws {
        try await RawClient.with { router, client in
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
        try await RawClient.with("7.22.3", { $0.clockSpeed = 0 }) { router, client in
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
        try await RawClient.with { _, client in
            await client.logIn()
            client.send(["/system/identity/listen"])
            #expect(await client.next(2) == ["!trap =message=unknown parameter follow-only", "!done"])
        }
    }
}
