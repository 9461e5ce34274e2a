import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct WebhookTests {
    static func settings(
        _ url: String = "https://portal.example/hook",
        _ kinds: Set<GatewayEvent.Kind> = []
    ) throws -> Webhook.Settings {
        Webhook.Settings(target: try WebhookTarget(url), kinds: kinds)
    }

    @Test func `a webhook is kept as it was made, and its secret only sealed`() async throws {
        let world = try await World()
        var settings = try Self.settings("https://portal.example/hook", [.scheduleRan, .couponRedeemed])
        settings.note = "The portal"
        let (webhook, secret) = try await world.store.createWebhook(settings, now: World.start)
        #expect(secret.revealed.wholeMatch(of: /whsec_[A-Za-z0-9+\/]{43}=/) != nil)
        #expect(try await world.store.webhook(webhook.id).webhook == webhook)
        #expect(try await world.store.webhooks().map(\.webhook) == [webhook])
        let other = try await world.store.createWebhook(settings, now: World.start).secret
        #expect(other != secret)
        let rows = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT sealed_secret FROM webhooks") { row throws(StoreError) in
                try row.bytes("sealed_secret")
            }
        }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { !String(decoding: $0, as: UTF8.self).contains(secret.revealed.dropFirst(6)) })
    }

    @Test func `a change is a change of what it names`() async throws {
        let world = try await World()
        let made = try await world.store.createWebhook(try Self.settings(), now: World.start).webhook
        let target = try WebhookTarget("https://other.example/")
        let changed = try await world.store.updateWebhook(made.id, now: World.start) { $0.target = target }
        #expect(changed.settings.target == target && changed.settings.kinds.isEmpty)
        try await world.store.updateWebhook(made.id, enabled: false, now: World.start) { $0.kinds = [.scheduleRan] }
        let now = try await world.store.webhook(made.id).webhook
        #expect(now.disabledAt == World.start && now.settings.kinds == [.scheduleRan])
        #expect(try await world.store.updateWebhook(made.id, enabled: true, now: World.start).disabledAt == nil)
        try await world.store.deleteWebhook(made.id)
        await #expect(throws: StoreError.notFound(kind: .webhook, reference: made.id.rawValue)) {
            try await world.store.deleteWebhook(made.id)
        }
        await #expect(throws: StoreError.self) { try await world.store.updateWebhook(made.id, now: World.start) }
        await #expect(throws: StoreError.self) { try await world.store.renewWebhookSecret(made.id, now: World.start) }
    }

    @Test func `there are so many and no more`() async throws {
        let world = try await World()
        for _ in 0..<Webhook.countMaximum {
            _ = try await world.store.createWebhook(try Self.settings(), now: World.start)
        }
        await #expect(throws: StoreError.self) {
            try await world.store.createWebhook(try Self.settings(), now: World.start)
        }
    }

    @Test func `an event is for those who want its kind, and were there when it happened`() async throws {
        let world = try await World()
        func make(_ kinds: Set<GatewayEvent.Kind>) async throws -> Webhook.ID {
            try await world.store.createWebhook(try Self.settings("https://a.example/", kinds), now: World.start)
                .webhook.id
        }
        let (all, some) = (try await make([]), try await make([.loginFailures, .scheduleRan]))
        let (other, disabled) = (try await make([.scheduleRan]), try await make([]))
        try await world.store.updateWebhook(disabled, enabled: false, now: World.start)
        try await world.append([OutboxTests.event(), OutboxTests.event()])
        try await world.store.updateWebhook(disabled, enabled: true, now: World.start)
        let late = try await make([])
        var pending: [Webhook.ID: Int] = [:]
        for status in try await world.store.webhooks() { pending[status.webhook.id] = status.pendingCount }
        #expect(pending == [all: 2, some: 2, other: 0, disabled: 0, late: 0])
        #expect(Set(try await world.store.dueDeliveries().keys) == [all, some])
    }
}
