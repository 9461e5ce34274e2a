import GatewayDomain
import GatewayStore
import Logging
import Synchronization
import Testing

@testable import GatewaySync

/// The deliveries of a service, to receivers that the test plays.
@Suite(.timeLimit(.minutes(15))) struct WebhookServiceTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a service while the body runs; it sleeps until the store changes or the alarm rings.
    private func serving(
        _ world: HookWorld,
        alarm: TestAlarm = TestAlarm(),
        send: @escaping @Sendable (ClaimedDelivery) async -> DeliveryAttempt.Result,
        _ body: () async throws -> Void
    ) async throws {
        let desk = WebhookDesk(
            store: world.store,
            configuration: WebhookConfiguration(),
            logger: Self.silent,
            now: { world.now },
            send: { delivery in
                let started = world.now
                return DeliveryAttempt(startedAt: started, took: .zero, result: await send(delivery))
            }
        )
        let service = WebhookService(desk: desk, pause: alarm.pause)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func wait(until isTrue: () async throws -> Bool) async throws {
        while try await !isTrue() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test func `an event arrives as soon as it happened, once`() async throws {
        let world = try await HookWorld()
        let webhook = try await world.webhook()
        let told = Mutex<[GatewayEvent.ID]>([])
        try await serving(world) { delivery in
            told.withLock { $0.append(delivery.event.id) }
            return .answered(status: 200, retryAfterSeconds: nil)
        } _: {
            try await world.happen(20)
            try await wait { try await world.store.webhook(webhook.id).pendingCount == 0 }
        }
        #expect(told.withLock { Set($0).count } == 20)
        #expect(told.withLock { $0.count } == 20)
        #expect(try await world.store.deliveries(to: webhook.id).allSatisfy { $0.state == .delivered })
    }

    @Test func `what failed is tried again when its time has come, with the same id`() async throws {
        let world = try await HookWorld()
        let webhook = try await world.webhook()
        let alarm = TestAlarm()
        let tries = Mutex<[GatewayEvent.ID]>([])
        try await serving(world, alarm: alarm) { delivery in
            let count = tries.withLock { tries in
                tries.append(delivery.event.id)
                return tries.count
            }
            return .answered(status: count < 3 ? 500 : 200, retryAfterSeconds: nil)
        } _: {
            try await world.happen()
            for count in 1...2 {
                try await wait { try await world.store.deliveries(to: webhook.id).first?.attemptCount == count }
                let next = try #require(try await world.store.deliveries(to: webhook.id).first?.nextAttemptAt)
                #expect(next > world.now)
                #expect(tries.withLock { $0.count } == count)
                world.time.withLock { $0 = next }
                try await wait {
                    alarm.ring()
                    return tries.withLock { $0.count } > count
                }
            }
            try await wait { try await world.store.webhook(webhook.id).pendingCount == 0 }
        }
        #expect(tries.withLock { Set($0).count } == 1)
        #expect(try await world.store.deliveries(to: webhook.id).map(\.attemptCount) == [3])
    }

    @Test func `a receiver that hangs delays nobody else, and holds no more than its own places`() async throws {
        let world = try await HookWorld()
        let (slow, quick) = (try await world.webhook("https://slow.example/"), try await world.webhook())
        let hanging = Mutex(0)
        let gates = Mutex<[CheckedContinuation<Void, Never>]>([])
        try await serving(world) { delivery in
            guard delivery.webhook.id == slow.id else { return .answered(status: 200, retryAfterSeconds: nil) }
            hanging.withLock { $0 += 1 }
            await withCheckedContinuation { gate in gates.withLock { $0.append(gate) } }
            return .answered(status: 200, retryAfterSeconds: nil)
        } _: {
            try await world.happen(10)
            try await wait { try await world.store.webhook(quick.id).pendingCount == 0 }
            #expect(try await world.store.webhook(slow.id).pendingCount == 10)
            #expect(hanging.withLock { $0 } == WebhookConfiguration().messagesAtOnceMaximum)
            // Now it answers, one after the other.
            try await wait {
                for gate in gates.withLock({ gates in
                    defer { gates = [] }
                    return gates
                }) { gate.resume() }
                return try await world.store.webhook(slow.id).pendingCount == 0
            }
        }
    }

    @Test func `what is under way when the gateway ends is made again by the next one`() async throws {
        let world = try await HookWorld()
        let webhook = try await world.webhook()
        let told = Mutex<[GatewayEvent.ID]>([])
        let gate = AsyncStream.makeStream(of: Void.self)
        try await serving(world) { delivery in
            told.withLock { $0.append(delivery.event.id) }
            // It has arrived, but the answer never does.
            for await _ in gate.stream { break }
            return .failed("stopped")
        } _: {
            try await world.happen()
            try await wait { told.withLock { $0.count } == 1 }
        }
        #expect(try await world.store.deliveries(to: webhook.id).map(\.attemptCount) == [0])
        world.time.withLock { $0 = HookWorld.start + WebhookConfiguration().leaseDuration }
        try await serving(world) { delivery in
            told.withLock { $0.append(delivery.event.id) }
            return .answered(status: 200, retryAfterSeconds: nil)
        } _: {
            try await wait { try await world.store.webhook(webhook.id).pendingCount == 0 }
        }
        let ids = told.withLock { $0 }
        #expect(ids.count == 2 && Set(ids).count == 1)
    }

    @Test func `a receiver that wants nothing more gets nothing more`() async throws {
        let world = try await HookWorld()
        let webhook = try await world.webhook()
        let count = Mutex(0)
        try await serving(world) { _ in
            count.withLock { $0 += 1 }
            return .answered(status: 410, retryAfterSeconds: nil)
        } _: {
            try await world.happen()
            try await wait { try await world.store.webhook(webhook.id).webhook.disabledAt != nil }
            try await world.happen(3)
        }
        #expect(count.withLock { $0 } == 1)
        #expect(try await world.store.deliveries(to: webhook.id).count == 1)
    }
}
