import TestSeeds
import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

/// A router that sends anything at all.
@Suite(.timeLimit(.minutes(15)))
struct ConnectionHandlerRandomTests {
    @Test func `whatever a peer sends a call ends within deadline and grace`() async throws {
        var generator = Seed.generator
        for _ in 0..<150 {
            let (test, connection) = try await TestConnection.loggedIn { $0.limits.sentence.wordBytesMaximum = 64 }
            async let outcome = connection.batch(
                [Command("/x/print"), Command("/x/add").with("name", "v")],
                deadline: .seconds(2)
            )
            // Both commands are on their way, in one write or two.
            var sent = 0
            while sent < 2 { sent += try await test.takeSentences().count }
            for _ in 0..<Int.random(in: 0...8, using: &generator) where test.channel.isActive {
                try await test.give(Self.randomPiece(&generator))
            }
            await test.advance(by: .seconds(2))
            for result in await outcome {
                switch result {
                case .success: break
                case .failure(let error): #expect(!error.label.isEmpty)
                }
            }
            await test.advance(by: .seconds(5))
            try await test.finish()
            #expect(await !connection.waitUntilClosed().label.isEmpty)
        }
    }

    /// A reply, a part of one, or noise.
    private static func randomPiece(_ generator: inout SeededGenerator) -> ByteBuffer {
        var buffer = ByteBuffer()
        let reply = ["!re", "!done", "!trap", "!empty"].randomElement(using: &generator) ?? "!re"
        buffer.writeSentence([reply, ".tag=\(Int.random(in: 1...2, using: &generator))", "=name=x"])
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return ByteBuffer(bytes: buffer.readableBytesView.prefix(Int.random(in: 1...9, using: &generator)))
        case 1: return ByteBuffer(bytes: (0..<9).map { _ in UInt8.random(in: 0...255, using: &generator) })
        default: return buffer
        }
    }
}
