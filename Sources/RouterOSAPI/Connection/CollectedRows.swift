import NIOCore

/// The rows of an answer that is not complete, in memory of their own.
///
/// A row shares the memory of the bytes that it was received with, and would keep all of it alive. So rows are copied, into one
/// buffer for the whole answer: an answer of ten thousand rows is one piece of memory, which is given back as one. Nothing refers to
/// that buffer before the answer is complete, so that adding a row never copies those before it.
struct CollectedRows {
    private var bytes = ByteBuffer()
    private var ends: [Int] = []

    var count: Int { self.ends.count }

    /// How many bytes the rows took on the wire.
    var wireBytes: Int { self.bytes.readableBytes + self.ends.count }

    mutating func append(_ sentence: Sentence) {
        self.bytes.writeImmutableBuffer(sentence.wireWords)
        self.ends.append(self.bytes.readableBytes)
    }

    /// The rows in the order received.
    var rows: [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(self.ends.count)
        var bytes = self.bytes
        var begin = 0
        for end in self.ends {
            guard let words = bytes.readSlice(length: end - begin) else {
                preconditionFailure("a row's end was noted beyond the collected bytes")
            }
            rows.append(Row(Sentence(wireWords: words)))
            begin = end
        }
        return rows
    }
}
