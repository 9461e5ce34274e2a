import TestSeeds
import GatewayDomain
import Testing

struct CouponIssueTests {
    private var generator = SeededGenerator(seed: Seed.base)

    private func order(count: Int = 1, minutes: Int64 = 60) -> CouponOrder {
        CouponOrder(instance: Sample.instance, count: count, minutesValid: minutes)
    }

    @Test mutating func `an order makes that many coupons with codes of their own`() throws {
        var order = order(count: 200)
        order.dataBytesMaximum = 5_000_000
        let coupons = try CouponRules.issue(order, at: Sample.now, using: &generator)
        #expect(coupons.count == 200)
        #expect(Set(coupons.map(\.code)).count == 200)
        #expect(Set(coupons.map(\.id)).count == 200)
        #expect(coupons.allSatisfy { $0.expiresAt == Sample.now + .seconds(3600) && $0.createdAt == Sample.now })
        #expect(coupons.allSatisfy { $0.dataBytesMaximum == 5_000_000 && $0.state(at: Sample.now) == .unused })
        #expect(coupons.allSatisfy { CouponCode.isValid($0.code) && $0.code.contains(where: \.isLetter) })
    }

    @Test(arguments: [0, -1, 201]) mutating func `a count out of bounds is refused with its bounds`(count: Int) {
        let order = order(count: count)
        let error = #expect(throws: CouponError.countOutOfBounds(count)) {
            try CouponRules.issue(order, at: Sample.now, using: &generator)
        }
        #expect(error?.description.contains("1 to 200") == true)
    }

    @Test(arguments: [0, -1, 5_256_001, Int64.max]) mutating func `minutes out of bounds are refused`(minutes: Int64) {
        let order = order(minutes: minutes)
        #expect(throws: CouponError.minutesOutOfBounds(minutes)) {
            try CouponRules.issue(order, at: Sample.now, using: &generator)
        }
    }

    @Test mutating func `ten years are within bounds`() throws {
        let coupon = try #require(CouponRules.issue(order(minutes: 5_256_000), at: Sample.now, using: &generator).first)
        #expect(coupon.expiresAt.seconds == Sample.now.seconds + 315_360_000)
    }

    @Test mutating func `a taken code is drawn anew, and a hundred taken ones in a row are an error`() throws {
        var asked = 0
        let coupons = try CouponRules.issue(order(), at: Sample.now, using: &generator) { _ in
            asked += 1
            return asked < 5
        }
        #expect(asked == 5)
        #expect(coupons.count == 1)
        let order = order()
        #expect(throws: CouponError.codesExhausted(length: 6)) {
            try CouponRules.issue(order, at: Sample.now, using: &generator) { _ in true }
        }
    }

    @Test func `a broken generator is an error, not an endless loop`() {
        struct Constant: RandomNumberGenerator {
            // The highest value draws the last character of the alphabet, a digit.
            mutating func next() -> UInt64 { .max - 1 }
        }
        var constant = Constant()
        #expect(throws: CouponError.codesExhausted(length: 6)) { try CouponCode.draw(length: 6, using: &constant) }
    }

    @Test(arguments: 6...12) mutating func `codes have the length that was asked for and no vowel or look-alike`(
        length: Int
    ) throws {
        for _ in 0..<200 {
            let code = try CouponCode.draw(length: length, using: &generator)
            #expect(code.count == length)
            #expect(!code.contains { "AEIOUY01LSZGBQ".contains($0) })
        }
    }

    @Test(arguments: [5, 13, 0]) mutating func `other lengths are refused`(length: Int) {
        #expect(throws: CouponError.codeLengthOutOfBounds(length)) {
            try CouponCode.draw(length: length, using: &generator)
        }
    }

    @Test mutating func `every character is about as likely as every other`() throws {
        var counts: [Character: Int] = [:]
        let draws = 4000
        for _ in 0..<draws {
            for character in try CouponCode.draw(length: 12, using: &generator) { counts[character, default: 0] += 1 }
        }
        let mean = Double(draws * 12) / Double(CouponCode.alphabet.count)
        #expect(counts.count == CouponCode.alphabet.count)
        // The standard deviation is about 46; six of them are one failure in a hundred million runs.
        #expect(counts.values.allSatisfy { abs(Double($0) - mean) < 6 * 46 }, "seed \(Seed.base): \(counts)")
    }

    @Test(arguments: ["8B7W3D", "ABCD", "1234", "ABCDEFGHIJKL", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"])
    func `codes from elsewhere may use all letters and digits`(code: String) {
        #expect(CouponCode.isValid(code))
    }

    @Test(arguments: ["", "ABC", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", "abcdef", "ABC DE", "ÄBCDEF", "ABC-DE"])
    func `other texts are no codes`(code: String) {
        #expect(!CouponCode.isValid(code))
    }
}
