/// How templates make coupons: pure decisions.
public enum TemplateRules {
    /// Draws the codes of coupons.
    ///
    /// - Parameters:
    ///   - quantity: how many.
    ///   - template: what they look like.
    ///   - now: when they are made.
    ///   - generator: where ids and codes come from; pass a `SystemRandomNumberGenerator`.
    /// - Returns: the coupons, with codes that differ from each other. Whoever stores them keeps codes unique.
    /// - Throws: ``TemplateError/codesExhausted``.
    public static func issue(
        _ quantity: Int,
        from template: CouponTemplate,
        at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) throws(TemplateError) -> [Coupon] {
        var codes: Set<String> = []
        var coupons: [Coupon] = []
        while coupons.count < quantity {
            let code = try freeCode(of: template.format, using: &generator, isTaken: codes.contains)
            codes.insert(code)
            coupons.append(coupon(code, of: template, at: now, using: &generator))
        }
        return coupons
    }

    /// Draws a code that nobody has.
    ///
    /// - Parameters:
    ///   - format: what it looks like.
    ///   - generator: where the randomness comes from.
    ///   - isTaken: whether a code exists already.
    /// - Returns: a free code.
    /// - Throws: ``TemplateError/codesExhausted`` after a hundred taken ones in a row.
    public static func freeCode(
        of format: CodeFormat,
        using generator: inout some RandomNumberGenerator,
        isTaken: (String) -> Bool
    ) throws(TemplateError) -> String {
        for _ in 0..<CouponCode.drawsMaximum {
            let code = try format.draw(using: &generator)
            if !isTaken(code) { return code }
        }
        throw .codesExhausted
    }

    /// The codes among the given ones that can be coupons if nobody has them: in upper case, each once.
    ///
    /// - Parameters:
    ///   - given: what the client gave.
    ///   - format: what codes have to look like.
    /// - Returns: the codes to be looked up before ``accept(_:by:taken:at:using:)`` decides.
    public static func candidates(among given: [String], format: CodeFormat) -> [String] {
        var seen: Set<String> = []
        return given.map(CouponCode.folded).filter { format.matches($0) && seen.insert($0).inserted }
    }

    /// Makes coupons of given codes: of all of them or of none.
    ///
    /// - Parameters:
    ///   - given: what the client gave, in any case.
    ///   - template: what they have to look like.
    ///   - taken: the codes among ``candidates(among:format:)`` that somebody has, or had.
    ///   - now: when the coupons are made.
    ///   - generator: where their ids come from.
    /// - Returns: a coupon for each code, in their order.
    /// - Throws: ``TemplateError/codesRefused(_:of:format:)`` with every code that cannot be taken.
    public static func accept(
        _ given: [String],
        by template: CouponTemplate,
        taken: Set<String>,
        at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) throws(TemplateError) -> [Coupon] {
        var seen: Set<String> = []
        var refused: [RefusedCode] = []
        var coupons: [Coupon] = []
        for code in given {
            let folded = CouponCode.folded(code)
            if !template.format.matches(folded) {
                refused.append(RefusedCode(code: code, reason: .format))
            } else if !seen.insert(folded).inserted {
                refused.append(RefusedCode(code: code, reason: .duplicate))
            } else if taken.contains(folded) {
                refused.append(RefusedCode(code: code, reason: .taken))
            } else {
                coupons.append(coupon(folded, of: template, at: now, using: &generator))
            }
        }
        guard refused.isEmpty else {
            throw .codesRefused(refused, of: given.count, format: template.format)
        }
        return coupons
    }

    private static func coupon(
        _ code: String,
        of template: CouponTemplate,
        at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Coupon {
        var coupon = Coupon(
            id: .random(using: &generator),
            instance: template.instance,
            code: code,
            expiresAt: now + .seconds(template.minutesValid * 60),
            createdAt: now
        )
        coupon.template = template.id
        return coupon
    }
}
