/// What may be done with coupons: pure decisions about making them and about what a login means.
public enum CouponRules {
    /// How far a router's clock may run ahead of ours for its login times to be believed.
    ///
    /// Five minutes, as for the finding about the clock: a router that asks a time server is off by less.
    public static let clockTolerance: Duration = .seconds(300)

    /// Makes coupons.
    ///
    /// - Parameters:
    ///   - order: what is asked for.
    ///   - now: when they are made.
    ///   - generator: where ids and codes come from; pass a `SystemRandomNumberGenerator`.
    ///   - isTaken: whether a code or a user name exists already. Whoever stores coupons must keep codes unique all the same.
    /// - Returns: the coupons, with codes that differ from each other.
    /// - Throws: the field that is out of bounds, or ``CouponError/codesExhausted(length:)``.
    public static func issue(
        _ order: CouponOrder,
        at now: Timestamp,
        using generator: inout some RandomNumberGenerator,
        isTaken: (String) -> Bool = { _ in false }
    ) throws(CouponError) -> [Coupon] {
        try check(order)
        let expiresAt = now + .seconds(order.minutesValid * 60)
        let sites = Set(order.sites).sorted()
        var codes: Set<String> = []
        var coupons: [Coupon] = []
        while coupons.count < order.count {
            let code = try freeCode(length: order.codeLength, using: &generator) { codes.contains($0) || isTaken($0) }
            codes.insert(code)
            let id = Coupon.ID.random(using: &generator)
            var coupon = Coupon(id: id, instance: order.instance, code: code, expiresAt: expiresAt, createdAt: now)
            coupon.sites = sites
            coupon.dataBytesMaximum = order.dataBytesMaximum
            coupon.rateLimit = order.rateLimit
            coupon.note = order.note
            coupon.run = order.run
            coupons.append(coupon)
        }
        return coupons
    }

    /// Draws a code that nobody has.
    ///
    /// - Parameters:
    ///   - length: how many characters.
    ///   - generator: where the randomness comes from.
    ///   - isTaken: whether a code exists already.
    /// - Returns: a free code.
    /// - Throws: ``CouponError/codesExhausted(length:)`` after a hundred taken ones in a row.
    public static func freeCode(
        length: Int,
        using generator: inout some RandomNumberGenerator,
        isTaken: (String) -> Bool
    ) throws(CouponError) -> String {
        for _ in 0..<CouponCode.drawsMaximum {
            let code = try CouponCode.draw(length: length, using: &generator)
            if !isTaken(code) { return code }
        }
        throw .codesExhausted(length: length)
    }

    private static func check(_ order: CouponOrder) throws(CouponError) {
        guard order.countBounds.contains(order.count) else {
            throw .countOutOfBounds(order.count, bounds: order.countBounds)
        }
        guard Coupon.minutesValidBounds.contains(order.minutesValid) else {
            throw .minutesOutOfBounds(order.minutesValid)
        }
        guard Instance.codeLengthBounds.contains(order.codeLength) else {
            throw .codeLengthOutOfBounds(order.codeLength)
        }
        if let bytes = order.dataBytesMaximum, bytes < 1 { throw .dataBytesOutOfBounds(bytes) }
        do throws(PortalValueError) {
            if let rateLimit = order.rateLimit { try RateLimitRule.check(rateLimit) }
            if let note = order.note { try TextRule.check(note, .note, bytesMaximum: Coupon.noteBytesMaximum) }
        } catch {
            throw .invalidValue(error)
        }
    }
}
