/// What a client asks a template for.
public enum TemplateOrder: Hashable, Sendable {
    /// So many codes, which are drawn.
    case quantity(Int)
    /// These codes.
    case codes([String])

    /// How many codes that is.
    public var count: Int {
        switch self {
        case .quantity(let count): count
        case .codes(let codes): codes.count
        }
    }

    /// The mode of a template that takes such an order.
    public var mode: CouponTemplate.Mode {
        switch self {
        case .quantity: .autoAllocate
        case .codes: .autoAccept
        }
    }

    /// Checks what needs no template.
    ///
    /// - Throws: ``TemplateError/quantityOutOfBounds(_:)`` or ``TemplateError/codeCountOutOfBounds(_:)``.
    public func validate() throws(TemplateError) {
        switch self {
        case .quantity(let count):
            // More than a template's maximum is told with what is left of it.
            guard count >= 1 else { throw .quantityOutOfBounds(count) }
        case .codes(let codes):
            guard CouponTemplate.codeCountBounds.contains(codes.count) else {
                throw .codeCountOutOfBounds(codes.count)
            }
        }
    }
}
