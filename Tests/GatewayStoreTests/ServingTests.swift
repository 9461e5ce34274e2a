import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct ServingTests {
    private let now = World.start
    private let first = LeaseHolder(host: "alpha", processID: 17, token: "a")
    private let second = LeaseHolder(host: "beta", processID: 18, token: "b")

    @Test func `a second server ends with the name of the first`() async throws {
        let world = try await World()
        try await world.store.acquireServeLease(first, now: now)
        let other = try await world.scratch.open()
        let error = await #expect(throws: StoreError.self) { try await other.acquireServeLease(second, now: now) }
        #expect(error?.description.contains("process 17 on alpha") == true)
        #expect(try await other.currentServer(now: now) == first)
        try await world.store.renewServeLease(first, now: now + .seconds(10))
        await #expect(throws: StoreError.self) { try await other.acquireServeLease(second, now: now + .seconds(24)) }
        #expect(try await other.currentServer(now: now + .seconds(25)) == nil)
        try await other.acquireServeLease(second, now: now + .seconds(25))
        let lost = await #expect(throws: StoreError.self) {
            try await world.store.renewServeLease(first, now: now + .seconds(25))
        }
        #expect(lost?.description.contains("process 18 on beta") == true)
        try await world.store.releaseServeLease(first)
        #expect(try await other.currentServer(now: now + .seconds(26)) == second)
        try await other.releaseServeLease(second)
        #expect(try await other.currentServer(now: now + .seconds(26)) == nil)
    }

    @Test func `a server that was killed on this machine is followed at once, and its devices are free`() async throws {
        let world = try await World()
        let current = LeaseHolder.currentProcess()
        let child = Process()
        child.executableURL = URL(filePath: "/bin/sh")
        child.arguments = ["-c", "exit 0"]
        try child.run()
        child.waitUntilExit()
        let dead = LeaseHolder(host: current.host, processID: child.processIdentifier, token: "dead")
        try await world.store.acquireServeLease(dead, now: now)
        #expect(try await world.store.claimWork(holder: dead, limit: 9, now: now).count == 2)
        #expect(try await world.store.currentServer(now: now) == nil)
        try await world.store.acquireServeLease(current, now: now)
        #expect(try await world.store.currentServer(now: now) == current)
        #expect(try await world.claim().count == 2)
        let living = LeaseHolder(host: current.host, processID: getppid(), token: "living")
        await #expect(throws: StoreError.self) { try await world.store.acquireServeLease(living, now: now) }
    }

    @Test func `whoever begins to serve looks at every device at once, and whoever goes on does not`() async throws {
        let world = try await World()
        try await world.settle()
        let soon = now + .seconds(2)
        #expect(try await world.claim(at: soon).isEmpty)
        try await world.store.acquireServeLease(first, now: soon)
        let due = try await world.claim(at: soon)
        #expect(Set(due.map(\.device)) == [world.harbourDevice, world.museumDevice])
        for work in due {
            let run = world.run(work, .unchanged, at: soon)
            try await world.store.finish(work, run: run, followUp: FollowUp(lookAt: soon + .seconds(60)), now: soon)
        }
        try await world.store.acquireServeLease(first, now: soon)
        #expect(try await world.claim(at: soon + .seconds(1)).isEmpty)
    }

    @Test func `of many who start at the same time one serves`() async throws {
        let world = try await World()
        let stores = try await [world.store, world.scratch.open()]
        let won = await withTaskGroup { group in
            for index in 0..<10 {
                let holder = LeaseHolder(host: "host-\(index)", processID: 1, token: "t")
                group.addTask {
                    do {
                        try await stores[index % 2].acquireServeLease(holder, now: World.start)
                        return 1
                    } catch {
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(won == 1)
    }
}
