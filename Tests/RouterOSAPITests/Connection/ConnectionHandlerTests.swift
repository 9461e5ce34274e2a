import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

/// Byte for byte, with a clock that stands still.
@Suite(.timeLimit(.minutes(15)))
struct ConnectionHandlerTests {
    static let add = Command("/x/add").with("name", "v")

    private func error(
        _ body: () async throws(RouterOSError) -> some Any
    ) async -> RouterOSError? {
        do throws(RouterOSError) {
            _ = try await body()
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Login

    @Test func `the login is the bytes that the manual shows`() async throws {
        let test = try await TestConnection.open(user: "admin", password: "")
        let expected: [UInt8] =
            [0x06] + "/login".utf8 + [0x0B] + "=name=admin".utf8 + [0x0A] + "=password=".utf8 + [0x00]
        #expect(Array(try await test.take().readableBytesView) == expected)
        try await test.give(["!done"])
        #expect(try await test.opening.login.get() == .success(nil))
        try await test.finish()
        #expect(try await test.opening.closed.get() == .closedByPeer)
    }

    @Test func `a router older than 6 43 gets the answer to its challenge`() async throws {
        let test = try await TestConnection.open(user: "admin", password: "passTest")
        _ = try await test.take()
        try await test.give(["!done", "=ret=00112233445566778899aabbccddeeff"])
        let answer = LoginChallenge.answer(password: "passTest", challenge: "00112233445566778899aabbccddeeff")
        #expect(
            try await test.takeSentences() == [Sentence(["/login", "=name=admin", "=response=\(answer ?? "")"])]
        )
        try await test.give(["!done"])
        #expect(try await test.opening.login.get() == .success(nil))
        try await test.finish()
    }

    @Test func `a wrong password is refused with the router's text`() async throws {
        let test = try await TestConnection.open()
        _ = try await test.take()
        try await test.give(["!trap", "=message=invalid user name or password (6)"], ["!done"])
        guard case .failure(let error) = try await test.opening.login.get() else {
            Issue.record("logged in")
            return
        }
        #expect(error.trap?.kind == .invalidCredentials)
        #expect(!test.channel.isActive)
        try await test.finish()
    }

    @Test func `a router that never answers the login is left when its time is over`() async throws {
        let test = try await TestConnection.open { $0.loginTimeout = .seconds(7) }
        _ = try await test.take()
        await test.advance(by: .seconds(6))
        #expect(test.channel.isActive)
        await test.advance(by: .seconds(1))
        #expect(
            try await test.opening.login.get()
                == .failure(RouterOSError(.timedOut(after: .seconds(7)), command: "/login"))
        )
        #expect(!test.channel.isActive)
        try await test.finish()
    }

    // MARK: - Writing

    @Test func `sentences of one turn are one write and carry their tags`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let streams = try await test.channel.testingEventLoop.executeInContext {
            [connection.rows(Command("/a/print")), connection.listen(Command("/b/listen"))]
        }
        #expect(
            try await test.takeSentences()
                == [Sentence(["/a/print", ".tag=1"]), Sentence(["/b/listen", ".tag=2"])]
        )
        #expect(try await test.takeIfAny() == nil)
        withExtendedLifetime(streams) {}
        try await test.finish()
    }

    @Test func `a value that looks like words is one word`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let evil = "x\u{0}\u{5}!done\u{0}=disabled=yes\n.tag=9"
        async let response = connection.call(Command("/x/add").with("comment", evil).with("a", bytes: [0, 0xFF]))
        var expected = ByteBuffer()
        expected.writeWord("/x/add")
        expected.writeWord("=comment=" + evil)
        expected.writeWord(Array("=a=".utf8) + [0, 0xFF])
        expected.writeWord(".tag=1")
        expected.writeSentenceEnd()
        #expect(try await test.take() == expected)
        try await test.give(["!done", ".tag=1", "=ret=*1"])
        #expect(try await response.ret == "*1")
        try await test.finish()
    }

    // MARK: - Deadlines

    @Test(arguments: ["", "!re", "!re .tag=1 =name=abc"])
    func `a deadline is kept when the peer stalls`(_ given: String) async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        async let outcome = self.error { () async throws(RouterOSError) in
            try await connection.call(Self.add, deadline: .seconds(2))
        }
        _ = try await test.take()
        // Without its last byte and its end, so that the last word is cut.
        var bytes = ByteBuffer()
        for word in given.split(separator: " ") { bytes.writeWord(String(word)) }
        if bytes.readableBytes > 0 {
            try await test.give(ByteBuffer(bytes: bytes.readableBytesView.dropLast()))
        }
        await test.advance(by: .milliseconds(1_999))
        #expect(try await test.takeIfAny() == nil)
        await test.advance(by: .milliseconds(1))
        #expect(await outcome == RouterOSError(.timedOut(after: .seconds(2)), effect: .unknown, command: "/x/add"))
        #expect(try await test.takeSentences() == [Sentence(["/cancel", "=tag=1", ".tag=c1"])])
        #expect(test.channel.isActive)
        await test.advance(by: .seconds(5))
        #expect(!test.channel.isActive)
        #expect(await connection.waitUntilClosed() == .unresponsive(after: .seconds(5)))
        try await test.finish()
    }

    @Test func `the connection is usable after a deadline once the router has ended the command`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        async let outcome = self.error { () async throws(RouterOSError) in
            try await connection.call(Command("/x/print"), deadline: .seconds(2))
        }
        _ = try await test.take()
        await test.advance(by: .seconds(2))
        #expect(await outcome?.effect == CommandEffect.none)
        _ = try await test.take()
        try await test.give(
            ["!trap", ".tag=1", "=category=2", "=message=interrupted"],
            ["!done", ".tag=c1"],
            ["!done", ".tag=1"]
        )
        async let second = connection.call(Command("/y/print"), deadline: .seconds(60))
        #expect(try await test.takeSentences() == [Sentence(["/y/print", ".tag=2"])])
        await test.advance(by: .seconds(59))
        try await test.give(["!done", ".tag=2"])
        #expect(try await second.rows.isEmpty)
        try await test.finish()
    }

    // MARK: - Cancelling

    @Test func `cancelling the task of a call cancels the command`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let outcome = await withTaskGroup(of: RouterOSError?.self) { group in
            group.addTask {
                await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
            }
            _ = try? await test.take()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(outcome == RouterOSError(.cancelled, effect: .unknown, command: "/x/add"))
        #expect(try await test.takeSentences() == [Sentence(["/cancel", "=tag=1", ".tag=c1"])])
        try await test.finish()
    }

    @Test func `a call of a cancelled task is not sent`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let outcome = await withTaskGroup(of: RouterOSError?.self) { group in
            group.cancelAll()
            group.addTask {
                await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
            }
            return await group.next() ?? nil
        }
        #expect(outcome == RouterOSError(.cancelled, effect: .none, command: "/x/add"))
        #expect(try await test.takeIfAny() == nil)
        try await test.finish()
    }

    @Test func `a listen that is let go of is cancelled and late rows are dropped`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        var rows: RowSequence? = connection.listen(Command("/x/listen"))
        _ = try await test.take()
        try await test.give(["!re", ".tag=1", "=.id=*1", "=.dead=true"])
        var iterator = rows?.makeAsyncIterator()
        #expect(try await iterator?.next()?.isDead == true)
        rows = nil
        iterator = nil
        #expect(try await test.takeSentences() == [Sentence(["/cancel", "=tag=1", ".tag=c1"])])
        try await test.give(
            ["!re", ".tag=1", "=.id=*2"],
            ["!trap", ".tag=1", "=category=2", "=message=interrupted"],
            ["!empty", ".tag=1"],
            ["!done", ".tag=c1"],
            ["!done", ".tag=1"]
        )
        #expect(test.channel.isActive)
        withExtendedLifetime(rows) {}
        await connection.close()
        try await test.finish()
    }

    @Test func `a reading task that is cancelled gets an error and the router a cancel`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let rows = connection.listen(Command("/x/listen"))
        _ = try await test.take()
        let outcome = await withTaskGroup(of: RouterOSError?.self) { group in
            group.addTask {
                await self.error { () async throws(RouterOSError) in
                    var count = 0
                    for try await _ in rows { count += 1 }
                    return count
                }
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(outcome == RouterOSError(.cancelled, command: "/x/listen"))
        #expect(try await test.takeSentences() == [Sentence(["/cancel", "=tag=1", ".tag=c1"])])
        try await test.finish()
    }

    // MARK: - Streams

    @Test func `rows come in order and then the end`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let rows = connection.rows(Command("/x/print"))
        _ = try await test.take()
        try await test.give(["!re", ".tag=1", "=n=1"], ["!re", ".tag=1", "=n=2"], ["!done", ".tag=1"])
        var read: [String?] = []
        for try await row in rows { read.append(row.text("n")) }
        #expect(read == ["1", "2"])
        try await test.finish()
    }

    @Test func `rows that came before an error are read before it`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        let rows = connection.rows(Command("/x/print"))
        _ = try await test.take()
        try await test.give(["!re", ".tag=1", "=n=1"], ["!trap", ".tag=1", "=message=failure"], ["!done", ".tag=1"])
        var iterator = rows.makeAsyncIterator()
        #expect(try await iterator.next()?.text("n") == "1")
        await #expect(throws: RouterOSError(.trapped(Trap(message: "failure")), command: "/x/print")) {
            try await iterator.next()
        }
        try await test.finish()
    }

    // MARK: - The end

    @Test func `a connection cut inside of a word says so to everybody`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        async let outcome = self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
        _ = try await test.take()
        try await test.give(ByteBuffer(bytes: [0x03] + Array("!re".utf8) + [0x20, 0x3D]))
        try await test.finish()
        let reason = RouterOSErrorReason.undecodable(.endedInsideSentence(bytes: 6))
        #expect(await outcome == RouterOSError(reason, effect: .unknown, command: "/x/add"))
        #expect(await connection.waitUntilClosed() == reason)
    }

    @Test func `an answer for an unknown tag ends the connection`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        async let outcome = self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
        _ = try await test.take()
        try await test.give(["!done", ".tag=2"], ["!done", ".tag=1"])
        #expect(await outcome?.reason == .protocolViolation(.unknownTag))
        #expect(!test.channel.isActive)
        try await test.finish()
        #expect(
            await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }?.effect
                == CommandEffect.none
        )
    }

    @Test func `closing fails what waits and sends nothing more`() async throws {
        let (test, connection) = try await TestConnection.loggedIn()
        async let outcome = self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
        _ = try await test.take()
        await connection.close()
        #expect(await outcome == RouterOSError(.closedLocally, effect: .unknown, command: "/x/add"))
        #expect(try await test.takeIfAny() == nil)
        try await test.finish()
    }
}
