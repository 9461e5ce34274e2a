import NIOCore
import Testing

@testable import RouterOSAPI

struct RowTests {
    private static func row(_ attributes: String...) -> Row {
        Row(Sentence(["!re"] + attributes.map { "=\($0)" }))
    }

    @Test func `a coupon called true stays a text`() throws {
        let row = Self.row("name=true", "password=abc==", "comment=a\r\nb=c")
        #expect(row.text("name") == "true")
        #expect(try row.boolean("name") == true)
        #expect(row.text("password") == "abc==")
        #expect(row.text("comment") == "a\r\nb=c")
    }

    @Test func `bytes that are no UTF-8 come back as sent and read as windows-1252`() {
        var buffer = ByteBuffer()
        buffer.writeWord("!re")
        buffer.writeAttribute("comment", [0x63, 0x61, 0x66, 0xE9, 0x20, 0x80, 0x99])
        let row = Row(Sentence(wireWords: buffer))
        #expect(row.bytes("comment").map { Array($0) } == [0x63, 0x61, 0x66, 0xE9, 0x20, 0x80, 0x99])
        #expect(row.text("comment") == "café €™")
        #expect(Self.row("comment=café €").text("comment") == "café €")
    }

    @Test func `every byte is some text`() {
        for byte in UInt8.min...UInt8.max {
            var buffer = ByteBuffer()
            buffer.writeWord("!re")
            buffer.writeAttribute("c", [byte, 0xFF])
            #expect(Row(Sentence(wireWords: buffer)).text("c")?.unicodeScalars.count == 2)
        }
    }

    @Test func `an absent property is nil and an empty one is empty`() throws {
        let row = Self.row("comment=")
        #expect(row.text("comment") == "")
        #expect(row.text("name") == nil)
        #expect(try row.boolean("disabled") == nil)
        #expect(try row.duration("uptime") == nil)
    }

    @Test func `each kind is read in the router's form`() throws {
        let row = Self.row(
            ".id=*1A",
            "disabled=false",
            "x=yes",
            "n=-5",
            "bytes-in=18446744073",
            "uptime=1h1s",
            "mac-address=aa:BB:cc:00:11:22"
        )
        #expect(try row.itemID() == ItemID(number: 26))
        #expect(try row.boolean("disabled") == false)
        #expect(try row.boolean("x") == true)
        #expect(try row.integer("n") == -5)
        #expect(try row.byteCount("bytes-in") == 18_446_744_073)
        #expect(try row.duration("uptime") == .seconds(3_601))
        #expect(try row.macAddress("mac-address")?.description == "AA:BB:CC:00:11:22")
    }

    @Test func `a value of another kind throws with the property's name and without the value`() {
        let row = Self.row("p=secret", "n=-1", "big=99999999999999999999", "empty=")
        #expect(throws: PropertyError(property: "p", expected: "a boolean")) { try row.boolean("p") }
        #expect(throws: PropertyError(property: "p", expected: "an integer")) { try row.integer("p") }
        #expect(throws: PropertyError(property: "n", expected: "a number of bytes")) { try row.byteCount("n") }
        #expect(throws: PropertyError(property: "big", expected: "a number of bytes")) { try row.byteCount("big") }
        #expect(throws: PropertyError(property: "empty", expected: "a number of bytes")) { try row.byteCount("empty") }
        #expect(throws: PropertyError(property: "p", expected: "a duration")) { try row.duration("p") }
        #expect(throws: PropertyError(property: "p", expected: "an id")) { try row.itemID("p") }
        #expect(throws: PropertyError(property: "p", expected: "a hardware address")) { try row.macAddress("p") }
        #expect(!"\(PropertyError(property: "p", expected: "a boolean"))".contains("secret"))
    }

    @Test func `a row that is gone says so`() {
        #expect(Self.row(".id=*1", ".dead=true").isDead)
        #expect(Self.row(".id=*1", ".dead=yes").isDead)
        #expect(!Self.row(".id=*1").isDead)
    }
}
