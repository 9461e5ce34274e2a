extension CodeFormat {
    /// How many different codes can be drawn, at most `Int.max`; 0 for a format that cannot be drawn from.
    ///
    /// Fewer than can be accepted, since what people confuse is never drawn.
    public var drawableCount: Int {
        guard let places else { return 0 }
        let all = Self.product(places.map(\.drawn.count))
        guard needsLetter, all < Int.max else { return all }
        return all - Self.product(places.map { place in place.drawn.count { CouponCode.isDigit($0) } })
    }

    /// Draws a code: every code that can be drawn is equally likely.
    ///
    /// A code that could have a letter has one, as the codes of other coupons do; it cannot be taken for a number or a room.
    ///
    /// - Parameter generator: where the randomness comes from; pass a `SystemRandomNumberGenerator`.
    /// - Returns: a code in upper case.
    /// - Throws: ``TemplateError/codesExhausted`` when nothing can be drawn, or the generator yields nothing but digits.
    public func draw(using generator: inout some RandomNumberGenerator) throws(TemplateError) -> String {
        guard let choices = places?.map(\.drawn) else { throw .codesExhausted }
        for _ in 0..<CouponCode.drawsMaximum {
            let code = choices.map { $0[Int.random(in: $0.indices, using: &generator)] }
            if !needsLetter || code.contains(where: CouponCode.isLetter) {
                return String(decoding: code, as: UTF8.self)
            }
        }
        throw .codesExhausted
    }

    /// Whether a drawn code may come out as digits only although letters are possible.
    private var needsLetter: Bool {
        guard let places, places.contains(.either) else { return false }
        return !places.contains { place in place.drawn.allSatisfy(CouponCode.isLetter) }
    }

    private static func product(_ factors: [Int]) -> Int {
        factors.reduce(1) { product, factor in
            let (value, overflow) = product.multipliedReportingOverflow(by: factor)
            return overflow ? .max : value
        }
    }
}
