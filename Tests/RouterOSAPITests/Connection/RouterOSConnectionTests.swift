import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import RouterOSAPI

/// Over real sockets, against a peer that a script drives.
@Suite(.timeLimit(.minutes(1)))
struct RouterOSConnectionTests {
    static let credentials = RouterOSCredentials(user: "admin", password: "secret")

    static func connect(
        _ configuration: RouterOSConnectionConfiguration
    ) async throws(RouterOSError) -> RouterOSConnection {
        try await RouterOSConnection.connect(
            configuration,
            credentials: self.credentials,
            on: ScriptedServer.group,
            logger: Logger(label: "test")
        )
    }

    static func withConnection(
        script: @escaping ScriptedServer.Script,
        configure: (inout RouterOSConnectionConfiguration) -> Void = { _ in },
        _ body: (RouterOSConnection) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start(script)
        var configuration = server.configuration
        configure(&configuration)
        let connection = try await self.connect(configuration)
        do {
            try await body(connection)
        } catch {
            await connection.close()
            try await server.stop()
            throw error
        }
        await connection.close()
        try await server.stop()
    }

    @Test func `a call collects rows and what the command returned`() async throws {
        try await Self.withConnection { sentence, peer in
            let tag = ".tag=\(sentence.tagText)"
            peer.send(["!re", tag, "=.id=*1", "=name=a"], ["!re", tag, "=.id=*2"], ["!done", tag, "=ret=*A"])
        } _: { connection in
            let response = try await connection.call(Command("/ip/hotspot/user/print"))
            #expect(response.rows.map { $0.text("name") } == ["a", nil])
            #expect(try response.rows[1].itemID() == ItemID(number: 2))
            #expect(try response.addedID == ItemID(number: 10))
            #expect(connection.peerFingerprint == nil)
        }
    }

    @Test func `calls of many tasks get their own answers though these come in reverse`() async throws {
        let waiting = WaitingTags()
        try await Self.withConnection { sentence, peer in
            for tag in waiting.add(sentence.tagText, flushAt: 16).reversed() {
                peer.send(["!done", ".tag=\(tag)", "=ret=\(tag)"])
            }
        } _: { connection in
            let commands = (0..<16).map { Command("/echo").with("n", $0) }
            let results = await connection.batch(commands)
            let answers = try results.map { try $0.get().ret }
            #expect(Set(answers).count == 16)
        }
    }
}

/// Tags that a script has not answered yet.
///
/// Used on one event loop at a time.
private final class WaitingTags: Sendable {
    private let tags = Mutex<[String]>([])

    func add(_ tag: String, flushAt count: Int) -> [String] {
        self.tags.withLock { tags in
            tags.append(tag)
            guard tags.count >= count else { return [] }
            defer { tags = [] }
            return tags
        }
    }
}
