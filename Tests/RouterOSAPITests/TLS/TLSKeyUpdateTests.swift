import COpenSSL
import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

/// A peer of TLS 1.3 may ask for new keys whenever it likes, and each time this side has to answer (RFC 8446, section 4.6.3).
struct TLSKeyUpdateTests {
    /// A client's channel, and a server without one.
    private struct Pair {
        let client = EmbeddedChannel()
        let atClient = TLSRecorder()
        let server: TLSSession

        init() throws {
            server = try TLSSession(context: TLSContext(server: TestIdentity.router.get()), expectation: nil)
            let fingerprint = try #require(TestIdentity.router.get().fingerprint)
            try client.pipeline.syncOperations.addHandlers([
                TLSHandler(connectingTo: "router.test", trust: .pinned(fingerprint)), atClient,
            ])
            client.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 8729), promise: nil)
            while atClient.handshake == nil {
                let hello = try #require(try client.readOutbound(as: ByteBuffer.self))
                server.receive(hello)
                if case .failed(let error) = server.handshake() { throw error }
                try client.writeInbound(server.takeOutbound())
            }
            // The client's last flight.
            try answer()
        }

        /// Asks the client for new keys.
        func requestKeys() throws {
            #expect(SSL_key_update(server.ssl, SSL_KEY_UPDATE_REQUESTED) == 1)
            #expect(SSL_do_handshake(server.ssl) == 1)
            try client.writeInbound(server.takeOutbound())
        }

        /// Gives the server what the client wrote.
        ///
        /// - Returns: how many bytes that was.
        @discardableResult
        func answer() throws -> Int {
            var count = 0
            while let bytes = try client.readOutbound(as: ByteBuffer.self) {
                count += bytes.readableBytes
                server.receive(bytes)
            }
            var plaintext = ByteBuffer()
            _ = server.read(into: &plaintext)
            return count
        }
    }

    @Test func `new keys are made as often as they are asked for`() throws {
        let pair = try Pair()
        var answered = 0
        for _ in 0..<100 {
            try pair.requestKeys()
            answered += try pair.answer() > 0 ? 1 : 0
        }
        // OpenSSL may keep an answer back until the next one.
        #expect(answered >= 99)
        #expect(pair.atClient.errors.isEmpty)
        // An open channel ends without anything to look at.
        _ = try? pair.client.finish()
    }

    @Test func `a peer that asks for new keys and does not read the answers is left`() throws {
        let pair = try Pair()
        try pair.requestKeys()
        #expect(pair.client.isActive)
        // As a socket's channel does with 64 KiB that do not leave.
        pair.client.isWritable = false
        try pair.requestKeys()
        #expect(pair.atClient.errors == [.answersUnread])
        #expect(!pair.client.isActive)
    }
}
