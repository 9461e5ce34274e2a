import GatewayDomain
import Testing

@Suite struct CouponTemplateTests {
    private func problem(_ template: CouponTemplate) -> PortalValueError? {
        do throws(PortalValueError) {
            try template.validate()
            return nil
        } catch {
            return error
        }
    }

    @Test func `bounds are those of the portal's API`() throws {
        let format = try CodeFormat(middle: .random(length: 8))
        var template = Sample.template(format, maximum: 10_000, minutes: 5_256_000)
        #expect(problem(template) == nil)
        template.maximum = 10_001
        #expect(problem(template)?.field == .maximum)
        template.maximum = 0
        #expect(problem(template)?.description == "maximum is 0, but must be 1 to 10000")
        template.maximum = 1
        template.minutesValid = 0
        #expect(problem(template)?.description == "minutes_valid is 0, but must be 1 to 5256000")
        template.minutesValid = 5_256_001
        #expect(problem(template)?.field == .minutesValid)
        template.minutesValid = 1
        template.name = ""
        #expect(problem(template)?.field == .name)
        template.name = "Diwali"
        template.madeCount = 2
        #expect(problem(template)?.field == .maximum)
        template.maximum = 2
        #expect(problem(template) == nil)
        #expect(template.leftCount == 0)
    }

    @Test func `codes that are drawn need a hundred times as many possible ones`() throws {
        // 22 × 22 codes.
        let short = try CodeFormat(prefix: "AB", middle: .random(length: 2))
        #expect(problem(Sample.template(short, maximum: 4)) == nil)
        let error = problem(Sample.template(short, maximum: 5))
        #expect(error?.field == .randomLength)
        #expect(error?.description.contains("484") == true)
        #expect(error?.description.contains("500") == true)
        let mask = try CodeFormat(middle: .mask(CodeMask("AB##")))
        #expect(problem(Sample.template(mask, maximum: 1))?.field == .pattern)
        #expect(problem(Sample.template(mask, mode: .autoAccept, maximum: 10_000)) == nil)
        let free = try CodeFormat(prefix: "AB", middle: .free)
        #expect(problem(Sample.template(free))?.field == .randomLength)
        #expect(problem(Sample.template(free, mode: .autoAccept)) == nil)
    }
}
