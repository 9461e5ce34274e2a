import TestSeeds
import NIOCore
import Testing

@testable import RouterOSAPI

struct WordLengthTests {
    /// Vectors of go-routeros (0x87, 0x4321, 0x2ACDEF, 0x10000080), librouteros (127, 130, 2097140, 268435440) and the borders.
    static let vectors: [(length: Int, bytes: [UInt8])] = [
        (1, [0x01]),
        (127, [0x7F]),
        (0x80, [0x80, 0x80]),
        (130, [0x80, 0x82]),
        (0x87, [0x80, 0x87]),
        (256, [0x81, 0x00]),
        (0x3FFF, [0xBF, 0xFF]),
        (0x4000, [0xC0, 0x40, 0x00]),
        (0x4321, [0xC0, 0x43, 0x21]),
        (0x1F_FFFF, [0xDF, 0xFF, 0xFF]),
        (2_097_140, [0xDF, 0xFF, 0xF4]),
        (0x20_0000, [0xE0, 0x20, 0x00, 0x00]),
        (0x2A_CDEF, [0xE0, 0x2A, 0xCD, 0xEF]),
        (268_435_440, [0xEF, 0xFF, 0xFF, 0xF0]),
        (0xFFF_FFFF, [0xEF, 0xFF, 0xFF, 0xFF]),
        (0x1000_0000, [0xF0, 0x10, 0x00, 0x00, 0x00]),
        (0x1000_0080, [0xF0, 0x10, 0x00, 0x00, 0x80]),
        (0xFFFF_FFFF, [0xF0, 0xFF, 0xFF, 0xFF, 0xFF]),
    ]

    @Test(arguments: vectors)
    func `each form of a length is written and read`(_ vector: (length: Int, bytes: [UInt8])) throws {
        var buffer = ByteBuffer()
        buffer.writeWordLength(vector.length)
        #expect(Array(buffer.readableBytesView) == vector.bytes)
        let read = try WordLength.read(vector.bytes.span, at: 0)
        try #require(read != nil)
        #expect(read?.length == vector.length)
        #expect(read?.prefixBytes == vector.bytes.count)
    }

    @Test(arguments: vectors)
    func `a length that has not arrived whole is awaited`(_ vector: (length: Int, bytes: [UInt8])) throws {
        for count in 0..<vector.bytes.count {
            let read = try WordLength.read(Array(vector.bytes[..<count]).span, at: 0)
            #expect(read == nil)
        }
    }

    @Test func `every length has one form and comes back`() throws {
        var generator = Seed.generator
        for _ in 0..<2_000 {
            let length = Int(
                UInt32.random(in: 1...UInt32.max, using: &generator) >> UInt32.random(in: 0..<32, using: &generator)
            )
            guard length > 0 else { continue }
            var buffer = ByteBuffer()
            buffer.writeWordLength(length)
            let read = try WordLength.read(buffer.readableBytesUInt8Span, at: 0)
            #expect(read?.length == length)
            #expect(read?.prefixBytes == buffer.readableBytes)
        }
    }

    @Test(arguments: Array(UInt8(0xF1)...0xFF))
    func `a control byte is refused`(_ byte: UInt8) {
        #expect(throws: SentenceDecodingError.controlByte(byte, offset: 0)) {
            let bytes: [UInt8] = [byte, 0, 0, 0, 1]
            _ = try WordLength.read(bytes.span, at: 0)
        }
    }
}
