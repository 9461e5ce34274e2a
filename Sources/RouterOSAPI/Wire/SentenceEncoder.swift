public import NIOCore

/// Writes sentences to a channel: the opposite of ``SentenceDecoder``, for a server or a test's peer.
public struct SentenceEncoder: MessageToByteEncoder, Sendable {
    /// What goes in.
    public typealias OutboundIn = Sentence

    /// Creates an encoder.
    public init() {}

    /// Writes one sentence with its end.
    ///
    /// - Parameters:
    ///   - data: the sentence.
    ///   - out: where it goes.
    public func encode(data: Sentence, out: inout ByteBuffer) {
        out.writeSentence(data)
    }
}
