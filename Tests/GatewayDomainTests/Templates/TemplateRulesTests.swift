import TestSeeds
import GatewayDomain
import Testing

@Suite struct TemplateRulesTests {
    private func refused(_ codes: [String], by template: CouponTemplate, taken: Set<String> = []) -> [RefusedCode] {
        var generator = SeededGenerator(seed: 1)
        do throws(TemplateError) {
            _ = try TemplateRules.accept(codes, by: template, taken: taken, at: Sample.now, using: &generator)
            return []
        } catch {
            guard case .codesRefused(let refused, let count, let format) = error else { return [] }
            #expect(count == codes.count)
            #expect(format == template.format)
            return refused
        }
    }

    @Test(arguments: Seed.several(40)) func `drawn coupons are all different and as the template says`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let template = Sample.template(try RandomFormat.drawable(using: &generator), minutes: 90)
        let quantity = min(300, max(1, template.format.drawableCount / CouponTemplate.sparsity))
        let coupons = try TemplateRules.issue(quantity, from: template, at: Sample.now, using: &generator)
        #expect(coupons.count == quantity)
        #expect(Set(coupons.map(\.code)).count == quantity, "seed \(seed)")
        #expect(Set(coupons.map(\.id)).count == quantity, "seed \(seed)")
        for coupon in coupons {
            #expect(template.format.matches(coupon.code), "seed \(seed): \(coupon.code)")
            #expect(coupon.template == template.id)
            #expect(coupon.instance == template.instance)
            #expect(coupon.expiresAt == Sample.now + .seconds(5400))
        }
    }

    @Test func `given codes become coupons in upper case and in their order`() throws {
        var generator = SeededGenerator(seed: Seed.base)
        let template = Sample.template(try CodeFormat(middle: .free), mode: .autoAccept)
        let given = ["TESTDIWALI500", "fdhfuhiufh", "FUNCHRISTMAS", "A1b2", String(repeating: "z", count: 32)]
        let coupons = try TemplateRules.accept(given, by: template, taken: [], at: Sample.now, using: &generator)
        #expect(coupons.map(\.code) == given.map { $0.uppercased() })
        #expect(coupons.allSatisfy { $0.template == template.id && $0.state(at: Sample.now) == .unused })
    }

    @Test func `every code that cannot be taken is named with its reason, as it was given`() throws {
        let template = Sample.template(try CodeFormat(prefix: "x", middle: .free), mode: .autoAccept)
        let given = ["XGOOD", "xone", "XONE", "Xone", "ONE", "X-1", "xtaken", "XTAKEN", "Xß", ""]
        let refused = refused(given, by: template, taken: ["XTAKEN", "XELSE"])
        #expect(
            refused == [
                RefusedCode(code: "XONE", reason: .duplicate), RefusedCode(code: "Xone", reason: .duplicate),
                RefusedCode(code: "ONE", reason: .format), RefusedCode(code: "X-1", reason: .format),
                RefusedCode(code: "xtaken", reason: .taken), RefusedCode(code: "XTAKEN", reason: .duplicate),
                RefusedCode(code: "Xß", reason: .format), RefusedCode(code: "", reason: .format),
            ]
        )
        let text = TemplateError.codesRefused(refused, of: given.count, format: template.format).description
        for refusal in refused { #expect(text.contains("\"\(refusal.code)\" (\(refusal.reason.rawValue))")) }
        #expect(text.contains("8 of 10"))
        #expect(text.contains("begin with \"X\""))
        #expect(!text.contains("XGOOD"))
    }

    @Test func `the text of a refusal is one line, whatever was given`() {
        let code = RefusedCode(
            code: "a\nb\r\u{2028}\u{1B}[31m" + String(repeating: "x", count: 10_000),
            reason: .format
        )
        #expect(code.description.count < 80)
        #expect(!code.description.contains { $0.isNewline || $0 == "\u{1B}" })
    }

    @Test(arguments: Seed.several(100))
    func `all or none: codes are accepted exactly when each is of the format, new and given once`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let template = Sample.template(try CodeFormat(middle: .mask(CodeMask("A@#*"))), mode: .autoAccept)
        let alphabet = Array("aA1bB2-")
        let given = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            "A" + String((0..<3).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
        }
        let candidates = TemplateRules.candidates(among: given, format: template.format)
        let taken = Set(candidates.filter { _ in generator.chance(10) })
        let folded = given.map { $0.uppercased() }
        let isGood = folded.allSatisfy(template.format.matches) && Set(folded).count == folded.count && taken.isEmpty
        let refused = refused(given, by: template, taken: taken)
        #expect(refused.isEmpty == isGood, "seed \(seed): \(given), taken \(taken)")
        #expect(Set(candidates) == Set(folded.filter(template.format.matches)), "seed \(seed)")
    }

    @Test func `orders beyond their bounds need no template to be refused`() throws {
        for quantity in [0, -1, Int.min] {
            #expect(throws: TemplateError.quantityOutOfBounds(quantity)) {
                try TemplateOrder.quantity(quantity).validate()
            }
        }
        #expect(throws: TemplateError.codeCountOutOfBounds(0)) { try TemplateOrder.codes([]).validate() }
        let many = (0...1000).map { "CODE\($0)" }
        #expect(throws: TemplateError.codeCountOutOfBounds(1001)) { try TemplateOrder.codes(many).validate() }
        try TemplateOrder.codes(Array(many.dropLast())).validate()
        try TemplateOrder.quantity(1).validate()
    }

    @Test func `a taken code is drawn anew, and a hundred taken ones in a row are an error`() throws {
        var generator = SeededGenerator(seed: Seed.base)
        let format = try CodeFormat(middle: .random(length: 6))
        var asked = 0
        _ = try TemplateRules.freeCode(of: format, using: &generator) { _ in
            asked += 1
            return asked < 5
        }
        #expect(asked == 5)
        #expect(throws: TemplateError.codesExhausted) {
            try TemplateRules.freeCode(of: format, using: &generator) { _ in true }
        }
    }
}
