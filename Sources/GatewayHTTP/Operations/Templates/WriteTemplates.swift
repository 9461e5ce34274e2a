import GatewayDomain
import GatewayStore

/// Makes, changes and deletes coupon templates.
enum WriteTemplates {
    private static let known: Set<String> = [
        "name", "mode", "prefix", "suffix", "random_length", "pattern", "maximum", "minutes_valid",
    ]

    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let instance = try await request.instance()
        let template = try template(in: request, id: request.store.newID(), of: instance.id)
        try await request.store.createTemplate(template)
        let path = TemplateOperations.path(of: template)
        return .created(TemplateView(template).json, at: request.services.publicURL + path)
    }

    /// Takes the body for all that can be set: what it leaves out is as in a new template.
    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let old = try await request.template()
        let template = try template(in: request, id: old.id, of: old.instance)
        return .json(TemplateView(try await request.store.updateTemplate(template)).json)
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        let template = try await request.template()
        try await request.store.deleteTemplate(template.id, of: template.instance)
        return .noContent
    }

    private static func template(
        in request: APIRequest,
        id: CouponTemplate.ID,
        of instance: Instance.ID
    ) throws -> CouponTemplate {
        let fields = try request.fields(known: known)
        let length = try fields.optionalInteger("random_length", in: CodeFormat.randomLengthBounds)
        let format = try CodeFormat(
            prefix: try fields.optionalString("prefix") ?? "",
            randomLength: length.map { Int($0) },
            pattern: try fields.optionalString("pattern"),
            suffix: try fields.optionalString("suffix") ?? ""
        )
        return CouponTemplate(
            id: id,
            instance: instance,
            name: try fields.string("name"),
            mode: try fields.choice("mode"),
            format: format,
            maximum: Int(try fields.integer("maximum", in: maximumBounds)),
            minutesValid: try fields.integer("minutes_valid", in: Coupon.minutesValidBounds),
            createdAt: request.now
        )
    }

    private static var maximumBounds: ClosedRange<Int64> {
        let bounds = CouponTemplate.maximumBounds
        return Int64(bounds.lowerBound)...Int64(bounds.upperBound)
    }
}
