import TestSeeds
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct GeneratingTests {
    @Test func `drawn codes are coupons like all others, and count against the maximum`() async throws {
        let world = try await World()
        try await world.settle()
        let template = try world.template("Diwali", maximum: 10)
        try await world.store.createTemplate(template)
        let first = try await world.generate(template, 4)
        #expect(first.count == 4)
        #expect(first.allSatisfy { template.format.matches($0.code) })
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start) == first)
        let claimed = try await world.claim()
        #expect(Set(claimed.map(\.device.id)) == [world.harbourDevice.id, world.museumDevice.id])
        #expect(claimed.allSatisfy { $0.scope == .names(Set(first.map(\.code))) })
        _ = try await world.store.record([world.report(first[0].code, at: world.harbourDevice)], now: World.start)
        try await world.store.revokeCoupon(first[1].code, now: World.start)
        let exceeded = TemplateError.quantityExceeded(asked: 7, left: 6, maximum: 10)
        await #expect(throws: StoreError.refusedByTemplate(exceeded)) { try await world.generate(template, 7) }
        #expect(try await world.generate(template, 6).count == 6)
        for quantity in [1, 10_001, Int.max] {
            let none = TemplateError.quantityExceeded(asked: quantity, left: 0, maximum: 10)
            await #expect(throws: StoreError.refusedByTemplate(none)) { try await world.generate(template, quantity) }
        }
        #expect(try await world.store.template(template.id, of: world.instance.id).madeCount == 10)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 10)
    }

    @Test func `a drawn code that is taken is drawn again`() async throws {
        let seed = Seed.base
        let world = try await World()
        let template = try world.template("Diwali")
        try await world.store.createTemplate(template)
        var generator = SeededGenerator(seed: seed)
        let drawn = try TemplateRules.issue(20, from: template, at: World.start, using: &generator).map(\.code)
        for code in drawn.prefix(3) { try await world.store.addHotspotUser(world.account(code, at: world.harbour)) }
        let seeded = try await world.scratch.open(seed: seed)
        let made = try await seeded.generateCoupons(template: template.id, order: .quantity(20), now: World.start)
        #expect(Set(made.map(\.code)).count == 20)
        #expect(Set(made.map(\.code)).isDisjoint(with: drawn.prefix(3)))
        #expect(made.map(\.code).dropFirst(3) == drawn.dropFirst(3))
    }

    @Test func `when all codes of a format are taken, nothing is made and nothing counts`() async throws {
        let world = try await World()
        let all = try CodeFormat(middle: .mask(CodeMask("AB##")))
        let giving = try world.template("Given", mode: .autoAccept, format: all)
        let drawing = try world.template("Drawn", format: CodeFormat(prefix: "A", middle: .random(length: 6)))
        for template in [giving, drawing] { try await world.store.createTemplate(template) }
        let digits = Array("23456789")
        _ = try await world.generate(giving, digits.flatMap { first in digits.map { "AB\(first)\($0)" } })
        // Its format as a bug, or an older version, might have left it: 64 codes, all taken.
        _ = try await world.store.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE coupon_templates SET prefix = 'AB', random_length = NULL, pattern = '##' WHERE id = $1",
                [drawing.id]
            )
        }
        await #expect(throws: StoreError.refusedByTemplate(.codesExhausted)) { try await world.generate(drawing, 1) }
        #expect(try await world.store.template(drawing.id, of: world.instance.id).madeCount == 0)
    }

    @Test func `given codes are taken all or none, and every bad one is told`() async throws {
        let world = try await World()
        try await world.store.addHotspotUser(world.account("Desk", at: world.harbour))
        let plain = try #require(try await world.coupons(1).first)
        let template = try world.template("Given", mode: .autoAccept, format: CodeFormat(middle: .free), maximum: 9)
        try await world.store.createTemplate(template)
        let made = try await world.generate(template, ["TESTDIWALI500", "fdhfuhiufh", "FUNCHRISTMAS"])
        #expect(made.map(\.code) == ["TESTDIWALI500", "FDHFUHIUFH", "FUNCHRISTMAS"])
        try await world.settle()
        let given = ["fresh1", "funchristmas", "desk", plain.code.lowercased(), "FRESH1", "no!"]
        let refused: [RefusedCode] = [
            RefusedCode(code: "funchristmas", reason: .taken), RefusedCode(code: "desk", reason: .taken),
            RefusedCode(code: plain.code.lowercased(), reason: .taken),
            RefusedCode(code: "FRESH1", reason: .duplicate), RefusedCode(code: "no!", reason: .format),
        ]
        let error = StoreError.refusedByTemplate(.codesRefused(refused, of: 6, format: template.format))
        await #expect(throws: error) { try await world.generate(template, given) }
        #expect(try await world.claim().isEmpty)
        #expect(try await world.store.template(template.id, of: world.instance.id).madeCount == 3)
        // What was refused is still free, and a removed account's name is not.
        try await world.store.removeHotspotUser("Desk", at: world.harbour.id, now: World.start)
        await #expect(throws: StoreError.self) { try await world.generate(template, ["DESK"]) }
        #expect(try await world.generate(template, ["fresh1"]).map(\.code) == ["FRESH1"])
        let exceeded = TemplateError.quantityExceeded(asked: 6, left: 5, maximum: 9)
        await #expect(throws: StoreError.refusedByTemplate(exceeded)) {
            try await world.generate(template, ["AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF"])
        }
    }

    @Test func `no account can take a given code afterwards`() async throws {
        let world = try await World()
        let template = try world.template("Given", mode: .autoAccept, format: CodeFormat(middle: .free))
        try await world.store.createTemplate(template)
        _ = try await world.generate(template, ["fourtytwo"])
        await #expect(throws: StoreError.self) {
            try await world.store.addHotspotUser(world.account("FourtyTwo", at: world.harbour))
        }
    }

    @Test func `a template takes only orders of its own mode`() async throws {
        let world = try await World()
        let drawing = try world.template("Drawn")
        let giving = try world.template("Given", mode: .autoAccept)
        for template in [drawing, giving] { try await world.store.createTemplate(template) }
        await #expect(throws: StoreError.refusedByTemplate(.otherMode(.autoAllocate))) {
            try await world.generate(drawing, ["DABCDEF1"])
        }
        await #expect(throws: StoreError.refusedByTemplate(.otherMode(.autoAccept))) {
            try await world.generate(giving, 1)
        }
        await #expect(throws: StoreError.refusedByTemplate(.quantityOutOfBounds(0))) {
            try await world.generate(drawing, 0)
        }
        let unknown = CouponTemplate.ID("00000000-0000-4000-8000-000000000000")
        await #expect(throws: StoreError.notFound(kind: .couponTemplate, reference: unknown.rawValue)) {
            try await world.store.generateCoupons(template: unknown, order: .quantity(1), now: World.start)
        }
    }

    @Test func `however many ask at the same time, a template makes its maximum and no code twice`() async throws {
        let world = try await World()
        let template = try world.template("Diwali", maximum: 333)
        try await world.store.createTemplate(template)
        let stores = try await [world.store, world.scratch.open(), world.scratch.open()]
        let codes = await withTaskGroup(of: [String].self) { group in
            for index in 0..<60 {
                group.addTask { await Self.ten(of: template, stores[index % 3]) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(codes.count == 330)
        #expect(Set(codes).count == 330)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 330)
        #expect(try await world.store.template(template.id, of: world.instance.id).madeCount == 330)
    }

    /// The codes that one of many got: ten, or none because only three were left.
    private static func ten(of template: CouponTemplate, _ store: Store) async -> [String] {
        let exceeded = TemplateError.quantityExceeded(asked: 10, left: 3, maximum: 333)
        do throws(StoreError) {
            let order = TemplateOrder.quantity(10)
            return try await store.generateCoupons(template: template.id, order: order, now: World.start).map(\.code)
        } catch {
            #expect(error == .refusedByTemplate(exceeded))
            return []
        }
    }

    @Test func `of many who give the same code at the same time one gets it`() async throws {
        let world = try await World()
        let stores = try await [world.store, world.scratch.open()]
        let template = try world.template("Given", mode: .autoAccept, format: CodeFormat(middle: .free))
        try await world.store.createTemplate(template)
        let won = await withTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                let codes = ["ONLY\(index)", index.isMultiple(of: 3) ? "theone" : "THEONE"]
                group.addTask { await Self.made(of: codes, template, stores[index % 2]) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(won.filter { $0 == 2 }.count == 1)
        #expect(won.allSatisfy { $0 == 0 || $0 == 2 })
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 2)
    }

    /// How many codes one of many got.
    private static func made(of codes: [String], _ template: CouponTemplate, _ store: Store) async -> Int {
        do throws(StoreError) {
            let order = TemplateOrder.codes(codes)
            return try await store.generateCoupons(template: template.id, order: order, now: World.start).count
        } catch {
            let refused = [RefusedCode(code: codes[1], reason: .taken)]
            #expect(error == .refusedByTemplate(.codesRefused(refused, of: 2, format: template.format)))
            return 0
        }
    }

    @Test func `ten thousand codes at once make devices compare everything, once`() async throws {
        let world = try await World()
        try await world.settle()
        let template = try world.template("Many", maximum: 10_000)
        try await world.store.createTemplate(template)
        let before = world.store.database.statementCount
        #expect(try await world.generate(template, 10_000).count == 10_000)
        #expect(world.store.database.statementCount - before == 7)
        let claimed = try await world.claim()
        #expect(claimed.map(\.scope) == [.everything, .everything])
        for work in claimed { try await world.finish(work) }
        #expect(try await world.claim().isEmpty)
    }

    @Test(arguments: [1, 1000]) func `codes are drawn or taken in seven statements`(count: Int) async throws {
        let world = try await World()
        let drawing = try world.template("Drawn", maximum: 1000)
        let giving = try world.template("Given", mode: .autoAccept, format: CodeFormat(middle: .free), maximum: 1000)
        for template in [drawing, giving] { try await world.store.createTemplate(template) }
        let start = world.store.database.statementCount
        _ = try await world.generate(drawing, count)
        let between = world.store.database.statementCount
        _ = try await world.generate(giving, (0..<count).map { "CODE\($0)" })
        #expect(between - start == 7)
        #expect(world.store.database.statementCount - between == 7)
    }
}
