import NIOCore
import NIOPosix
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(15))) struct FaultTests {
    /// The service's own row: connections bear its name as well.
    private static func api(_ router: SimulatedRouter) async throws -> String {
        try #require(try await router.rows(of: "/ip/service").first { $0["name"] == "api" }?[".id"])
    }

    @Test func `the service takes as many sessions as it says`() async throws {
        try await RawClient.with { router, client in
            await client.logIn()
            try await router.edit("/ip/service/set", [".id": try await Self.api(router), "max-sessions": "1"])
            let second = try await RawClient.connect(to: router.host, port: router.port)
            #expect(await second.next() == nil)
        }
    }

    @Test func `a service may keep strangers out, or everybody`() async throws {
        try await RawClient.with { router, client in
            await client.logIn()
            for (property, value) in [("address", "192.0.2.0/24"), ("disabled", "yes")] {
                try await router.edit("/ip/service/set", [".id": try await Self.api(router), property: value])
                let second = try await RawClient.connect(to: router.host, port: router.port)
                #expect(await second.next() == nil)
                try await router.edit(
                    "/ip/service/set",
                    [".id": try await Self.api(router), "address": "127.0.0.0/8,192.0.2.1"]
                )
            }
            try await router.edit("/ip/service/set", [".id": try await Self.api(router), "disabled": "no"])
            let third = try await RawClient.connect(to: router.host, port: router.port)
            third.send(["/login", "=name=admin", "=password=simulated"])
            #expect(await third.next() == ["!done"])
        }
    }

    @Test func `connections are listed as services from 7_19`() async throws {
        for (version, count) in [("7.22.3", 2), ("7.18.2", 1)] {
            try await RawClient.with(version) { _, client in
                await client.logIn()
                client.send(["/ip/service/print", "?name=api", "=count-only="])
                #expect(await client.next(1) == ["!done =ret=\(count)"])
            }
        }
    }

    @Test func `a quirk of one report: empty without done`() async throws {
        try await RawClient.with("7.23.3", { $0.faults.emptyWithoutDone = true }) { _, client in
            await client.logIn()
            client.send(["/ip/hotspot/cookie/print"])
            #expect(await client.next(1) == ["!empty"])
            client.send(["/system/identity/print"])
            #expect(await client.next(1) == ["!re =name=MikroTik"])
        }
    }

    @Test func `a slow router takes its time for each command, whatever the connection`() async throws {
        try await RawClient.with("7.22.3", { $0.faults.commandsBeforeSlowness = 2 }) { router, client in
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
        try await RawClient.with(
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

    @Test func `the router says how long commands were in it`() async throws {
        try await RawClient.with("7.22.3", { $0.latency = .milliseconds(20) }) { router, client in
            await client.logIn()
            let began = ContinuousClock.now
            let before = try await router.activity().commandTime
            for number in 0..<8 { client.send(["/system/identity/print", ".tag=\(number)"]) }
            _ = await client.next(16)
            let time = try await router.activity().commandTime - before
            #expect(time >= .milliseconds(8 * 20))
            #expect(time <= (ContinuousClock.now - began) * 8)
        }
    }

    @Test func `bytes that are no sentence end the connection, and the router lives`() async throws {
        try await RawClient.with { router, client in
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
        try await RawClient.with { router, client in
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

    @Test func `nobody gets the port of a router that is switched off`() async throws {
        try await RawClient.with { router, _ in
            try await router.powerOff()
            for host in [router.host, "0.0.0.0"] {
                await #expect(throws: IOError.self) {
                    let other = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                        .bind(host: host, port: router.port).get()
                    try await other.close()
                }
            }
        }
    }

    @Test func `a silent router lets its clients wait, and answers again afterwards`() async throws {
        try await Router.withConnection { router, connection in
            try await router.setFaults { $0.isSilent = true }
            let error = await #expect(throws: RouterOSError.self) {
                _ = try await connection.call(Command("/system/identity/print"), deadline: .milliseconds(50))
            }
            guard case .timedOut = error?.reason else {
                Issue.record("not a timeout: \(String(describing: error))")
                return
            }
            try await router.setFaults { $0.isSilent = false }
            let again = try await Router.connect(to: router)
            #expect(try await again.call(Command("/system/identity/print")).rows.count == 1)
            await again.close()
        }
    }

    @Test func `an account may be made that only reads`() async throws {
        try await Router.with { router in
            try await router.setAccount(SimulatedAccount(name: "reader", password: "r", policies: [.api, .read]))
            let connection = try await Router.connect(to: router, user: "reader", password: "r")
            #expect(try await connection.call(Command("/ip/hotspot/user/print")).rows.count == 2)
            let error = await #expect(throws: RouterOSError.self) {
                _ = try await connection.call(Command("/ip/hotspot/user/add").with("name", "x"))
            }
            #expect(error?.trap?.message == "not enough permissions (9)")
            await connection.close()
        }
    }

    @Test func `a router without a battery starts in 1970 and may be put right`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off, clockSpeed: 0)
        configuration.clockStart = 0
        try await Router.with(configuration) { router in
            #expect(try await router.rows(of: "/system/clock").first?["date"] == "1970-01-01")
            try await router.setClock(epochSeconds: 1_790_370_605)
            let clock = try await router.rows(of: "/system/clock").first
            #expect(clock?["date"] == "2026-09-25")
            #expect(clock?["time"] == "21:10:05")
            // The time that passed is not touched by what the clock shows.
            #expect(try await router.rows(of: "/system/resource").first?["uptime"] == "0s")
        }
    }

    @Test func `one seed gives one order, another seed another`() async throws {
        var orders: [[String]] = []
        for seed in [5, 5, 6] as [UInt64] {
            try await RawClient.with("7.22.3", { $0.seed = seed }) { router, client in
                await client.logIn()
                var burst = ByteBuffer()
                for number in 0..<20 {
                    burst.writeSentence(["/ip/hotspot/user/add", "=name=u\(number)", ".tag=\(number)"])
                }
                client.sendBytes(burst)
                _ = await client.next(20)
                orders.append(try await router.rows(of: "/ip/hotspot/user").compactMap { $0["name"] })
            }
        }
        #expect(orders[0] == orders[1])
        #expect(orders[0] != orders[2])
    }

    @Test func `all connections may be dropped while the router goes on`() async throws {
        try await Router.withConnection { router, connection in
            try await router.dropConnections()
            _ = await connection.waitUntilClosed()
            let again = try await Router.connect(to: router)
            #expect(try await again.call(Command("/system/resource/print")).rows.first?.text("uptime") != nil)
            await again.close()
        }
    }
}
