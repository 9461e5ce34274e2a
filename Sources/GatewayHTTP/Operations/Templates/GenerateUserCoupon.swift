import GatewayDomain
import GatewayStore

/// Makes the coupons that a client asks one of its templates for.
enum GenerateUserCoupon {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        guard case .client(let client, _, let instance) = request.caller else {
            throw APIError(.credentialsMissing, "This operation needs a client's id and secret.")
        }
        let fields = try request.fields()
        let name = try fields.string("couponName")
        guard APIClient.ID(try fields.string("clientId")).rawValue == client else {
            throw APIError(.clientMismatch, "The 'clientId' parameter must be the id that the credentials begin with.")
        }
        let template = try await template(named: name, of: instance, in: request.store)
        let coupons = try await request.store.generateCoupons(
            template: template.id,
            order: try order(of: fields, for: template.mode),
            now: request.now
        )
        return .created([
            "couponName": .string(template.name),
            "clientId": .string(client),
            "instance_id": .id(instance),
            "coupons": .list(coupons) { CouponView(coupon: $0, now: request.now).json },
        ])
    }

    /// The template, which is what this operation is about although its name stands in the body: one that is not there is 404.
    private static func template(
        named name: String,
        of instance: Instance.ID,
        in store: Store
    ) async throws -> CouponTemplate {
        do {
            return try await store.template(named: name, of: instance)
        } catch StoreError.notFound(let kind, let reference) {
            throw APIError.notFound(kind.rawValue, reference)
        }
    }

    /// What is asked for; the field of the other mode is not even looked at.
    private static func order(of fields: JSONFields, for mode: CouponTemplate.Mode) throws(APIError) -> TemplateOrder {
        switch mode {
        case .autoAllocate:
            return .quantity(Int(clamping: try fields.integer("quantity", in: 1...Int64.max)))
        case .autoAccept:
            let maximum = CouponTemplate.codeCountBounds.upperBound
            guard let codes = try fields.optionalStrings("couponCodes", countMaximum: maximum) else {
                throw .missing("couponCodes")
            }
            return .codes(codes)
        }
    }
}
