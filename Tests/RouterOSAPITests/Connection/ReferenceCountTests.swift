import CReferenceCounts
import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

/// How often references are counted on the way of a row and of a command, without optimization: what one more costs, since what it
/// costs to begin does not grow.
///
/// A row that is copied, boxed or kept in an array of its own somewhere on the way shows here first. The bounds are what was counted
/// with Swift 6.3.1 and a twentieth more: lower them with what the code saves, and look why before you raise them.
@Suite(.enabled(if: gg_counts_references() != 0)) struct ReferenceCountTests {
    private static func rows(_ count: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        for number in 0..<count {
            buffer.writeSentence([
                "!re", ".tag=1", "=.id=*\(number)", "=name=GUEST\(number)", "=profile=default", "=limit-uptime=12h",
                "=comment=gg1 a1b2 c \(number)",
            ])
        }
        buffer.writeSentence(["!done", ".tag=1"])
        return buffer
    }

    /// Reads so many rows over a connection; all that happens on the event loop is counted.
    private static func read(_ count: Int) async throws -> (rows: [Row], operations: UInt64) {
        let (test, connection) = try await TestConnection.loggedIn()
        async let response = connection.call(Command("/ip/hotspot/user/print"))
        _ = try await test.take()
        let bytes = rows(count)
        let operations = try await test.channel.testingEventLoop.executeInContext {
            let pipeline = test.channel.pipeline.syncOperations
            let before = gg_reference_operations()
            pipeline.fireChannelRead(NIOAny(bytes))
            pipeline.fireChannelReadComplete()
            return gg_reference_operations() - before
        }
        let rows = try await response.rows
        try await test.finish()
        return (rows, operations)
    }

    private static func difference(_ more: UInt64, _ fewer: UInt64, over count: Int) -> Double {
        (Double(more) - Double(fewer)) / Double(count)
    }

    @Test func `a row that is received`() async throws {
        let (fewer, more) = (try await Self.read(1000), try await Self.read(2000))
        #expect(fewer.rows.count == 1000 && more.rows.count == 2000)
        let each = Self.difference(more.operations, fewer.operations, over: 1000)
        #expect(each > 0 && each <= 190, "\(each)")
    }

    @Test func `a row of which three properties are looked at`() async throws {
        let rows = try await Self.read(2000).rows
        func look(_ rows: ArraySlice<Row>) -> (bytes: Int, operations: UInt64) {
            var bytes = 0
            let before = gg_reference_operations()
            for row in rows {
                bytes += row.bytes("name")?.count ?? 0
                bytes += row.bytes("profile")?.count ?? 0
                bytes += row.bytes("comment")?.count ?? 0
            }
            return (bytes, gg_reference_operations() - before)
        }
        let (fewer, more) = (look(rows.prefix(1000)), look(rows.prefix(2000)))
        #expect(fewer.bytes > 0 && more.bytes > fewer.bytes)
        let each = Self.difference(more.operations, fewer.operations, over: 1000)
        #expect(each > 0 && each <= 90, "\(each)")
    }

    @Test func `a command that is sent`() {
        func send(_ count: Int) -> UInt64 {
            let command = Command("/ip/hotspot/user/add").with("name", "GUEST1").with("profile", "default")
            var sentences = OutboundSentences()
            let before = gg_reference_operations()
            for number in 0..<count {
                _ = sentences.append(command, tag: .command(UInt64(number)), allocator: ByteBufferAllocator())
            }
            return gg_reference_operations() - before
        }
        let each = Self.difference(send(2000), send(1000), over: 1000)
        #expect(each > 0 && each <= 60, "\(each)")
    }
}
