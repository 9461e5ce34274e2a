import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import RouterOSAPI

/// Over real sockets, against a peer that a script drives.
@Suite(.timeLimit(.minutes(15)))
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

    @Test func `a batch gives each command its own result though the answers come in reverse`() async throws {
        let waiting = WaitingSentences()
        try await Self.withConnection { sentence, peer in
            for sentence in waiting.add(sentence, flushAt: 16).reversed() {
                let number = Row(sentence).text("n") ?? ""
                if number.hasSuffix("3") {
                    peer.send(["!trap", ".tag=\(sentence.tagText)", "=message=\(number)"])
                }
                peer.send(["!done", ".tag=\(sentence.tagText)", "=ret=\(number)"])
            }
        } _: { connection in
            let results = await connection.batch((0..<160).map { Command("/echo").with("n", $0) })
            #expect(results.count == 160)
            for (number, result) in results.enumerated() {
                switch result {
                case .success(let response):
                    #expect(response.ret == "\(number)" && number % 10 != 3)
                case .failure(let error):
                    #expect(error.trap?.message == "\(number)" && number % 10 == 3)
                }
            }
        }
    }

    @Test func `no log line of any level holds a secret`() async throws {
        let challenge = "00112233445566778899aabbccddeeff"
        let server = try await ScriptedServer.start(answersLogin: false) { sentence, peer in
            switch (sentence.path, Row(sentence).text("response")) {
            case ("/login", nil): peer.send(["!done", "=ret=\(challenge)"])
            case ("/login", _): peer.send(["!done"])
            default: peer.send(["!trap", ".tag=\(sentence.tagText)"], ["!done", ".tag=\(sentence.tagText)"])
            }
        }
        let log = LogRecorder()
        let connection = try await RouterOSConnection.connect(
            server.configuration,
            credentials: RouterOSCredentials(user: "admin", password: "hunter-2"),
            on: ScriptedServer.group,
            logger: Logger(label: "test") { _ in log }
        )
        let add = Command("/ip/hotspot/user/add").with("name", "8B7W3D").with("password", "hunter-3")
        _ = await connection.batch([add])
        await connection.close()
        try await server.stop()
        let lines = log.lines
        #expect(lines.contains { $0.contains("/ip/hotspot/user/add =name =password") })
        let answer = try #require(LoginChallenge.answer(password: "hunter-2", challenge: challenge))
        for secret in ["hunter", "8B7W3D", answer] {
            #expect(!lines.contains { $0.contains(secret) })
        }
    }
}

/// Sentences that a script has not answered yet.
private final class WaitingSentences: Sendable {
    private let sentences = Mutex<[Sentence]>([])

    func add(_ sentence: Sentence, flushAt count: Int) -> [Sentence] {
        self.sentences.withLock { sentences in
            sentences.append(sentence)
            guard sentences.count >= count else { return [] }
            defer { sentences = [] }
            return sentences
        }
    }
}
