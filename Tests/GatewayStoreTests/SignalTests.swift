import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct SignalTests {
    @Test(.timeLimit(.minutes(15))) func `another store's change is seen`() async throws {
        let world = try await World()
        let other = try await world.scratch.open()
        var signals = other.changeSignals().makeAsyncIterator()
        let watching = Task { try await other.watchChanges(every: .milliseconds(5)) }
        // The first signal says that the watch has begun; the next one can only come from the one change.
        #expect(await signals.next() != nil)
        _ = try await world.coupons(1)
        #expect(await signals.next() != nil)
        watching.cancel()
        try await watching.value
    }

    @Test(.timeLimit(.minutes(15))) func `an own change is told at once, several become one`() async throws {
        let world = try await World()
        let stream = world.store.changeSignals()
        for _ in 0..<5 { _ = try await world.coupons(1) }
        _ = try await world.claim()
        world.store.signals.finish()
        var count = 0
        for await _ in stream { count += 1 }
        #expect(count == 1)
    }

    @Test(.timeLimit(.minutes(15))) func `reading and claiming nothing tell nobody`() async throws {
        let world = try await World()
        try await world.settle()
        let stream = world.store.changeSignals()
        _ = try await world.claim()
        _ = try await world.store.sites()
        _ = try await world.store.record([], now: World.start)
        try world.store.close()
        for await _ in stream { Issue.record("a signal without a change") }
        for await _ in world.store.changeSignals() { Issue.record("a signal after the end") }
    }
}
