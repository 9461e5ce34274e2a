import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct TemplateTests {
    @Test func `a template is read as it was made`() async throws {
        let world = try await World()
        let mask = try world.template(
            "Masked",
            mode: .autoAccept,
            format: CodeFormat(prefix: "a", middle: .mask(CodeMask("@#*x")), suffix: "9")
        )
        let random = try world.template("Drawn")
        let free = try world.template("Free", mode: .autoAccept, format: CodeFormat(middle: .free))
        for template in [mask, random, free] { try await world.store.createTemplate(template) }
        #expect(try await world.store.templates(of: world.instance.id) == [random, free, mask])
        #expect(try await world.store.template(mask.id, of: world.instance.id) == mask)
        #expect(try await world.store.template(named: "Free", of: world.instance.id) == free)
    }

    @Test func `names are unique within an instance, and only there`() async throws {
        let world = try await World()
        let other = try await world.otherInstance()
        let template = try world.template("Diwali")
        try await world.store.createTemplate(template)
        await #expect(throws: StoreError.self) { try await world.store.createTemplate(try world.template("Diwali")) }
        var elsewhere = try world.template("Diwali")
        elsewhere.instance = other.id
        try await world.store.createTemplate(elsewhere)
        var second = try world.template("Holi")
        try await world.store.createTemplate(second)
        second.name = "Diwali"
        let renamed = second
        let error = await #expect(throws: StoreError.self) { try await world.store.updateTemplate(renamed) }
        #expect(
            error == .conflict("the instance has a coupon template \"Diwali\" already; choose another name")
        )
        #expect(try await world.store.template(second.id, of: world.instance.id).name == "Holi")
    }

    @Test func `a template of another instance is unknown`() async throws {
        let world = try await World()
        let other = try await world.otherInstance()
        let template = try world.template("Diwali")
        try await world.store.createTemplate(template)
        let unknown = StoreError.notFound(kind: .couponTemplate, reference: template.id.rawValue)
        await #expect(throws: unknown) { try await world.store.template(template.id, of: other.id) }
        await #expect(throws: unknown) { try await world.store.deleteTemplate(template.id, of: other.id) }
        var moved = template
        moved.instance = other.id
        let taken = moved
        await #expect(throws: unknown) { try await world.store.updateTemplate(taken) }
        await #expect(throws: StoreError.notFound(kind: .couponTemplate, reference: "Diwali")) {
            try await world.store.template(named: "Diwali", of: other.id)
        }
        var lost = template
        lost.id = world.store.newID()
        lost.instance = world.store.newID()
        let orphan = lost
        await #expect(throws: StoreError.notFound(kind: .instance, reference: orphan.instance.rawValue)) {
            try await world.store.createTemplate(orphan)
        }
    }

    @Test func `an update changes the settings and not what was made`() async throws {
        let world = try await World()
        var template = try world.template("Diwali", maximum: 10)
        try await world.store.createTemplate(template)
        let made = try await world.generate(template, 4)
        template.name = "Holi"
        template.maximum = 5
        template.madeCount = 0
        template.minutesValid = 1
        template.format = try CodeFormat(prefix: "NEW", middle: .random(length: 8))
        let changed = try await world.store.updateTemplate(template)
        #expect(changed.madeCount == 4)
        template.madeCount = 4
        #expect(try await world.store.template(template.id, of: world.instance.id) == template)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start) == made)
        template.maximum = 3
        let small = template
        let error = await #expect(throws: StoreError.self) { try await world.store.updateTemplate(small) }
        guard case .invalidValue(let problem) = error else { Issue.record("\(String(describing: error))"); return }
        #expect(problem.field == .maximum)
    }

    @Test func `what is out of bounds is neither kept nor put in the place of what is there`() async throws {
        let world = try await World()
        let template = try world.template("Diwali")
        try await world.store.createTemplate(template)
        var wide = template
        wide.maximum = 10_001
        let bad = wide
        await #expect(throws: StoreError.self) { try await world.store.updateTemplate(bad) }
        await #expect(throws: StoreError.self) {
            try await world.store.createTemplate(try world.template("Other", maximum: 0))
        }
        #expect(try await world.store.templates(of: world.instance.id) == [template])
    }

    @Test func `a deleted template leaves its coupons, which say where they are from, and its name`() async throws {
        let world = try await World()
        let template = try world.template("Diwali")
        try await world.store.createTemplate(template)
        let made = try await world.generate(template, 3)
        try await world.store.deleteTemplate(template.id, of: world.instance.id)
        let left = try await world.store.coupons(of: world.instance.id, now: World.start)
        #expect(left == made)
        #expect(left.allSatisfy { $0.template == template.id })
        #expect(try await world.store.templates(of: world.instance.id).isEmpty)
        try await world.store.createTemplate(try world.template("Diwali"))
        // They can still be taken back together.
        let filter = CouponFilter(.template(template.id))
        let revoked = try await world.store.revokeCoupons(of: world.instance.id, filter, now: World.start)
        #expect(revoked == 3)
    }
}

extension World {
    func template(
        _ name: String,
        mode: CouponTemplate.Mode = .autoAllocate,
        format: CodeFormat? = nil,
        maximum: Int = 100
    ) throws -> CouponTemplate {
        CouponTemplate(
            id: store.newID(),
            instance: instance.id,
            name: name,
            mode: mode,
            format: try format ?? CodeFormat(prefix: "D", middle: .random(length: 7)),
            maximum: maximum,
            minutesValid: 600,
            createdAt: Self.start
        )
    }

    func otherInstance() async throws -> Instance {
        let other = Instance(id: store.newID(), name: "Staff", sessionSeconds: 3600, createdAt: Self.start)
        try await store.createInstance(other)
        return other
    }

    func generate(_ template: CouponTemplate, _ quantity: Int) async throws -> [Coupon] {
        try await store.generateCoupons(template: template.id, order: .quantity(quantity), now: Self.start)
    }

    func generate(_ template: CouponTemplate, _ codes: [String]) async throws -> [Coupon] {
        try await store.generateCoupons(template: template.id, order: .codes(codes), now: Self.start)
    }
}
