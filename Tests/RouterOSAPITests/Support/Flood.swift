import NIOCore

@testable import RouterOSAPI

/// Rows of 4 KiB, written as fast as the socket takes them.
struct Flood: Sendable {
    var tag: String
    var rows: Int

    func run(_ channel: any Channel) {
        var buffer = ByteBuffer()
        let message = String(repeating: "x", count: 4_096)
        let count = min(self.rows, 16)
        for _ in 0..<count {
            buffer.writeSentence(["!re", ".tag=\(self.tag)", "=message=\(message)"])
        }
        let left = self.rows - count
        if left == 0 { buffer.writeSentence(["!done", ".tag=\(self.tag)"]) }
        guard left > 0 else { return channel.writeAndFlush(buffer, promise: nil) }
        channel.writeAndFlush(buffer).whenSuccess {
            // Not at once: what was written at once would call itself without an end.
            channel.eventLoop.execute { Flood(tag: self.tag, rows: left).run(channel) }
        }
    }
}
