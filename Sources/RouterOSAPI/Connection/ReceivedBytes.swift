import NIOCore

/// What has been received and not yet decoded.
///
/// There is no buffer when there are no bytes, so that an idle connection keeps none.
struct ReceivedBytes {
    private var decoder: SentenceDecoder
    private var buffer: ByteBuffer?

    init(limits: SentenceLimits) {
        self.decoder = SentenceDecoder(limits: limits)
    }

    /// How many bytes of an unfinished sentence there are.
    var count: Int {
        self.buffer?.readableBytes ?? 0
    }

    mutating func append(_ bytes: ByteBuffer) {
        if self.buffer?.writeImmutableBuffer(bytes) == nil {
            self.buffer = bytes
        }
    }

    mutating func removeAll() {
        self.buffer = nil
    }

    /// The next whole sentence.
    mutating func next() throws(SentenceDecodingError) -> Sentence? {
        // Taken out while it is decoded, so that there is only one reference to it.
        guard var bytes = self.buffer.take() else { return nil }
        let sentence = try self.decoder.decode(buffer: &bytes)
        if bytes.readableBytes == 0 { return sentence }
        if sentence == nil, bytes.readerIndex > 0 {
            // The beginning of a sentence moves into memory of its own. Left behind what was decoded before it, whose memory the rows
            // share, it would be copied with that at each append, into a buffer that grows without end.
            var beginning = ByteBuffer()
            beginning.writeImmutableBuffer(bytes)
            bytes = beginning
        }
        self.buffer = bytes
        return sentence
    }
}
