import NIOCore
import Synchronization
import Testing

@testable import RouterOSAPI

/// Peers that misbehave, over real sockets: each ends in a named error inside of its deadline.
@Suite(.timeLimit(.minutes(15)))
struct RouterOSConnectionFaultTests {
    typealias Tests = RouterOSConnectionTests

    static let add = Command("/ip/hotspot/user/add").with("name", "v")

    private func error(of call: () async throws(RouterOSError) -> Response) async -> RouterOSError? {
        do throws(RouterOSError) {
            _ = try await call()
            return nil
        } catch {
            return error
        }
    }

    /// A sentence without its last bytes.
    private static func cut(_ words: [String], by count: Int) -> ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeSentence(words)
        return ByteBuffer(bytes: bytes.readableBytesView.dropLast(count))
    }

    @Test func `a peer that stalls inside of a word is left after deadline and grace`() async throws {
        try await Tests.withConnection { sentence, peer in
            guard sentence.path != "/cancel" else { return }
            peer.send(Self.cut(["!re", ".tag=\(sentence.tagText)", "=name=abcdef"], by: 4))
        } configure: { configuration in
            configuration.limits.cancelGrace = .milliseconds(100)
        } _: { connection in
            let clock = ContinuousClock()
            let start = clock.now
            let error = await self.error { () async throws(RouterOSError) in
                try await connection.call(Self.add, deadline: .milliseconds(100))
            }
            #expect(error?.reason == .timedOut(after: .milliseconds(100)))
            #expect(error?.effect == .unknown)
            #expect(await connection.waitUntilClosed() == .unresponsive(after: .milliseconds(100)))
            #expect(clock.now - start < .seconds(10))
        }
    }

    @Test(.serialized, arguments: [false, true])
    func `a peer that does not read is left after deadline and grace`(_ isEncrypted: Bool) async throws {
        let identity = try isEncrypted ? TestIdentity.router.get() : nil
        let server = try await ScriptedServer.start(tls: identity) { _, peer in
            peer.channel.setOption(.socketOption(.so_rcvbuf), value: 4_096)
                .and(peer.channel.setOption(.autoRead, value: false))
                .whenSuccess { _ in peer.send(["!re", ".tag=1"]) }
        }
        var configuration = server.configuration
        configuration.limits.cancelGrace = .milliseconds(100)
        if let fingerprint = identity?.fingerprint { configuration.transport = .tls(.pinned(fingerprint)) }
        // More than both sockets hold: this side's takes 4 MiB at the most (tcp(7), tcp_wmem). Made before the stream begins, whose time it
        // would take under a sanitizer.
        let large = Self.add.with("comment", bytes: [UInt8](repeating: UInt8(ascii: "x"), count: 6 * 1024 * 1024))
        let connection = try await Tests.connect(configuration)
        var stopped = connection.rows(Command("/x/print"), deadline: .seconds(600)).makeAsyncIterator()
        #expect(try await stopped.next() != nil)
        let error = await self.error { () async throws(RouterOSError) in
            try await connection.call(large, deadline: .milliseconds(100))
        }
        #expect(error?.reason == .timedOut(after: .milliseconds(100)))
        #expect(error?.effect == .unknown)
        #expect(await connection.waitUntilClosed() == .unresponsive(after: .milliseconds(100)))
        try await server.stop()
    }

    @Test func `a peer that closes inside of a word is told apart from one that closes`() async throws {
        try await Tests.withConnection { sentence, peer in
            peer.send(Self.cut(["!re", ".tag=\(sentence.tagText)", "=name=abcdef"], by: 4))
            peer.close()
        } _: { connection in
            let error = await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
            #expect(error?.label == "undecodable")
            #expect(error?.effect == .unknown)
        }
        try await Tests.withConnection { _, peer in
            peer.close()
        } _: { connection in
            let error = await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
            #expect(error?.reason == .closedByPeer)
            #expect(error?.effect == .unknown)
        }
    }

    @Test func `bytes of another protocol close the connection`() async throws {
        try await Tests.withConnection { _, peer in
            peer.send(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"))
            peer.close()
        } _: { connection in
            let error = await self.error { () async throws(RouterOSError) in try await connection.call(Self.add) }
            #expect(["undecodable", "protocol_violation"].contains(error?.label))
        }
    }

    @Test func `a consumer may wait for a call while its own stream is full`() async throws {
        try await Tests.withConnection { sentence, peer in
            if sentence.path == "/log/print" {
                Flood(tag: sentence.tagText, rows: 2_000).run(peer.channel)
            } else {
                peer.send(["!done", ".tag=\(sentence.tagText)"])
            }
        } configure: { configuration in
            configuration.limits.streamBytesHigh = 16 * 1024
            configuration.limits.streamBytesLow = 8 * 1024
            configuration.limits.streamBytesMaximum = 64 * 1024 * 1024
        } _: { connection in
            var read = 0
            for try await _ in connection.rows(Command("/log/print")) {
                if read % 100 == 0 { _ = try await connection.call(Command("/x/print")) }
                read += 1
            }
            #expect(read == 2_000)
        }
    }

    @Test func `a connection that nobody accepts fails with its address`() async throws {
        // Port 1 (tcpmux) is given to nobody; a port that was just left might be, to another test.
        let configuration = RouterOSConnectionConfiguration(host: "127.0.0.1", port: 1, transport: .plain)
        await #expect {
            _ = try await Tests.connect(configuration)
        } throws: { error in
            guard case .connectFailed("127.0.0.1", configuration.port, let text) = (error as? RouterOSError)?.reason
            else { return false }
            return text.contains("refused")
        }
    }

    @Test func `a connect whose task is cancelled gives up`() async throws {
        let accepted = AsyncStream.makeStream(of: Void.self)
        let server = try await ScriptedServer.start(answersLogin: false) { _, _ in accepted.continuation.yield() }
        let configuration = server.configuration
        let error = await withTaskGroup(of: RouterOSError?.self) { group in
            group.addTask {
                do throws(RouterOSError) {
                    _ = try await Tests.connect(configuration)
                    return nil
                } catch {
                    return error
                }
            }
            var iterator = accepted.stream.makeAsyncIterator()
            await iterator.next()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error?.reason == .cancelled)
        try await server.stop()
    }
}
