import Logging
import NIOCore
import NIOEmbedded

@testable import RouterOSAPI

/// A connection over a channel without a socket, whose clock stands still until it is told to go on.
///
/// The channel's bytes are the router's: `take` is what a router would have received.
struct TestConnection {
    let channel: NIOAsyncTestingChannel
    let opening: ConnectionOpening
    let configuration: RouterOSConnectionConfiguration

    /// Opens the channel, up to the bytes of the login.
    static func open(
        user: String = "u",
        password: String = "p",
        _ configure: (inout RouterOSConnectionConfiguration) -> Void = { _ in }
    ) async throws -> TestConnection {
        var configuration = RouterOSConnectionConfiguration(host: "test", transport: .plain)
        configure(&configuration)
        let channel = NIOAsyncTestingChannel()
        let opening = try await channel.testingEventLoop.executeInContext { [configuration] in
            try ConnectionOpening(
                channel,
                configuration: configuration,
                credentials: RouterOSCredentials(user: user, password: password),
                logger: Logger(label: "test")
            )
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8728))
        await channel.testingEventLoop.run()
        return TestConnection(channel: channel, opening: opening, configuration: configuration)
    }

    /// Opens the channel and logs in.
    static func loggedIn(
        _ configure: (inout RouterOSConnectionConfiguration) -> Void = { _ in }
    ) async throws -> (TestConnection, RouterOSConnection) {
        let test = try await self.open(configure)
        _ = try await test.take()
        try await test.give(["!done"])
        let fingerprint = try await test.opening.login.get().get()
        let connection = RouterOSConnection(
            test.opening,
            peerFingerprint: fingerprint,
            configuration: test.configuration
        )
        return (test, connection)
    }

    /// What has been written since the last time, as one write, awaited.
    func take() async throws -> ByteBuffer {
        try await self.channel.waitForOutboundWrite(as: ByteBuffer.self)
    }

    /// What has been written since the last time, as sentences, which may be several in one write.
    func takeSentences() async throws -> [Sentence] {
        var bytes = try await self.take()
        var decoder = SentenceDecoder()
        var sentences: [Sentence] = []
        while let sentence = try decoder.decode(buffer: &bytes) { sentences.append(sentence) }
        return sentences
    }

    /// What has been written since the last time; nil when it is nothing.
    func takeIfAny() async throws -> ByteBuffer? {
        await self.channel.testingEventLoop.run()
        return try await self.channel.readOutbound(as: ByteBuffer.self)
    }

    /// The router sends sentences, in one piece.
    func give(_ sentences: [String]...) async throws {
        var bytes = ByteBuffer()
        for sentence in sentences { bytes.writeSentence(sentence) }
        try await self.give(bytes)
    }

    /// The router sends bytes.
    func give(_ bytes: ByteBuffer) async throws {
        try await self.channel.writeInbound(bytes)
        await self.channel.testingEventLoop.run()
    }

    func advance(by amount: TimeAmount) async {
        await self.channel.testingEventLoop.advanceTime(by: amount)
    }

    func finish() async throws {
        _ = try? await self.channel.finish(acceptAlreadyClosed: true)
        await self.channel.testingEventLoop.run()
    }
}
