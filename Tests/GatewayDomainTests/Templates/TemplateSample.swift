import GatewayDomain

extension Sample {
    /// A template of the sample instance.
    static func template(
        _ format: CodeFormat,
        mode: CouponTemplate.Mode = .autoAllocate,
        maximum: Int = 100,
        minutes: Int64 = 60
    ) -> CouponTemplate {
        CouponTemplate(
            id: CouponTemplate.ID("99999999-2222-4333-8444-555555555555"),
            instance: instance.id,
            name: "Diwali",
            mode: mode,
            format: format,
            maximum: maximum,
            minutesValid: minutes,
            createdAt: now
        )
    }
}
