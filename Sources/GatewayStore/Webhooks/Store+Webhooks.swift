import Foundation
public import GatewayDomain

extension Store {
    /// For so long are messages signed with the secret of before as well, once there is a new one.
    public static let oldSecretLifetime: Duration = .seconds(24 * 3600)

    /// Makes a webhook; it is told of events from now on.
    ///
    /// - Parameters:
    ///   - settings: what is wanted.
    ///   - now: the time.
    /// - Returns: the webhook, and the secret that its messages are signed with, which is told this once.
    /// - Throws: ``StoreError/invalidValue(_:)``, or ``StoreError/conflict(_:)`` when there are too many.
    public func createWebhook(
        _ settings: Webhook.Settings,
        now: Timestamp
    ) async throws(StoreError) -> (webhook: Webhook, secret: Secret) {
        try Self.checked(settings.validate)
        let webhook = Webhook(id: newID(), settings: settings, createdAt: now)
        let secret = newWebhookSecret()
        let sealed = try sealing.seal(secret, row: webhook.id.rawValue)
        try await write { connection throws(StoreError) in
            let counted = try connection.query("SELECT COUNT(*) AS webhooks FROM webhooks")
            guard try counted.first?.integer("webhooks") ?? 0 < Int64(Webhook.countMaximum) else {
                throw .conflict("there are \(Webhook.countMaximum) webhooks already; remove one that nobody needs")
            }
            try connection.query(
                """
                INSERT INTO webhooks (id, url, note, wants_all, sealed_secret, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    webhook.id, settings.target.description, settings.note, settings.kinds.isEmpty,
                    SQLValue.bytes(sealed), now,
                ]
            )
            try Self.insertKinds(connection, of: webhook)
        }
        return (webhook: webhook, secret: secret)
    }

    /// Every webhook with what is on its way, oldest first.
    ///
    /// - Returns: the webhooks.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func webhooks() async throws(StoreError) -> [WebhookStatus] {
        try await read { connection throws(StoreError) in try Self.statuses(connection, id: nil) }
    }

    /// One webhook with what is on its way.
    ///
    /// - Parameter id: the webhook.
    /// - Returns: the webhook.
    /// - Throws: ``StoreError/notFound(kind:reference:)``.
    public func webhook(_ id: Webhook.ID) async throws(StoreError) -> WebhookStatus {
        try await read { connection throws(StoreError) in
            guard let status = try Self.statuses(connection, id: id).first else {
                throw .notFound(kind: .webhook, reference: id.rawValue)
            }
            return status
        }
    }

    private static func statuses(
        _ connection: any SQLConnection,
        id: Webhook.ID?
    ) throws(StoreError) -> [WebhookStatus] {
        let webhooks = try Webhook.all(connection, id: id)
        var pending: [Webhook.ID: Int] = [:]
        // Counted in an index of what waits: most of the log was delivered long ago.
        let rows = try connection.query(
            """
            SELECT webhook_id, COUNT(*) AS pending FROM webhook_deliveries
            WHERE next_attempt_at IS NOT NULL AND webhook_id = COALESCE($1, webhook_id) GROUP BY webhook_id
            """,
            [id]
        )
        for row in rows { pending[try row.id("webhook_id")] = Int(try row.integer("pending")) }
        return webhooks.map { WebhookStatus($0, pendingCount: pending[$0.id] ?? 0) }
    }

    /// Changes a webhook.
    ///
    /// Events that wait for it are sent to where it is then. One that is disabled keeps them for as long as they would have been
    /// tried, and gets no new ones.
    ///
    /// - Parameters:
    ///   - id: the webhook.
    ///   - enabled: whether it is told of events. Default: as it is.
    ///   - now: the time.
    ///   - change: changes what is wanted.
    /// - Returns: the webhook as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` or ``StoreError/invalidValue(_:)``.
    @discardableResult
    public func updateWebhook(
        _ id: Webhook.ID,
        enabled: Bool? = nil,
        now: Timestamp,
        _ change: @escaping @Sendable (inout Webhook.Settings) -> Void = { _ in }
    ) async throws(StoreError) -> Webhook {
        try await write { connection throws(StoreError) in
            var webhook = try Webhook.one(connection, id)
            let before = webhook
            change(&webhook.settings)
            try Self.checked(webhook.settings.validate)
            if let enabled, enabled != (webhook.disabledAt == nil) {
                webhook.disabledAt = enabled ? nil : now
                webhook.disabledReason = nil
            }
            guard webhook != before else { return webhook }
            try connection.query(
                """
                UPDATE webhooks SET url = $2, note = $3, wants_all = $4, disabled_at = $5, disabled_reason = $6
                WHERE id = $1
                """,
                [
                    id, webhook.settings.target.description, webhook.settings.note, webhook.settings.kinds.isEmpty,
                    webhook.disabledAt, webhook.disabledReason,
                ]
            )
            try connection.query("DELETE FROM webhook_kinds WHERE webhook_id = $1", [id])
            try Self.insertKinds(connection, of: webhook)
            return webhook
        }
    }

    /// Gives a webhook a new secret; for a day its messages are signed with the one of before, too.
    ///
    /// - Parameters:
    ///   - id: the webhook.
    ///   - now: the time.
    /// - Returns: the new secret, told this once.
    /// - Throws: ``StoreError/notFound(kind:reference:)``.
    public func renewWebhookSecret(_ id: Webhook.ID, now: Timestamp) async throws(StoreError) -> Secret {
        let secret = newWebhookSecret()
        let sealed = try sealing.seal(secret, row: id.rawValue)
        try await write { connection throws(StoreError) in
            let updated = try connection.query(
                """
                UPDATE webhooks SET sealed_old_secret = sealed_secret, old_secret_until = $3, sealed_secret = $2
                WHERE id = $1 RETURNING id
                """,
                [id, SQLValue.bytes(sealed), now + Self.oldSecretLifetime]
            )
            guard !updated.isEmpty else { throw .notFound(kind: .webhook, reference: id.rawValue) }
        }
        return secret
    }

    /// Removes a webhook with all that was on its way to it, and its log.
    ///
    /// - Parameter id: the webhook.
    /// - Throws: ``StoreError/notFound(kind:reference:)``.
    public func deleteWebhook(_ id: Webhook.ID) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let deleted = try connection.query("DELETE FROM webhooks WHERE id = $1 RETURNING id", [id])
            guard !deleted.isEmpty else { throw .notFound(kind: .webhook, reference: id.rawValue) }
            try connection.query("DELETE FROM webhook_attempts WHERE webhook_id = $1", [id])
        }
    }

    private static func insertKinds(_ connection: any SQLConnection, of webhook: Webhook) throws(StoreError) {
        guard !webhook.settings.kinds.isEmpty else { return }
        try connection.query(
            "INSERT INTO webhook_kinds (webhook_id, kind) SELECT $1, r.kind FROM \(rows: 2, ["kind": .text]) AS r",
            [webhook.id, SQLRows(webhook.settings.kinds) { [$0.rawValue] }]
        )
    }

    /// A secret as the Standard Webhooks specification 1.0.0 writes it: 256 random bits in base64 behind `whsec_`.
    private func newWebhookSecret() -> Secret {
        let words = draw { generator in (0..<4).map { _ in generator.next() } }
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
        return Secret("whsec_" + Data(bytes).base64EncodedString())
    }
}
