import NIOCore
import Testing

@testable import RouterOSAPI

/// What a hostile router can make this side take of memory, each in a process of its own: a process has one peak.
struct RouterOSConnectionMemoryTests {
    @Test func `a length prefix of 4 GiB closes the connection at once`() async {
        await #expect(processExitsWith: .success) {
            try await RouterOSConnectionTests.withConnection { _, peer in
                peer.send(ByteBuffer(bytes: [0x03] + Array("!re".utf8) + [0xF0, 0xFF, 0xFF, 0xFF, 0xFF]))
            } _: { connection in
                let before = try Memory.peakBytes
                let error = await thrown { () async throws(RouterOSError) in
                    try await connection.call(Command("/ip/hotspot/user/print"))
                }
                try #require(
                    error?.reason == .undecodable(.wordTooLong(bytes: 0xFFFF_FFFF, maximum: 65_536, offset: 4))
                )
                try #require(error?.effect == CommandEffect.none)
                try #require(Memory.peakBytes - before < 256 * 1024 * 1024)
            }
        }
    }

    @Test func `a flood of rows that no cancel ends is left`() async {
        await #expect(processExitsWith: .success) {
            try await RouterOSConnectionTests.withConnection { sentence, peer in
                guard sentence.path != "/cancel" else { return }
                Flood(tag: sentence.tagText, rows: .max).run(peer.channel)
            } configure: { configuration in
                configuration.limits.replyBytesMaximum = 1024 * 1024
                configuration.limits.cancelGrace = .milliseconds(200)
            } _: { connection in
                let before = try Memory.peakBytes
                let error = await thrown { () async throws(RouterOSError) in
                    try await connection.call(Command("/log/print"))
                }
                try #require(error?.label == "reply_too_large")
                try await #require(connection.waitUntilClosed() == .unresponsive(after: .milliseconds(200)))
                try #require(Memory.peakBytes - before < 128 * 1024 * 1024)
            }
        }
    }

    @Test func `256 MiB of rows pass through flat memory`() async {
        await #expect(processExitsWith: .success) {
            let count = 65_536
            try await RouterOSConnectionTests.withConnection { sentence, peer in
                Flood(tag: sentence.tagText, rows: count).run(peer.channel)
            } _: { connection in
                let before = try Memory.peakBytes
                var read = 0
                for try await row in connection.rows(Command("/log/print"), deadline: .seconds(50)) {
                    read += row.bytes("message")?.count == 4_096 ? 1 : 0
                }
                try #require(read == count)
                try #require(Memory.peakBytes - before < 128 * 1024 * 1024)
            }
        }
    }
}

/// The error that a call ends with; nil when it succeeds.
private func thrown(_ body: () async throws(RouterOSError) -> Response) async -> RouterOSError? {
    do throws(RouterOSError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
