import TestSeeds
import GatewayDomain
import Testing

@Suite struct CodeFormatTests {
    private func format(_ prefix: String, _ length: Int?, _ pattern: String?, _ suffix: String) throws -> CodeFormat {
        try CodeFormat(prefix: prefix, randomLength: length, pattern: pattern, suffix: suffix)
    }

    @Test func `prefix, suffix and pattern are taken in upper case`() throws {
        let format = try format("diwali", nil, "a@#", "x9")
        #expect(format.prefix == "DIWALI")
        #expect(format.pattern == "A@#")
        #expect(format.suffix == "X9")
        #expect(format.randomLength == nil)
    }

    @Test(
        arguments: [
            ("ß", nil, nil, "", PortalValueError.Field.prefix), ("A-B", 6, nil, "", .prefix),
            ("", 6, nil, "é", .suffix),
            ("", 6, nil, "ı", .suffix), ("", 0, nil, "", .randomLength), ("", 33, nil, "", .randomLength),
            ("", -1, nil, "", .randomLength), ("", 3, nil, "", .randomLength), ("A", 31, nil, "B", .randomLength),
            ("", nil, "", "", .pattern), ("", nil, "@@@", "", .pattern), ("", nil, "@@.@", "", .pattern),
            ("", nil, "^(A+)+$", "", .pattern), ("", nil, "@@ @", "", .pattern), ("", 6, "@@@@@@", "", .pattern),
            (String(repeating: "A", count: 33), nil, nil, "", .prefix),
            (String(repeating: "A", count: 20), nil, nil, String(repeating: "B", count: 13), .prefix),
        ] as [(String, Int?, String?, String, PortalValueError.Field)]
    )
    func `a format that makes no codes is refused by its field`(
        prefix: String,
        length: Int?,
        pattern: String?,
        suffix: String,
        field: PortalValueError.Field
    ) {
        let error = #expect(throws: PortalValueError.self) { try format(prefix, length, pattern, suffix) }
        #expect(error?.field == field, "\(String(describing: error))")
    }

    @Test func `the whole code may have 4 to 32 characters`() throws {
        #expect(try format("AB", 2, nil, "").matches("ABQ0"))
        #expect(try format(String(repeating: "A", count: 31), 1, nil, "").matches(String(repeating: "A", count: 32)))
        #expect(try format("", nil, nil, "").matches("FUNCHRISTMAS"))
        #expect(try !format("", nil, nil, "").matches("FUN"))
        #expect(try !format("", nil, nil, "").matches(String(repeating: "A", count: 33)))
    }

    @Test(
        arguments: [
            ("XMAS", nil, nil, "", "XMASA", true), ("XMAS", nil, nil, "", "AXMAS", false),
            ("XMAS", nil, nil, "", "XMAS", true), ("ABA", nil, nil, "BAB", "ABAB", false),
            ("ABA", nil, nil, "BAB", "ABABAB", true), ("X", 4, nil, "Y", "XAO01Y", true),
            ("X", 4, nil, "Y", "XAO0Y", false), ("X", 4, nil, "Y", "XAO012Y", false),
            ("", nil, "@##*", "", "O01I", true),
            ("", nil, "@##*", "", "001I", false), ("", nil, "@##*", "", "OA1I", false),
            ("", nil, "S@@@", "", "TAAA", false),
            ("", nil, nil, "", "ab12", false), ("", nil, nil, "", "AB 12", false), ("", nil, nil, "", "ÄÖÜ", false),
            ("", nil, nil, "", "", false),
        ] as [(String, Int?, String?, String, String, Bool)]
    )
    func `a given code matches place by place`(
        prefix: String,
        length: Int?,
        pattern: String?,
        suffix: String,
        code: String,
        matches: Bool
    ) throws {
        #expect(try format(prefix, length, pattern, suffix).matches(code) == matches)
    }

    @Test func `only a to z change case`() {
        #expect(CouponCode.folded("fdhFuhiufh9") == "FDHFUHIUFH9")
        #expect(CouponCode.folded("straße") == "STRAßE")
        #expect(CouponCode.folded("ıſ\u{212A}") == "ıſ\u{212A}")
    }

    @Test func `what can be drawn is counted exactly where that is possible by trying`() throws {
        // 22 characters, 8 of them digits: codes without any letter are not drawn unless asked for.
        #expect(try format("", 4, nil, "").drawableCount == 22 * 22 * 22 * 22 - 8 * 8 * 8 * 8)
        #expect(try format("AB", 2, nil, "").drawableCount == 22 * 22)
        #expect(try format("", nil, "@##*", "").drawableCount == 14 * 8 * 8 * 22)
        #expect(try format("", nil, "####", "").drawableCount == 8 * 8 * 8 * 8)
        #expect(try format("", nil, "12#*", "").drawableCount == 8 * 22 - 8 * 8)
        #expect(try format("", nil, "ABCD", "").drawableCount == 1)
        #expect(try format("", nil, nil, "").drawableCount == 0)
        #expect(try format("", 32, nil, "").drawableCount == Int.max)
    }

    @Test(arguments: Seed.several(200)) func `what is drawn matches its format and could be typed by hand`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let format = try RandomFormat.drawable(using: &generator)
        for _ in 0..<20 {
            let code = try format.draw(using: &generator)
            #expect(format.matches(code), "seed \(seed): \(code) of \(format)")
            #expect(CouponCode.isValid(code), "seed \(seed): \(code)")
            let middle = code.dropFirst(format.prefix.count).dropLast(format.suffix.count)
            if format.pattern == nil { #expect(!middle.contains { "AEIOUY01LSZGBQ".contains($0) }, "seed \(seed)") }
        }
    }

    @Test(arguments: Seed.several(60)) func `as many codes as are counted can be drawn`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let mask = "AB" + ["#*", "*#", "##", "#1", "*"].randomElement(using: &generator, else: "##") + "7"
        let format = try format("", nil, mask, "")
        var drawn: Set<String> = []
        // Of 176 codes one is missed after 6000 draws in one of 10¹² runs.
        for _ in 0..<6000 { drawn.insert(try format.draw(using: &generator)) }
        #expect(drawn.count == format.drawableCount, "seed \(seed): \(mask)")
    }

    @Test func `a format that is free, or a generator of digits only, draws nothing`() throws {
        struct Constant: RandomNumberGenerator {
            mutating func next() -> UInt64 { .max - 1 }
        }
        var constant = Constant()
        let free = try format("X", nil, nil, "")
        #expect(throws: TemplateError.codesExhausted) { try free.draw(using: &constant) }
        let random = try format("", 6, nil, "")
        #expect(throws: TemplateError.codesExhausted) { try random.draw(using: &constant) }
        #expect(try format("A", 6, nil, "").draw(using: &constant) == "A999999")
    }
}

/// Formats that tests draw from.
enum RandomFormat {
    static func drawable(using generator: inout SeededGenerator) throws -> CodeFormat {
        func text(_ characters: String, _ count: ClosedRange<Int>) -> String {
            let characters = Array(characters)
            return String(
                (0..<Int.random(in: count, using: &generator)).map { _ in
                    characters[Int.random(in: characters.indices, using: &generator)]
                }
            )
        }
        let prefix = text("ABCxyz019", 0...8)
        let suffix = text("QRSdef234", 0...8)
        let length = Int.random(in: 4...16, using: &generator)
        return generator.chance(50)
            ? try CodeFormat(prefix: prefix, middle: .random(length: length), suffix: suffix)
            : try CodeFormat(prefix: prefix, middle: .mask(CodeMask(text("@#*aZ5", 4...16))), suffix: suffix)
    }
}

extension Array {
    fileprivate func randomElement(using generator: inout SeededGenerator, else other: Element) -> Element {
        indices.randomElement(using: &generator).map { self[$0] } ?? other
    }
}
