import Testing

@Suite struct SwiftMaskTests {
    private func code(_ text: String) -> String { String(decoding: SwiftMask(text).code, as: UTF8.self) }
    private func comments(_ text: String) -> String { String(decoding: SwiftMask(text).comments, as: UTF8.self) }

    @Test(arguments: [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("a(\"b \\\" c\") d", "a(        ) d"),
        ("a(#\"b \" \\(c)\"#) d", "a(            ) d"),
        ("\"a\\(b(\"c\"))d\" e", "   (b(   ))   e"),
        ("\"\"\"\n a \" b\n\"\"\" c", "   \n      \n    c"),
        ("func `a // b`() {", "func         () {"),
        ("a.split(/[\"}]/) b", "a.split(      ) b"),
        ("a / b / \"c\"", "a / b /    "),
    ])
    func `only code is left`(text: String, expected: String) {
        #expect(code(text) == expected)
    }

    @Test func `comments are kept where they stand`() {
        #expect(comments("a // b\n\"// c\" /* d\n */ e") == "  // b\n       /* d\n */  ")
    }

    @Test func `a text that breaks off does not hang or trap`() {
        let text = "a(#\"b \\#(c \"\"\" d /* e ` f"
        for length in 0...text.utf8.count {
            let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            #expect(SwiftMask(part).code.count == length)
        }
    }
}
