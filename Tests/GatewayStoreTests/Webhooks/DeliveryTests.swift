import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct DeliveryTests {
    private let now = World.start
    private let lease = Duration.seconds(30)

    private func world(events: Int = 1) async throws -> (world: World, webhook: Webhook.ID) {
        let world = try await World()
        let webhook = try await world.store.createWebhook(try WebhookTests.settings(), now: now).webhook.id
        try await world.append((0..<events).map { OutboxTests.event($0) })
        return (world: world, webhook: webhook)
    }

    private func attempt(_ result: DeliveryAttempt.Result) -> DeliveryAttempt {
        DeliveryAttempt(startedAt: now, took: .milliseconds(12), result: result)
    }

    private let ok = DeliveryAttempt.Result.answered(status: 204, retryAfterSeconds: nil)

    @Test func `what is taken over is nobody else's until its time is over`() async throws {
        let (world, webhook) = try await world(events: 3)
        let first = try await world.store.claimDeliveries(to: webhook, limit: 2, now: now, for: lease)
        #expect(first.count == 2)
        let rest = try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease)
        #expect(rest.count == 1)
        #expect(Set((first + rest).map(\.event.data)) == [#"{"count":0}"#, #"{"count":1}"#, #"{"count":2}"#])
        #expect(try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease).isEmpty)
        // A gateway that took them over was killed.
        let again = try await world.store.claimDeliveries(to: webhook, limit: 9, now: now + lease, for: lease)
        #expect(Set(again.map(\.event.id)) == Set((first + rest).map(\.event.id)))
        #expect(again.allSatisfy { $0.tries == 0 && $0.tryingSince == now })
    }

    @Test func `what was written by a clock that was set is told at once, and as long as anything else`()
        async throws
    {
        for step in [Duration.seconds(-3 * 86_400), .seconds(3 * 86_400)] {
            let (world, webhook) = try await world()
            let time = now + step
            let claimed = try await world.store.claimDeliveries(to: webhook, limit: 9, now: time, for: lease)
            #expect(claimed.map(\.tryingSince) == [time])
            var generator = SystemRandomNumberGenerator()
            let verdict = DeliveryRules.verdict(
                on: .failed("no route"),
                tries: 1,
                tryingSince: try #require(claimed.first).tryingSince,
                now: time,
                using: &generator
            )
            #expect(verdict != .givenUp)
        }
    }

    @Test func `what arrived is told no more, and stands in the log`() async throws {
        let (world, webhook) = try await world()
        let claimed = try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease)
        let delivery = try #require(claimed.first)
        try await world.store.record(
            attempt(.failed("no route")),
            .retry(at: now + .seconds(5)),
            of: delivery,
            now: now
        )
        #expect(try await world.store.dueDeliveries() == [webhook: now + .seconds(5)])
        let second = try await world.store.claimDeliveries(to: webhook, limit: 9, now: now + .seconds(5), for: lease)
        #expect(second.map(\.tries) == [1])
        #expect(second.map(\.event.id) == [delivery.event.id])
        try await world.store.record(attempt(ok), .delivered, of: try #require(second.first), now: now + .seconds(6))
        #expect(try await world.store.dueDeliveries() == [:])
        let log = try await world.store.deliveries(to: webhook)
        #expect(log.map(\.state) == [.delivered])
        #expect(log.first?.deliveredAt == now + .seconds(6))
        #expect(log.first?.attempts.map(\.result) == [ok, .failed("no route")])
        #expect(log.first?.attemptCount == 2)
    }

    @Test func `who comes too late changes nothing, unless it arrived`() async throws {
        let (world, webhook) = try await world()
        let slow = try #require(
            try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease).first
        )
        let later = now + lease
        let quick = try #require(
            try await world.store.claimDeliveries(to: webhook, limit: 9, now: later, for: lease).first
        )
        try await world.store.record(attempt(.failed("slow")), .givenUp, of: slow, now: later)
        #expect(try await world.store.deliveries(to: webhook).map(\.state) == [.pending])
        try await world.store.record(attempt(ok), .delivered, of: slow, now: later)
        try await world.store.record(attempt(.failed("second")), .retry(at: later), of: quick, now: later)
        let log = try await world.store.deliveries(to: webhook)
        #expect(log.map(\.state) == [.delivered])
        #expect(log.first?.attempts.count == 3)
    }

    @Test func `a receiver that is gone is told nothing more`() async throws {
        let (world, webhook) = try await world(events: 2)
        let claimed = try await world.store.claimDeliveries(to: webhook, limit: 1, now: now, for: lease)
        let gone = DeliveryAttempt.Result.answered(status: 410, retryAfterSeconds: nil)
        try await world.store.record(attempt(gone), .gone, of: try #require(claimed.first), now: now)
        let known = try await world.store.webhook(webhook).webhook
        #expect(known.disabledAt == now)
        #expect(known.disabledReason?.contains("410") == true)
        #expect(try await world.store.dueDeliveries() == [:])
        #expect(try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease).isEmpty)
        let event = try #require(claimed.first?.event.id)
        await #expect(throws: StoreError.self) { try await world.store.redeliver(event, to: webhook, now: now) }
        // Enabled again, what waited goes out.
        try await world.store.updateWebhook(webhook, enabled: true, now: now)
        #expect(try await world.store.webhook(webhook).webhook.disabledReason == nil)
        #expect(try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease).count == 1)
    }

    @Test func `what was given up or arrived is sent again when somebody asks, for a day anew`() async throws {
        let (world, webhook) = try await world()
        let claimed = try await world.store.claimDeliveries(to: webhook, limit: 9, now: now, for: lease)
        let delivery = try #require(claimed.first)
        try await world.store.record(attempt(.failed("x")), .givenUp, of: delivery, now: now)
        #expect(try await world.store.deliveries(to: webhook).map(\.state) == [.failed])
        let later = now + .seconds(90_000)
        let again = try await world.store.redeliver(delivery.event.id, to: webhook, now: later)
        #expect(again.state == .pending && again.attemptCount == 1 && again.attempts.count == 1)
        let second = try await world.store.claimDeliveries(to: webhook, limit: 9, now: later, for: lease)
        #expect(second.map(\.tries) == [0])
        #expect(second.map(\.tryingSince) == [later])
        #expect(second.map(\.event) == [delivery.event])
        try await world.store.record(attempt(ok), .delivered, of: try #require(second.first), now: later)
        #expect(try await world.store.redeliver(delivery.event.id, to: webhook, now: later).state == .pending)
        await #expect(throws: StoreError.self) {
            try await world.store.redeliver(world.store.newID(), to: webhook, now: later)
        }
    }

    @Test func `a new secret signs beside the old one for a day`() async throws {
        let world = try await World()
        let (webhook, old) = try await world.store.createWebhook(try WebhookTests.settings(), now: now)
        let new = try await world.store.renewWebhookSecret(webhook.id, now: now)
        try await world.append([OutboxTests.event()])
        func secrets(at time: Timestamp) async throws -> [Secret] {
            try await world.store.claimDeliveries(to: webhook.id, limit: 1, now: time, for: .zero).first?.secrets ?? []
        }
        #expect(try await secrets(at: now) == [new, old])
        #expect(try await secrets(at: now + Store.oldSecretLifetime) == [new])
    }

    @Test func `the log is told page by page`() async throws {
        let (world, webhook) = try await world(events: 7)
        let all = try await world.store.deliveries(to: webhook)
        var paged: [WebhookDelivery] = []
        while true {
            let page = try await world.store.deliveries(
                to: webhook,
                after: paged.last.map(TimeCursor.init(after:)),
                limit: 3
            )
            paged += page
            if page.count < 3 { break }
        }
        #expect(paged == all)
        #expect(Set(paged.map(\.event)).count == 7)
    }

    @Test func `events go after their time, with what was delivered of them`() async throws {
        let (world, webhook) = try await world(events: 2)
        let claimed = try await world.store.claimDeliveries(to: webhook, limit: 1, now: now, for: lease)
        try await world.store.record(attempt(ok), .delivered, of: try #require(claimed.first), now: now)
        let old = try #require(claimed.first).event
        try await world.append([OutboxTests.event()], at: now + .seconds(60))
        try await world.store.removeOldEvents(now: now + Store.eventLifetime)
        #expect(try await world.events().count == 1)
        #expect(try await world.store.deliveries(to: webhook).count == 1)
        #expect(try await world.store.eventPosition(of: old.id) == nil)
        // A place is never given twice, also when nothing is left.
        try await world.store.removeOldEvents(now: now + Store.eventLifetime + .seconds(60))
        #expect(try await world.events().isEmpty)
        try await world.append([OutboxTests.event()])
        #expect(try await world.events().map(\.position) == [4])
        let attempts = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT COUNT(*) AS n FROM webhook_attempts").first?.integer("n")
        }
        #expect(attempts == 0)
    }

    @Test(arguments: [1, 100]) func `any number of deliveries costs the same statements`(count: Int) async throws {
        let (world, webhook) = try await world(events: count)
        func cost(_ body: () async throws -> Void) async throws -> Int {
            let before = world.store.database.statementCount
            try await body()
            return world.store.database.statementCount - before
        }
        #expect(try await cost { _ = try await world.store.dueDeliveries() } == 1)
        let claim = try await cost {
            _ = try await world.store.claimDeliveries(to: webhook, limit: 1000, now: now, for: lease)
        }
        #expect(claim == 5)
        #expect(try await cost { _ = try await world.store.deliveries(to: webhook) } == 4)
    }
}
