import GatewayDomain

/// A coupon template as programs read it.
struct TemplateView {
    private let template: CouponTemplate

    /// Shows a template.
    init(_ template: CouponTemplate) {
        self.template = template
    }

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(template.id),
            "instance_id": .id(template.instance),
            "name": .string(template.name),
            "mode": .string(template.mode.rawValue),
            "prefix": .string(template.format.prefix),
            "suffix": .string(template.format.suffix),
            "random_length": .number(template.format.randomLength),
            "pattern": .string(template.format.pattern),
            "maximum": .integer(Int64(template.maximum)),
            "minutes_valid": .integer(template.minutesValid),
            "codes_generated": .integer(Int64(template.madeCount)),
            "created_at": .time(template.createdAt),
        ]
    }
}
