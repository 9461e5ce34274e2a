import Testing

@testable import GatewayHTTP

@Suite struct JSONReadingTests {
    @Test func `each kind of value is told apart`() throws {
        let text = #"{"a":[1,1.5,true,null,"x",{}],"b":1e2,"c":2.0,"d":-7,"e":12345678901234567890}"#
        let value = try JSON(reading: text.utf8)
        #expect(value["a"] == .array([.integer(1), .number(1.5), .boolean(true), .null, .string("x"), .object([])]))
        #expect(value["b"] == .integer(100))
        #expect(value["c"] == .integer(2))
        #expect(value["d"] == .integer(-7))
        #expect(value["e"]?.integerValue == nil)
    }

    @Test(arguments: ["", "{", "nul", #"{"a":}"#, "[1,,2]", "{} {}", "\u{FEFF}{}x"])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.malformed) { try JSON(reading: text.utf8) }
    }

    @Test func `bad UTF-8 and other encodings are refused`() {
        #expect(throws: JSONError.malformed) { try JSON(reading: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONError.malformed) { try JSON(reading: Array("{}".utf16.flatMap { [UInt8($0 & 0xFF), 0] })) }
    }

    @Test func `depth has a bound, and brackets in texts do not count`() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try JSON(reading: deep.utf8)
        #expect(throws: JSONError.tooDeep) { try JSON(reading: "[\(deep)]".utf8) }
        #expect(throws: JSONError.tooDeep) { try JSON(reading: String(repeating: "[", count: 1_000_000).utf8) }
        _ = try JSON(reading: #"["\"\#(String(repeating: "[", count: 1000))"]"#.utf8)
    }

    @Test func `what was written is read again`() throws {
        let value: JSON = ["text": .string("\"\\\n\u{1}é🙂"), "list": .array([.integer(.max), .boolean(false), .null])]
        #expect(try JSON(reading: value.bytes) == JSON(reading: value.text.utf8))
        #expect(try JSON(reading: value.bytes)["text"] == .string("\"\\\n\u{1}é🙂"))
    }
}
