import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about coupon templates, and of them.
enum TemplateOperations {
    static let all = [
        Operation("listCouponTemplates", .get, list, .scope(.templatesRead), perform: ReadTemplates.list),
        Operation("createCouponTemplate", .post, list, .scope(.templatesWrite), perform: WriteTemplates.create),
        Operation("getCouponTemplate", .get, one, .scope(.templatesRead), perform: ReadTemplates.one),
        Operation("updateCouponTemplate", .put, one, .scope(.templatesWrite), perform: WriteTemplates.update),
        Operation("deleteCouponTemplate", .delete, one, .scope(.templatesWrite), perform: WriteTemplates.delete),
        Operation("generateUserCoupon", .post, generate, .client, perform: GenerateUserCoupon.perform),
    ]

    /// Where a template is found.
    static func path(of template: CouponTemplate) -> String {
        "/captive/instances/\(template.instance)/coupon-templates/\(template.id)"
    }

    private static let list = "/captive/instances/{instanceId}/coupon-templates"
    private static let one = "/captive/instances/{instanceId}/coupon-templates/{templateId}"
    private static let generate = "/subscription/discount-coupon-template/generate-user-coupon"
}

extension APIRequest {
    /// The template that the path names, of the instance that it names.
    func template() async throws -> CouponTemplate {
        let instance = try await instance()
        return try await store.template(
            id("templateId", kind: "coupon template", of: CouponTemplate.self),
            of: instance.id
        )
    }
}
