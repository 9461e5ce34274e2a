import GatewayDomain
import GatewayStore

/// Makes, changes and deletes webhooks.
enum WriteWebhooks {
    private static let settings: Set<String> = ["url", "types", "note"]

    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let fields = try request.fields(known: settings)
        guard let target = try target(fields, request) else { throw APIError.missing("url") }
        let settings = Webhook.Settings(
            target: target,
            kinds: try kinds(fields) ?? [],
            note: try fields.optionalString("note")
        )
        let (webhook, secret) = try await request.store.createWebhook(settings, now: request.now)
        return .created(
            WebhookView(status: WebhookStatus(webhook)).json.with(["secret": .string(secret.revealed)]),
            at: request.services.publicURL + WebhookOperations.path(of: webhook.id)
        )
    }

    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.webhookID()
        let fields = try request.fields(known: settings.union(["enabled"]))
        let target = try target(fields, request)
        let kinds = try kinds(fields)
        let note = try fields.optionalString("note")
        let clearsNote = fields.isNull("note")
        let enabled = try fields.optionalBoolean("enabled")
        try await request.store.updateWebhook(id, enabled: enabled, now: request.now) { settings in
            if let target { settings.target = target }
            if let kinds { settings.kinds = kinds }
            if clearsNote || note != nil { settings.note = note }
        }
        return try await ReadWebhooks.one(request)
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.deleteWebhook(request.webhookID())
        return .noContent
    }

    /// Where it is; what the sender would refuse at each attempt is refused here already, as far as the address itself says it.
    private static func target(_ fields: JSONFields, _ request: APIRequest) throws -> WebhookTarget? {
        guard let text = try fields.optionalString("url") else { return nil }
        let target = try WebhookTarget(text)
        guard !request.services.allowsPrivateWebhooks else { return target }
        guard target.isSecure else {
            throw APIError.invalid("url", "must begin with https://, for plain HTTP is read by everybody on the way")
        }
        if let objection = target.objection {
            throw APIError.invalid("url", "must be on the public Internet, and \(target.host) is \(objection)")
        }
        return target
    }

    /// Which events; nil when nothing is said about it, none for all.
    private static func kinds(_ fields: JSONFields) throws(APIError) -> Set<GatewayEvent.Kind>? {
        if fields.isNull("types") { return [] }
        guard let names = try fields.optionalStrings("types", countMaximum: GatewayEvent.Kind.allCases.count) else {
            return nil
        }
        var kinds: Set<GatewayEvent.Kind> = []
        for name in names {
            guard let kind = GatewayEvent.Kind(rawValue: name) else {
                let known = GatewayEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid("types", "must be a list of \(known)")
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
