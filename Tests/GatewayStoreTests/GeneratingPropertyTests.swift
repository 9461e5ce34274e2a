import TestSeeds
import GatewayDomain
import Testing

@testable import GatewayStore

/// What templates make, held against a model that knows every code there ever was.
@Suite struct GeneratingPropertyTests {
    /// The model: what exists, and how much each template has made.
    private struct Model {
        var names: Set<String> = []
        var made: [CouponTemplate.ID: Int] = [:]

        /// What a template has to answer to given codes; nil for all of them.
        func refusal(of given: [String], by template: CouponTemplate) -> TemplateError? {
            let left = template.maximum - made[template.id, default: 0]
            guard given.count <= left else {
                return .quantityExceeded(asked: given.count, left: left, maximum: template.maximum)
            }
            var seen: Set<String> = []
            let refused = given.compactMap { code -> RefusedCode? in
                // Only ASCII is given here, so that a full case mapping is the same.
                let upper = code.uppercased()
                let isLong = (4...32).contains(upper.count)
                if !isLong || !upper.allSatisfy({ $0.isLetter || $0.isNumber }) {
                    return RefusedCode(code: code, reason: .format)
                }
                if !seen.insert(upper).inserted { return RefusedCode(code: code, reason: .duplicate) }
                return names.contains(upper) ? RefusedCode(code: code, reason: .taken) : nil
            }
            return refused.isEmpty ? nil : .codesRefused(refused, of: given.count, format: template.format)
        }
    }

    @Test(arguments: 0..<12) func `whatever is asked in whatever order, codes are new and quotas hold`(run: Int)
        async throws
    {
        let seed = Seed.base &+ UInt64(run)
        var generator = SeededGenerator(seed: seed)
        let world = try await World(seed: seed)
        var model = Model()
        // Few possible codes in all, so that templates meet each other's.
        let small = try CodeFormat(middle: .mask(CodeMask("C@##")))
        var drawing = [
            try world.template("Drawn", format: small, maximum: 8),
            try world.template("Wide", format: CodeFormat(prefix: "C", middle: .random(length: 5)), maximum: 60),
        ]
        let giving = try world.template("Given", mode: .autoAccept, format: CodeFormat(middle: .free), maximum: 80)
        for template in drawing + [giving] { try await world.store.createTemplate(template) }
        for step in 0..<40 {
            let now = World.start + .seconds(Int64(step))
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                let template = drawing[Int.random(in: drawing.indices, using: &generator)]
                let quantity = Int.random(in: 1...6, using: &generator)
                try await draw(quantity, template, world, &model, "seed \(seed), step \(step)")
            case 4..<8:
                let codes = given(&generator, model)
                try await give(codes, giving, world, &model, "seed \(seed), step \(step)")
            case 8:
                guard let code = model.names.min() else { continue }
                try await world.store.revokeCoupon(code, now: now)
            default:
                // A new template under the old name: its quota is new, its codes are not.
                try await world.store.deleteTemplate(drawing[0].id, of: world.instance.id)
                drawing[0] = try world.template("Drawn", format: small, maximum: 8)
                try await world.store.createTemplate(drawing[0])
            }
        }
        let coupons = try await world.store.coupons(of: world.instance.id, now: World.start)
        #expect(coupons.count == model.names.count, "seed \(seed)")
        #expect(Set(coupons.map(\.code)) == model.names, "seed \(seed)")
        for template in try await world.store.templates(of: world.instance.id) {
            #expect(template.madeCount == model.made[template.id, default: 0], "seed \(seed)")
            #expect(template.madeCount == coupons.count { $0.template == template.id }, "seed \(seed)")
        }
    }

    private func given(_ generator: inout SeededGenerator, _ model: Model) -> [String] {
        let digits = Array("0123456789")
        return (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            let tail = (0..<2).map { _ in digits[Int.random(in: digits.indices, using: &generator)] }
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: return "C-" + tail
            case 1: return "C" + tail
            case 2: return model.names.min()?.lowercased() ?? "cc" + tail
            case 3..<12: return "cC" + tail
            default: return "C\(tail[0])\(tail[1])\(tail[1])\(tail[0])G"
            }
        }
    }

    private func draw(
        _ quantity: Int,
        _ template: CouponTemplate,
        _ world: World,
        _ model: inout Model,
        _ place: Comment
    ) async throws {
        let left = template.maximum - model.made[template.id, default: 0]
        do {
            let coupons = try await world.generate(template, quantity)
            #expect(quantity <= left, place)
            #expect(coupons.count == quantity, place)
            for coupon in coupons {
                #expect(template.format.matches(coupon.code), place)
                #expect(model.names.insert(coupon.code).inserted, place)
            }
            model.made[template.id, default: 0] += quantity
        } catch let error as StoreError {
            let exceeded = TemplateError.quantityExceeded(asked: quantity, left: left, maximum: template.maximum)
            #expect(error == .refusedByTemplate(exceeded), place)
            #expect(quantity > left, place)
        }
    }

    private func give(
        _ codes: [String],
        _ template: CouponTemplate,
        _ world: World,
        _ model: inout Model,
        _ place: Comment
    ) async throws {
        let refusal = model.refusal(of: codes, by: template)
        do {
            let coupons = try await world.generate(template, codes)
            #expect(refusal == nil, place)
            #expect(coupons.map(\.code) == codes.map { $0.uppercased() }, place)
            model.names.formUnion(coupons.map(\.code))
            model.made[template.id, default: 0] += codes.count
        } catch let error as StoreError {
            #expect(error == refusal.map { .refusedByTemplate($0) }, place)
        }
    }
}
