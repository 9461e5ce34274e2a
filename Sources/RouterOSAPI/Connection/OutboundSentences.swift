import NIOCore

/// The sentences of one turn of the event loop, which leave as one write.
struct OutboundSentences {
    private var buffer = ByteBuffer()

    /// Adds a command with its tag.
    ///
    /// - Returns: whether it is the first since the last ``take()``, so that a flush is to be arranged.
    mutating func append(_ command: Command, tag: CommandTag?, allocator: ByteBufferAllocator) -> Bool {
        let isFirst = self.buffer.storageCapacity == 0
        if isFirst {
            self.buffer = allocator.buffer(capacity: command.wireWords.readableBytes + 32)
        }
        self.buffer.writeImmutableBuffer(command.wireWords)
        if let tag { self.buffer.writeWord(".tag=\(tag)") }
        self.buffer.writeSentenceEnd()
        return isFirst
    }

    /// Takes all; nil when there is nothing.
    mutating func take() -> ByteBuffer? {
        guard self.buffer.readableBytes > 0 else { return nil }
        defer { self.buffer = ByteBuffer() }
        return self.buffer
    }
}
