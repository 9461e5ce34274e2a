import GatewayDomain

extension Webhook {
    /// Every webhook, or one, oldest first; two statements.
    static func all(_ connection: any SQLConnection, id: ID? = nil) throws(StoreError) -> [Webhook] {
        var kinds: [ID: Set<GatewayEvent.Kind>] = [:]
        let wanted = try connection.query(
            "SELECT * FROM webhook_kinds WHERE webhook_id = COALESCE($1, webhook_id)",
            [id]
        )
        for row in wanted { kinds[try row.id("webhook_id"), default: []].insert(try row.choice("kind")) }
        return try connection.query(
            "SELECT * FROM webhooks WHERE id = COALESCE($1, id) ORDER BY created_at, id",
            [id]
        ) { row throws(StoreError) in
            try Webhook(row: row, kinds: kinds[row.id("id")] ?? [])
        }
    }

    /// One webhook.
    static func one(_ connection: any SQLConnection, _ id: ID) throws(StoreError) -> Webhook {
        guard let webhook = try all(connection, id: id).first else {
            throw .notFound(kind: .webhook, reference: id.rawValue)
        }
        return webhook
    }

    private init(row: SQLRow, kinds: Set<GatewayEvent.Kind>) throws(StoreError) {
        let text = try row.text("url")
        let target: WebhookTarget
        do throws(PortalValueError) {
            target = try WebhookTarget(text)
        } catch {
            throw .damaged("the address of a webhook: \(error)")
        }
        self.init(
            id: try row.id("id"),
            settings: Settings(target: target, kinds: kinds, note: try row.optionalText("note")),
            createdAt: try row.time("created_at")
        )
        disabledAt = try row.optionalTime("disabled_at")
        disabledReason = try row.optionalText("disabled_reason")
        oldSecretUntil = try row.optionalTime("old_secret_until")
    }
}
