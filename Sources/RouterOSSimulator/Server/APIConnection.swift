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
    /// The bytes of all sentences that were received and not yet carried out.
    private(set) var waitingBytes = 0
    /// The bytes that were appended and have not left for the network.
    private(set) var unsentBytes = 0
    var streams: [RunningStream] = []
    private(set) var isOpen = true
    private var output: ByteBuffer
    private var pieces: CircularBuffer<ByteBuffer> = []
    private var isWritingPieces = false

    /// A client that does not read its answers, or sends faster than the router works, is not listened to: the network
    /// holds it back.
    static let unsentBytesBeforePause = 1 << 20
    static let waitingBytesBeforePause = 4 << 20
    // ASSUMED: a client that lets this much lie unread is cut off; what a router does was not found.
    static let unsentBytesMaximum = 64 << 20
    // ASSUMED: how many streams a router lets one connection have was not found.
    static let streamsMaximum = 256

    init(id: RowID, channel: any Channel, isTLS: Bool, features: RouterFeatures) {
        self.id = id
        self.channel = channel
        self.isTLS = isTLS
        self.remoteAddress = channel.remoteAddress?.ipAddress ?? "0.0.0.0"
        self.login = LoginStateMachine(features: features)
        self.output = channel.allocator.buffer(capacity: 512)
    }

    /// Whether more is to be read from the network at present.
    var wantsMore: Bool {
        self.isOpen && self.unsentBytes < Self.unsentBytesBeforePause
            && self.waitingBytes < Self.waitingBytesBeforePause
    }

    func received(_ sentence: Sentence) {
        self.waitingBytes += sentence.wireBytes
        self.inbox.append(sentence)
    }

    /// A sentence that was received was carried out, or never will be.
    func finished(sentenceBytes: Int) {
        let wasPaused = !self.wantsMore
        self.waitingBytes -= sentenceBytes
        if wasPaused, self.wantsMore { self.channel.read() }
    }

    /// Appends a sentence to what the next flush sends; what comes after the maximum is lost with the connection.
    func append(_ reply: CommandReply, tag: WordBytes?) {
        guard self.isOpen, self.unsentBytes <= Self.unsentBytesMaximum else { return }
        let before = self.output.writerIndex
        reply.write(to: &self.output, tag: tag)
        self.unsentBytes += self.output.writerIndex - before
    }

    /// How long the pieces are in which the appended bytes will be sent, at random up to a maximum; none without one.
    ///
    /// Drawn before anything is sent: sending may deliver, from inside itself, what the other side sent, and that uses the
    /// router's generator too.
    func pieceLengths(maximum: Int?, using generator: inout SeededGenerator) -> [Int] {
        guard self.isOpen, let maximum, maximum > 0 else { return [] }
        var lengths: [Int] = []
        var rest = self.output.readableBytes
        while rest > 0 {
            let length = min(rest, Int.random(in: 1...maximum, using: &generator))
            lengths.append(length)
            rest -= length
        }
        return lengths
    }

    /// Sends what was appended, in pieces of these lengths, or whole without any.
    func flush(inPiecesOf lengths: [Int]) {
        guard self.isOpen, self.output.readableBytes > 0 else { return }
        guard self.unsentBytes <= Self.unsentBytesMaximum else {
            self.abandon()
            self.channel.close(promise: nil)
            return
        }
        var bytes = self.output
        self.output = self.channel.allocator.buffer(capacity: 512)
        guard !lengths.isEmpty else {
            if self.pieces.isEmpty {
                self.write(bytes)
            } else {
                self.pieces.append(bytes)
            }
            return
        }
        for length in lengths {
            guard let piece = bytes.readSlice(length: length) else { break }
            self.pieces.append(piece)
        }
        if bytes.readableBytes > 0 { self.pieces.append(bytes) }
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
        for piece in Array(self.pieces) + [self.output] where piece.readableBytes > 0 {
            self.channel.writeAndFlush(piece, promise: nil)
        }
        self.abandon()
        self.channel.close(promise: nil)
    }

    /// The other side is gone, or the power is.
    func abandon() {
        self.isOpen = false
        self.pieces.removeAll()
        self.output.clear()
        self.inbox = []
        self.streams = []
    }

    private func write(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        let bound = NIOLoopBound(self, eventLoop: self.channel.eventLoop)
        self.channel.writeAndFlush(bytes).whenComplete { _ in
            let connection = bound.value
            let wasPaused = !connection.wantsMore
            connection.unsentBytes -= count
            if wasPaused, connection.wantsMore { connection.channel.read() }
        }
    }

    /// Each piece goes in a turn of the event loop of its own, so that it is a write of its own.
    private func writeNextPiece() {
        guard !self.isWritingPieces, self.isOpen, !self.pieces.isEmpty else { return }
        self.isWritingPieces = true
        self.write(self.pieces.removeFirst())
        let bound = NIOLoopBound(self, eventLoop: self.channel.eventLoop)
        self.channel.eventLoop.execute {
            bound.value.isWritingPieces = false
            bound.value.writeNextPiece()
        }
    }
}
