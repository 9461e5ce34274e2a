import Foundation
import GatewayDomain
import GatewayStore
import Synchronization

@testable import GatewaySync

/// A store with a schedule whose runs are events, and webhooks for them.
final class HookWorld: Sendable {
    static let start = Timestamp(seconds: 1_795_000_000)

    let store: Store
    let schedule: CouponSchedule
    let time = Mutex(HookWorld.start)
    private let folder: URL

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-hooks-\(UUID().uuidString)")
        store = try await Store.open(StoreConfiguration(path: folder.appending(path: "gate.db").path))
        let instance = Instance(id: store.newID(), name: "Guests", createdAt: Self.start)
        try await store.createInstance(instance)
        let settings = ScheduleSettings(
            name: "Passes",
            count: 1,
            recurrence: .daily,
            validMinutes: 60,
            timeZone: "UTC",
            notificationGroup: "ng_1"
        )
        schedule = try await store.createCouponSchedule(settings, of: instance.id, now: Self.start).schedule
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    var now: Timestamp { time.withLock { $0 } }

    /// Makes a webhook.
    func webhook(_ url: String = "https://portal.example/hook") async throws -> (id: Webhook.ID, secret: Secret) {
        let settings = Webhook.Settings(target: try WebhookTarget(url))
        let made = try await store.createWebhook(settings, now: now)
        return (id: made.webhook.id, secret: made.secret)
    }

    /// Lets so many events happen.
    func happen(_ count: Int = 1) async throws {
        for _ in 0..<count {
            _ = try await store.runCouponSchedule(schedule.id, of: schedule.instance, now: now)
        }
    }

    /// The next delivery to a webhook, taken over.
    func claimed(_ id: Webhook.ID) async throws -> ClaimedDelivery? {
        try await store.claimDeliveries(to: id, limit: 1, now: now, for: .seconds(30)).first
    }
}
