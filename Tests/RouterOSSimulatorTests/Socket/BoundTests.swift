import NIOCore
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// What a client cannot do to a router's memory, nor to the other clients.
@Suite(.timeLimit(.minutes(15))) struct BoundTests {
    @Test func `a listener who reads nothing is cut off, and the router goes on`() async throws {
        try await Router.with { router in
            let deaf = try await RawClient.connect(to: router.host, port: router.port, reads: false)
            deaf.send(["/login", "=name=admin", "=password=simulated"], ["/ip/hotspot/user/listen", ".tag=l"])
            while try await router.activity().commands["/ip/hotspot/user/listen"] == nil {}
            let comment = String(repeating: "x", count: 1 << 20)
            for number in 0..<80 {
                try await router.edit("/ip/hotspot/user/set", [".id": "admin", "comment": "\(number)\(comment)"])
            }
            while try await Self.connections(router) > 0 {}
            #expect(try await router.rows(of: "/ip/hotspot/user").count == 2)
            deaf.close()
        }
    }

    @Test func `answers that nobody reads are not made without end`() async throws {
        try await Router.with { router in
            let comment = String(repeating: "x", count: 1 << 20)
            try await router.edit("/ip/hotspot/user/set", [".id": "admin", "comment": comment])
            let deaf = try await RawClient.connect(to: router.host, port: router.port, reads: false)
            deaf.send(["/login", "=name=admin", "=password=simulated"])
            var burst = ByteBuffer()
            for number in 0..<2000 { burst.writeSentence(["/ip/hotspot/user/print", ".tag=\(number)"]) }
            deaf.sendBytes(burst)
            while try await router.activity().commands["/ip/hotspot/user/print"] == nil {}
            while try await Self.connections(router) > 0 {}
            deaf.close()
        }
    }

    @Test func `what comes faster than the router works waits on the network`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off, latency: .seconds(60))
        configuration.seed = 1
        try await Router.with(configuration) { router in
            let client = try await RawClient.connect(to: router.host, port: router.port)
            let word = "=x=" + String(repeating: "x", count: 500_000)
            for _ in 0..<64 { client.send(["/login", word]) }
            var waiting = 0
            while waiting < APIConnection.waitingBytesBeforePause {
                waiting = try await Self.waitingBytes(router)
            }
            for _ in 0..<500 { waiting = max(waiting, try await Self.waitingBytes(router)) }
            #expect(waiting < APIConnection.waitingBytesBeforePause + (2 << 20))
            client.close()
        }
    }

    @Test func `streams without end close the connection`() async throws {
        try await RawClient.with { router, client in
            await client.logIn()
            for number in 0...APIConnection.streamsMaximum { client.send(["/log/listen", ".tag=\(number)"]) }
            client.send(["/system/identity/print"])
            while let sentence = await client.next() {
                #expect(sentence != ["!re", "=name=MikroTik"])
            }
            let other = try await RawClient.connect(to: router.host, port: router.port)
            await other.logIn()
            other.send(["/system/identity/print"])
            #expect(await other.next(2) == ["!re =name=MikroTik", "!done"])
        }
    }

    @Test func `what was sent to a silent router is answered when it speaks again`() async throws {
        try await RawClient.with { router, client in
            await client.logIn()
            try await router.setFaults { $0.isSilent = true }
            client.send(["/system/identity/print"])
            try await router.setFaults { $0.isSilent = false }
            client.send(["/system/identity/print"])
            #expect(
                await client.next(4) == ["!re =name=MikroTik", "!done", "!re =name=MikroTik", "!done"]
            )
        }
    }

    @Test func `a busy router sets one timer, however many commands come`() async throws {
        try await RawClient.with("7.22.3", { $0.faults.commandCost = .milliseconds(1) }) { router, client in
            await client.logIn()
            for number in 0..<300 {
                client.send(["/system/identity/print", ".tag=\(number)"])
                _ = try await router.activity()
            }
            _ = await client.next(600)
            #expect(try await router.onDevice { $0.pumpCount } < 1500)
        }
    }

    private static func connections(_ router: SimulatedRouter) async throws -> Int {
        try await router.onDevice { $0.connections.count }
    }

    private static func waitingBytes(_ router: SimulatedRouter) async throws -> Int {
        try await router.onDevice { device in device.connections.reduce(0) { $0 + $1.waitingBytes } }
    }
}
