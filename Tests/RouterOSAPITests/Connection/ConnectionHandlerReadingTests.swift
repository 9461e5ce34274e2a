import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import RouterOSAPI

/// When the socket is read, and when it is not.
@Suite(.timeLimit(.minutes(15)))
struct ConnectionHandlerReadingTests {
    /// Rows of about a hundred bytes.
    private static func rows(_ range: Range<Int>, tag: Int = 1) -> ByteBuffer {
        var buffer = ByteBuffer()
        for number in range {
            buffer.writeSentence(["!re", ".tag=\(tag)", "=n=\(number)", "=x=\(String(repeating: "x", count: 80))"])
        }
        return buffer
    }

    private static func loggedIn() async throws -> (TestConnection, RouterOSConnection, ReadCounter) {
        let (test, connection) = try await TestConnection.loggedIn { configuration in
            configuration.limits.streamBytesHigh = 2_000
            configuration.limits.streamBytesLow = 500
            configuration.limits.streamBytesMaximum = 10_000
        }
        let counter = ReadCounter()
        try await test.channel.testingEventLoop.executeInContext {
            try test.channel.pipeline.syncOperations.addHandler(counter.handler(), position: .first)
        }
        return (test, connection, counter)
    }

    @Test func `a full stream stops reading until it has drained`() async throws {
        let (test, connection, reads) = try await Self.loggedIn()
        let rows = connection.rows(Command("/x/print"))
        _ = try await test.take()
        try await test.give(Self.rows(0..<10))
        #expect(await reads.areAsked(by: test))
        try await test.give(Self.rows(10..<30))
        #expect(await !reads.areAsked(by: test))
        var iterator = rows.makeAsyncIterator()
        for number in 0..<20 { #expect(try await iterator.next()?.text("n") == "\(number)") }
        #expect(await !reads.areAsked(by: test))
        let before = reads.count
        for number in 20..<30 { #expect(try await iterator.next()?.text("n") == "\(number)") }
        await test.channel.testingEventLoop.run()
        // The read that was held back was passed on, once.
        #expect(reads.count == before + 1)
        #expect(await reads.areAsked(by: test))
        try await test.finish()
    }

    @Test func `a waiting call keeps the socket open until the stream is over its maximum`() async throws {
        let (test, connection, reads) = try await Self.loggedIn()
        let rows = connection.rows(Command("/x/print"))
        _ = try await test.take()
        try await test.give(Self.rows(0..<30))
        #expect(await !reads.areAsked(by: test))
        async let call = connection.call(Command("/y/print"))
        _ = try await test.take()
        #expect(await reads.areAsked(by: test))
        try await test.give(Self.rows(30..<120))
        #expect(await !reads.areAsked(by: test))
        try await test.give(["!done", ".tag=2"])
        #expect(try await call.rows.isEmpty)
        withExtendedLifetime(rows) {}
        try await test.finish()
    }

    @Test func `a full stream that ends or is let go of opens the socket again`() async throws {
        let (test, connection, reads) = try await Self.loggedIn()
        var first: RowSequence? = connection.rows(Command("/x/print"))
        _ = try await test.take()
        try await test.give(Self.rows(0..<30))
        #expect(await !reads.areAsked(by: test))
        withExtendedLifetime(first) {}
        first = nil
        _ = try await test.take()
        #expect(await reads.areAsked(by: test))
        try await test.give(["!done", ".tag=c1"], ["!done", ".tag=1"])

        let second = connection.rows(Command("/x/print"))
        _ = try await test.take()
        var last = Self.rows(0..<30, tag: 2)
        last.writeSentence(["!done", ".tag=2"])
        try await test.give(last)
        #expect(await reads.areAsked(by: test))
        withExtendedLifetime(second) {}
        try await test.finish()
    }

    /// A row is small, and what it was received with may be 64 KiB of anything else.
    @Test func `rows that are kept keep nothing else alive`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let stream = connection.rows(Command("/x/print"))
        _ = try await test.take()
        async let call = connection.call(Command("/y/print"))
        _ = try await test.take()
        let sentences = [["!re", ".tag=1", "=n=1"], ["!re", ".tag=2", "=n=1"], ["!done", ".tag=2", "=ret=*1"]]
        for sentence in sentences {
            var bytes = ByteBuffer(repeating: 0, count: 60_000)
            bytes.writeSentence(sentence)
            try await test.give(bytes)
        }
        let response = try await call
        var iterator = stream.makeAsyncIterator()
        let streamed = try #require(try await iterator.next())
        #expect(response.rows.count == 1)
        for row in response.rows + [response.done, streamed] {
            #expect(row.sentence.wireWords.storageCapacity <= 64)
        }
        try await test.finish()
    }

    @Test func `deadlines of other calls are kept while nothing is read and the router is not blamed`() async throws {
        let (test, connection, reads) = try await Self.loggedIn()
        let rows = connection.listen(Command("/x/listen"))
        _ = try await test.take()
        try await test.give(Self.rows(0..<150))
        #expect(await !reads.areAsked(by: test))
        async let outcome: RouterOSError? = {
            do throws(RouterOSError) {
                _ = try await connection.call(Command("/y/print"), deadline: .seconds(2))
                return nil
            } catch {
                return error
            }
        }()
        _ = try await test.take()
        await test.advance(by: .seconds(2))
        #expect(await outcome?.label == "timed_out")
        await test.advance(by: .seconds(60))
        #expect(test.channel.isActive)
        withExtendedLifetime(rows) {}
        try await test.finish()
    }
}

/// Counts the reads that reach the socket's end of a pipeline.
private final class ReadCounter: Sendable {
    private let counter = SharedCount()

    var count: Int { self.counter.value }

    func handler() -> some ChannelHandler & Sendable {
        Handler(counter: self.counter)
    }

    /// Whether a read asked for now reaches the socket.
    func areAsked(by test: TestConnection) async -> Bool {
        let before = self.count
        test.channel.read()
        await test.channel.testingEventLoop.run()
        return self.count > before
    }

    private final class Handler: ChannelOutboundHandler, Sendable {
        typealias OutboundIn = Never

        private let counter: SharedCount

        init(counter: SharedCount) {
            self.counter = counter
        }

        func read(context: ChannelHandlerContext) {
            self.counter.increment()
            context.read()
        }
    }
}

/// A count that several threads see.
private final class SharedCount: Sendable {
    private let storage = Atomic(0)

    var value: Int { self.storage.load(ordering: .acquiring) }

    func increment() {
        self.storage.add(1, ordering: .acquiringAndReleasing)
    }
}
