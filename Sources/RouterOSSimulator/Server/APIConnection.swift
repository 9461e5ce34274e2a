import NIOCore
import RouterOSAPI

/// One connection to the API: login, streams, what came in and what goes out.
///
/// Confined to the router's event loop.
final class APIConnection {
    let id: RowID
    let channel: any Channel
    let isTLS: Bool
    let remoteAddress: String
    var login: LoginStateMachine
    /// What was received and not yet looked at.
    var inbox: [Sentence] = []
    var streams: [RunningStream] = []
    private(set) var isOpen = true
    private var output: ByteBuffer
    private var pieces: [ByteBuffer] = []
    private var isWritingPieces = false

    init(id: RowID, channel: any Channel, isTLS: Bool, features: RouterFeatures) {
        self.id = id
        self.channel = channel
        self.isTLS = isTLS
        self.remoteAddress = channel.remoteAddress?.ipAddress ?? "0.0.0.0"
        self.login = LoginStateMachine(features: features)
        self.output = channel.allocator.buffer(capacity: 512)
    }

    func append(_ reply: CommandReply, tag: WordBytes?) {
        guard self.isOpen else { return }
        reply.write(to: &self.output, tag: tag)
    }

    /// Sends what was appended, in pieces of random lengths when a maximum is given.
    func flush(pieceBytesMaximum: Int?, generator: inout SeededGenerator) {
        guard self.isOpen, self.output.readableBytes > 0 else { return }
        var bytes = self.output
        self.output = self.channel.allocator.buffer(capacity: 512)
        guard let maximum = pieceBytesMaximum, maximum > 0 else {
            if self.pieces.isEmpty {
                self.channel.writeAndFlush(bytes, promise: nil)
            } else {
                self.pieces.append(bytes)
            }
            return
        }
        while bytes.readableBytes > 0 {
            let length = min(bytes.readableBytes, Int.random(in: 1...maximum, using: &generator))
            guard let piece = bytes.readSlice(length: length) else { break }
            self.pieces.append(piece)
        }
        self.writeNextPiece()
    }

    /// Sends one half of what was appended and nothing ever after.
    func cut() {
        guard self.isOpen else { return }
        self.output = self.output.readSlice(length: self.output.readableBytes / 2) ?? ByteBuffer()
        self.close()
    }

    /// Closes once everything is on its way.
    func close() {
        guard self.isOpen else { return }
        for piece in self.pieces + [self.output] where piece.readableBytes > 0 {
            self.channel.writeAndFlush(piece, promise: nil)
        }
        self.abandon()
        self.channel.close(promise: nil)
    }

    /// The other side is gone, or the power is.
    func abandon() {
        self.isOpen = false
        self.pieces = []
        self.output.clear()
        self.inbox = []
        self.streams = []
    }

    /// Each piece goes in a turn of the event loop of its own, so that it is a write of its own.
    private func writeNextPiece() {
        guard !self.isWritingPieces, self.isOpen, !self.pieces.isEmpty else { return }
        self.isWritingPieces = true
        self.channel.writeAndFlush(self.pieces.removeFirst(), promise: nil)
        let bound = NIOLoopBound(self, eventLoop: self.channel.eventLoop)
        self.channel.eventLoop.execute {
            bound.value.isWritingPieces = false
            bound.value.writeNextPiece()
        }
    }
}
